import { checkSize, type DecodeLimits, type Page, Refusal, type Row } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { openDib } from './dib.ts';
import { dibStride } from './dib-indices.ts';
import { isPng, openPngInside } from './png-inside.ts';

type Entry = { at: number; bytes: number; width: number; height: number; bits: number; png: boolean };

const MOST_ENTRIES = 1024;

/**
 * An icon or pointer file: its largest picture, of equal ones the one with most colours. Pictures are PNG files or
 * bitmaps with a mask of what is seen through, which counts where the bitmap has no opacity of its own.
 * Source: Microsoft's description of ICONDIR.
 */
export function openIco(file: FileBytes, limits: DecodeLimits): Page {
  const best = readEntries(file).reduce<Entry | undefined>((found, entry) => {
    if (found === undefined) return entry;
    const larger = entry.width * entry.height - found.width * found.height;
    return larger > 0 || (larger === 0 && entry.bits > found.bits) ? entry : found;
  }, undefined);
  if (best === undefined) throw new Refusal('the icon holds no picture');
  checkSize(best.width, best.height, limits);
  if (best.png) return openPngInside(file, best.at, best.bytes, limits);
  return openBitmap(file, best, limits);
}

function readEntries(file: FileBytes): Entry[] {
  const count = Math.min(file.slice(4, 2).readUInt16LE(0), MOST_ENTRIES);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    const record = file.slice(6 + i * 16, 16);
    const [bytes, at] = [record.readUInt32LE(8), record.readUInt32LE(12)];
    if (bytes < 40 || at + bytes > file.size) throw new Refusal('a picture of the icon is not all there');
    const header = Buffer.from(file.slice(at, 40));
    const png = isPng(file, at);
    entries.push({
      at,
      bytes,
      png,
      width: png ? header.readUInt32BE(16) : header.readInt32LE(4),
      height: png ? header.readUInt32BE(20) : Math.floor(Math.abs(header.readInt32LE(8)) / 2),
      bits: png ? 32 : header.readUInt16LE(14),
    });
  }
  return entries;
}

/** A bitmap of twice its height: the colours, then one bit a pixel that is set where nothing is drawn. */
function openBitmap(file: FileBytes, entry: Entry, limits: DecodeLimits): Page {
  const { width, height, bits } = entry;
  const both = openDib(file, entry.at, undefined, { ...limits, maxPixels: limits.maxPixels * 2 });
  const { rows } = both;
  const upper = () => upperHalf(rows(), height);
  const colours = both.space === 'gray' ? 1 : 3;
  const pixels = dibPixelsAt(file, entry);
  const maskAt = pixels + height * dibStride(width, bits);
  const opacity = bits === 32 && hasOpacity(file, pixels, width * height);
  return {
    ...both,
    height,
    space: 'rgb',
    alpha: true,
    icc: undefined,
    sourceDepth: 8,
    rows: () =>
      coveredRows(file, upper(), { width, height, colours, maskAt, opacityAt: opacity ? pixels : undefined }),
  };
}

function dibPixelsAt(file: FileBytes, { at, bits }: Entry): number {
  const header = file.slice(at, 40);
  const colours = bits <= 8 ? Math.min(header.readUInt32LE(32) || 2 ** bits, 2 ** bits) : 0;
  return at + header.readUInt32LE(0) + colours * 4;
}

/** Rows of the lower half of the doubled bitmap, which come first in the file. */
function* upperHalf(rows: Iterable<Row>, height: number): Generator<Row> {
  for (const { y, bytes } of rows) {
    if (y < height) return;
    yield { y: y - height, bytes };
  }
}

/** Old programs leave the fourth byte 0 everywhere and rely on the mask. */
function hasOpacity(file: FileBytes, at: number, pixels: number): boolean {
  for (let i = 0; i < pixels; i++) if (file.byte(at + i * 4 + 3) !== 0) return true;
  return false;
}

type Cover = { width: number; height: number; colours: 1 | 3; maskAt: number; opacityAt: number | undefined };

function* coveredRows(file: FileBytes, rows: Iterable<Row>, cover: Cover): Generator<Row> {
  const { width, height, colours, maskAt, opacityAt } = cover;
  const bytes = new Uint8Array(width * 4);
  const stride = dibStride(width, 1);
  for (const row of rows) {
    const stored = height - 1 - row.y;
    const step = row.bytes.length / width;
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) bytes[x * 4 + c] = row.bytes[x * step + (colours === 1 ? 0 : c)] ?? 0;
    }
    if (opacityAt === undefined) {
      const mask = file.slice(maskAt + stored * stride, Math.ceil(width / 8));
      for (let x = 0; x < width; x++) bytes[x * 4 + 3] = ((mask[x >> 3] ?? 0) >> (7 - (x & 7))) & 1 ? 0 : 255;
    } else {
      const pixels = file.slice(opacityAt + stored * width * 4, width * 4);
      for (let x = 0; x < width; x++) bytes[x * 4 + 3] = pixels[x * 4 + 3] ?? 0;
    }
    yield { y: row.y, bytes };
  }
}
