import { checkSize, type DecodeLimits, type Page, Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';

const SIGNATURE = '\x89PNG\r\n\x1a\n';
/** Bits of the colour type. */
const PALETTE = 1;
const COLOUR = 2;
const ALPHA = 4;
/** Chunks before the pixels; more are not looked at. */
const MOST_CHUNKS = 200;

/** Whether a PNG begins here. */
export function isPng(file: FileBytes, at: number): boolean {
  return at + 33 <= file.size && file.slice(at, 8).toString('latin1') === SIGNATURE;
}

/** A PNG that lies within another file: handed on as it is. */
export function openPngInside(file: FileBytes, at: number, length: number, limits: DecodeLimits): Page {
  const header = Buffer.from(file.slice(at, 33));
  if (header.toString('latin1', 12, 16) !== 'IHDR') throw new Refusal('the PNG inside is damaged');
  const [width, height] = [header.readUInt32BE(16), header.readUInt32BE(20)];
  checkSize(width, height, limits);
  const type = header[25] ?? 0;
  const alpha = (type & ALPHA) !== 0 || hasTransparency(file, at + 8, at + length);
  return {
    width,
    height,
    pages: 1,
    // Grey with opacity is handed on as RGB everywhere here.
    space: (type & (COLOUR | PALETTE)) === 0 && !alpha ? 'gray' : 'rgb',
    alpha,
    depth: header[24] === 16 ? 16 : 8,
    sourceDepth: header[24] ?? 8,
    icc: undefined,
    dpi: undefined,
    inner: Uint8Array.from(file.slice(at, length)),
  };
}

function hasTransparency(file: FileBytes, from: number, end: number): boolean {
  let at = from;
  for (let i = 0; i < MOST_CHUNKS && at + 8 <= end; i++) {
    const chunk = file.slice(at, 8);
    const type = chunk.toString('latin1', 4, 8);
    if (type === 'tRNS') return true;
    if (type === 'IDAT') return false;
    at += 12 + chunk.readUInt32BE(0);
  }
  return false;
}
