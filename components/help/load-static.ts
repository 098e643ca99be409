const loading = new Map<string, Promise<void>>();

/** Loads a script, module or style sheet below /static/ into this page, once. Rejects when it does not come. */
export function loadStatic(file: string): Promise<void> {
  const known = loading.get(file);
  if (known !== undefined) return known;
  const coming = put(file).catch((error: unknown) => {
    loading.delete(file);
    throw error;
  });
  loading.set(file, coming);
  return coming;
}

function put(file: string): Promise<void> {
  const address = `/static/${file}`;
  const isSheet = file.endsWith('.css');
  const element = document.createElement(isSheet ? 'link' : 'script');
  if (element instanceof HTMLLinkElement) {
    element.rel = 'stylesheet';
    element.href = address;
  } else {
    // Custom elements come as a module; so do exports, which a plain script cannot have.
    if (!file.endsWith('.min.js')) element.type = 'module';
    element.src = address;
  }
  return new Promise((resolve, reject) => {
    element.addEventListener('load', () => resolve(), { once: true });
    element.addEventListener('error', () => reject(new Error(`${address} did not come`)), { once: true });
    document.head.append(element);
  });
}
