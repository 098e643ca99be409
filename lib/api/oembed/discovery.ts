import type { Links } from '../door/links.ts';

/** What a page says in its head so that other sites find out how to show its address, by type. */
export function oembedAlternates(
  links: Links,
  path: string,
  query: ReadonlyArray<readonly [string, string]> = [],
): Record<string, string> {
  const url = links.to(path, query);
  const address = (format: string) =>
    links.to('/oembed', [
      ['url', url],
      ['format', format],
    ]);
  return { 'application/json+oembed': address('json'), 'text/xml+oembed': address('xml') };
}
