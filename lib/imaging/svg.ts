import { readFile } from 'node:fs/promises';
import { unsupported } from '#lib/errors/error.ts';
import { costOf, type SvgCost } from './svg-cost.ts';
import { embeddedPixels } from './svg-pictures.ts';
import { readTags } from './svg-tags.ts';

const MAX_BYTES = 8 * 1024 * 1024;
/** The renderer counts pixels in numbers that end a little further on. */
const MAX_SIDE = 1_000_000;
const MAX_ELEMENTS = 50_000;
/** About five seconds of laying out text. */
const MAX_TEXT = 100_000_000;
/** Passes of filters times pixels: about ten seconds. */
const MAX_FILTERED_PIXELS = 40_000_000;
/** Pixels of all layers held at once: 800 MB. */
const MAX_LAYER_PIXELS = 200_000_000;
/** libvips has large drawings made in pieces of so many pixels. */
const PIECE_PIXELS = 4_000_000;
/** Pixels of embedded pictures, as often as they are drawn: a few bytes can hold millions. */
const MAX_EMBEDDED_PIXELS = 40_000_000;
const MAX_PICTURES = 500;
/** More tags than this are not even read. */
const MAX_TAGS = 100_000;

/** A drawing that refers to nothing outside itself. */
export type SafeSvg = { data: Buffer; cost: SvgCost };

/**
 * Reads an SVG file and refuses (415) what could reach out of it or grow without bound: entities, references
 * to other files or addresses, elements that multiply by using each other, embedded pictures of too many pixels,
 * and files over 8 MiB. Scripts are never run by the renderer.
 */
export async function readSafeSvg(file: string, bytes: number): Promise<SafeSvg> {
  if (bytes > MAX_BYTES) throw refused(`larger than ${MAX_BYTES} bytes`);
  const data = await readFile(file);
  if (data[0] === 0x1f && data[1] === 0x8b) throw refused('compressed');
  if (data[0] === 0xff || data[0] === 0xfe || data[0] === 0 || data[1] === 0) throw refused('not in UTF-8');
  const text = data.toString('utf8');
  // In another encoding, what is refused below could be spelled so that it is not seen.
  const encoding = /^[^<]{0,8}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([^"']{0,40})/.exec(text)?.[1];
  if (encoding !== undefined && !/^(?:utf-?8|us-ascii|iso-8859-1)$/i.test(encoding))
    throw refused('not in UTF-8');
  if (/<!ENTITY/i.test(text)) throw refused('with entities');
  if (text.includes('<?xml-stylesheet')) throw refused('that load other files');

  const content = await readTags(text, MAX_TAGS);
  if (content === undefined) throw refused('that are not well-formed, or with so many parts,');
  const { tags, texts } = content;
  const lengths = new Map<number, number>();
  let styles = '';
  for (const { tag, text: inside } of texts) {
    if (tags[tag]?.name === 'style') styles += inside;
    lengths.set(tag, (lengths.get(tag) ?? 0) + inside.length);
  }
  checkStyle(styles);
  for (const { name, attributes } of tags) {
    if (name === 'include' || attributes.has('base')) throw refused('that load other files');
    for (const [attribute, value] of attributes) {
      if (attribute === 'href' || attribute === 'src') {
        // A link is only followed by people.
        if (name !== 'a' && value.split('\0').some(isOutside)) throw refused('that refer to other files');
      } else checkStyle(value);
    }
  }
  const root = tags[0]?.attributes;
  for (const side of ['width', 'height']) {
    if (Number.parseFloat(root?.get(side) ?? '') > MAX_SIDE) throw refused('of this size');
  }
  const pictures = await embeddedPixels(tags, MAX_PICTURES);
  if (pictures === undefined) throw refused('with pictures that are damaged or so many');
  const cost = costOf(tags, { texts: lengths, pictures }, styles);
  if (cost.pixels > MAX_EMBEDDED_PIXELS) throw refused('with pictures of so many pixels');
  if (cost.elements > MAX_ELEMENTS || cost.text > MAX_TEXT) throw refused('with so many parts');
  return { data, cost };
}

/** Refuses (415) a drawing whose filters and layers are too much for its natural size. */
export function checkSvgSize({ filterPasses, layers }: SvgCost, pixels: number): void {
  if (filterPasses * pixels > MAX_FILTERED_PIXELS) throw refused('with so many filters at this size');
  if (layers * Math.min(pixels, PIECE_PIXELS) > MAX_LAYER_PIXELS)
    throw refused('with so many layers at this size');
}

/** References in a style, or in the value of any attribute, as most may hold styles. */
function checkStyle(text: string): void {
  if (/@import/i.test(text)) throw refused('that load other files');
  const refers = /url\(/i.test(text);
  // Escapes could hide a reference.
  if (text.includes('\\') && /@|\(/.test(text)) throw refused('with escapes in styles');
  if (!refers) return;
  for (const match of text.matchAll(/url\(\s*["']?\s*([^"')\s]{0,40})/gi)) {
    if (isOutside(match[1] ?? '')) throw refused('that refer to other files');
  }
}

/** Fragments of the same file and embedded raster pictures are all that may be referred to. */
function isOutside(reference: string): boolean {
  return !/^\s*(?:#|$|data:image\/(?:png|jpe?g|gif|webp)[;,])/i.test(reference.slice(0, 200));
}

function refused(what: string) {
  return unsupported(`The image could not be processed: SVG files ${what} are not supported.`);
}
