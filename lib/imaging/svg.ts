import { readFile } from 'node:fs/promises';
import { unsupported } from '#lib/errors/error.ts';

const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Reads an SVG file and refuses (415) what could reach out of it or grow without bound: entities, references
 * to other files or addresses, and files over 8 MiB. Scripts are never run by the renderer.
 */
export async function readSafeSvg(file: string, bytes: number): Promise<Buffer> {
  if (bytes > MAX_BYTES) throw refused(`larger than ${MAX_BYTES} bytes`);
  const data = await readFile(file);
  if (data[0] === 0x1f && data[1] === 0x8b) throw refused('compressed');
  const encoding = data[0] === 0xff || data[0] === 0xfe || data[0] === 0 || data[1] === 0;
  if (encoding) throw refused('not in UTF-8');
  const text = data.toString('utf8');
  if (/<!ENTITY/i.test(text)) throw refused('with entities');
  if (/<\?xml-stylesheet|<(?:[\w-]+:)?include\b|@import|xml:base/i.test(text))
    throw refused('that load other files');
  for (const match of text.matchAll(/(?:[\w-]+:)?(?:href|src)\s*=\s*(["'])([^]*?)\1/gi)) {
    const element = text.slice(text.lastIndexOf('<', match.index) + 1, match.index);
    // A link is only followed by people.
    if (/^(?:[\w-]+:)?a\s/i.test(element)) continue;
    if (isOutside(match[2] ?? '')) throw refused('that refer to other files');
  }
  for (const match of text.matchAll(/url\(\s*(["']?)([^)]*?)\1\s*\)/gi)) {
    if (isOutside(match[2] ?? '')) throw refused('that refer to other files');
  }
  return data;
}

/** Fragments of the same file and embedded raster pictures are all that may be referred to. */
function isOutside(reference: string): boolean {
  const plain = reference.trim().replace(/&quot;|&#(?:34|39|x22|x27);|&apos;/gi, '');
  return !/^(?:#|$|data:image\/(?:png|jpe?g|gif|webp)[;,])/i.test(plain);
}

function refused(what: string) {
  return unsupported(`The image could not be processed: SVG files ${what} are not supported.`);
}
