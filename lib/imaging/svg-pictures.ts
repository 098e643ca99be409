import sharp from 'sharp';
import { inBands } from './bands.ts';
import { sniff } from './sniff.ts';
import type { Tag } from './svg-tags.ts';

/** What the renderer reads inside a drawing. */
const DECODED = new Set(['png', 'jpeg', 'gif', 'webp', 'avif']);

const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const PERCENT = 0x25;

/**
 * Pixels of the pictures that a drawing carries in data URLs, by the number of the tag that shows them; read
 * from their headers. What is no picture counts nothing, since the renderer leaves it out. Undefined when there
 * are more than `most` different ones, or one whose header cannot be read.
 */
export async function embeddedPixels(
  tags: readonly Tag[],
  most: number,
): Promise<Map<number, number> | undefined> {
  const known = new Map<string, number>();
  const pixels = new Map<number, number>();
  for (const [i, { attributes }] of tags.entries()) {
    for (const attribute of ['href', 'src']) {
      for (const url of attributes.get(attribute)?.split('\0') ?? []) {
        if (!/^\s*data:/i.test(url)) continue;
        const found = known.get(url) ?? (known.size < most ? await pixelsIn(url) : undefined);
        if (found === undefined) return undefined;
        known.set(url, found);
        pixels.set(i, (pixels.get(i) ?? 0) + found);
      }
    }
  }
  return pixels;
}

async function pixelsIn(url: string): Promise<number | undefined> {
  const data = await contentOf(url);
  const kind = sniff(data.subarray(0, 4096));
  if (kind === undefined || !DECODED.has(kind)) return 0;
  try {
    const { width, height, pageHeight } = await sharp(data, { limitInputPixels: false }).metadata();
    return width * (pageHeight ?? height);
  } catch {
    return undefined;
  }
}

/** As the URL and Fetch standards read it: blanks of lines and the fragment fall away, escapes are undone first. */
async function contentOf(url: string): Promise<Buffer> {
  const comma = url.indexOf(',');
  const lead = url.slice(Math.max(0, comma - 200), Math.max(0, comma)).replace(/[\t\r\n]/g, '');
  const body = await unescaped(Buffer.from(url.slice(comma + 1), 'latin1'));
  return /; *base64 *$/i.test(lead) ? Buffer.from(body.toString('latin1'), 'base64') : body;
}

/** Byte by byte, since a hostile file may hold millions of escapes. */
async function unescaped(input: Buffer): Promise<Buffer> {
  const fragment = input.indexOf('#');
  const bytes = fragment < 0 ? input : input.subarray(0, fragment);
  const output = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  let at = 0;
  await inBands(bytes.length, 1, (_from, to) => {
    for (; at < to; at++) {
      const byte = bytes[at] as number;
      if (byte === TAB || byte === LINE_FEED || byte === RETURN) continue;
      const high = byte === PERCENT ? hexDigit(bytes[at + 1]) : undefined;
      const low = high === undefined ? undefined : hexDigit(bytes[at + 2]);
      if (high === undefined || low === undefined) output[length++] = byte;
      else {
        output[length++] = high * 16 + low;
        at += 2;
      }
    }
  });
  return output.subarray(0, length);
}

function hexDigit(byte = 0): number | undefined {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : undefined;
}
