/** An element of a fragment of HTML: its name and its attributes with entities resolved. */
export type FoundTag = { name: string; attributes: Record<string, string> };

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', quot: '"', lt: '<', gt: '>' };

function decode(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

/**
 * Start tags of a fragment, read as strictly as HTML allows: attributes double-quoted, no bare `<`, `"` or unescaped
 * `&` in them. Throws on anything else.
 */
export function parseTags(html: string): FoundTag[] {
  const tags: FoundTag[] = [];
  const withoutRest = html.replaceAll(/<!--.*?-->/gs, '').replaceAll(/(<script[^>]*>).*?<\/script>/gs, '$1');
  for (const [, name = '', inside = ''] of withoutRest.matchAll(
    /<([a-z][a-z-]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*>/g,
  )) {
    const attributes: Record<string, string> = {};
    for (const [, key = '', value = ''] of inside.matchAll(/\s+([\w-]+)(?:="([^"]*)")?/g)) {
      if (/[<>]/.test(value) || /&(?!(?:amp|quot|lt|gt);)/.test(value)) {
        throw new Error(`not escaped in ${key}: ${value}`);
      }
      if (Object.hasOwn(attributes, key)) throw new Error(`${key} twice in ${name}`);
      attributes[key] = decode(value);
    }
    tags.push({ name, attributes });
  }
  const starts = withoutRest.match(/<[a-z]/g)?.length ?? 0;
  if (starts !== tags.length) throw new Error(`not all tags could be read: ${withoutRest}`);
  return tags;
}

/** Texts of the inline scripts of a fragment. */
export function scripts(html: string): string[] {
  return [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text = '']) => text);
}

/** Candidates of a srcset: address and descriptor. */
export function readSourceSet(text: string): Array<[url: string, descriptor: string]> {
  return text.split(/,\s+/).map((candidate) => {
    const parts = candidate.trim().split(/\s+/);
    if (parts.length !== 2) throw new Error(`not a candidate: ${candidate}`);
    return [parts[0] ?? '', parts[1] ?? ''];
  });
}
