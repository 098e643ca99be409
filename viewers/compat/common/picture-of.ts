/** URL of the picture that an element shows; empty without one. Read at the click: pages load images late. */
export function pictureOf(element: HTMLElement): string {
  const late = element.getAttribute('data-defer-src');
  if (late) return late;
  const source = element.getAttribute('src');
  if (source) return source;
  return /url\(\s*(["']?)(.*?)\1\s*\)/.exec(element.style.backgroundImage)?.[2] ?? '';
}
