import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Raster } from './raster.ts';

/** What travels with the pixels inside the wrapped file. */
export type WrapTags = {
  icc?: Buffer | undefined;
  xmp?: Buffer | undefined;
  iptc?: Buffer | undefined;
  orientation?: number | undefined;
};

const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;
const COPY_STEP = 4 * 1024 * 1024;

/**
 * The pixels as an uncompressed little-endian TIFF: the one container that sharp reads from memory and that
 * holds every model (CMYK too), both depths, alpha, and profile, XMP and IPTC. Raw input cannot carry them.
 */
export async function wrapTiff(raster: Raster, tags: WrapTags = {}): Promise<Buffer> {
  const { data, width, height, channels, space, alpha, depth } = raster;
  const colours = alpha ? channels - 1 : channels;
  const photometric = space === 'cmyk' ? 5 : colours >= 3 ? 2 : 1;
  const entries: Array<{ tag: number; type: number; count: number; value: number | Buffer }> = [
    { tag: 256, type: LONG, count: 1, value: width },
    { tag: 257, type: LONG, count: 1, value: height },
    { tag: 258, type: SHORT, count: channels, value: shorts(new Array<number>(channels).fill(depth)) },
    { tag: 259, type: SHORT, count: 1, value: 1 },
    { tag: 262, type: SHORT, count: 1, value: photometric },
    { tag: 273, type: LONG, count: 1, value: 0 },
    { tag: 274, type: SHORT, count: 1, value: tags.orientation ?? 1 },
    { tag: 277, type: SHORT, count: 1, value: channels },
    { tag: 278, type: LONG, count: 1, value: height },
    { tag: 279, type: LONG, count: 1, value: data.length },
    { tag: 284, type: SHORT, count: 1, value: 1 },
  ];
  if (alpha) entries.push({ tag: 338, type: SHORT, count: 1, value: 2 });
  if (tags.xmp) entries.push({ tag: 700, type: 1, count: tags.xmp.length, value: tags.xmp });
  if (tags.iptc) {
    // libvips 8.18 writes only a quarter of the bytes it has read, so it is given four times as many.
    const value = Buffer.concat([tags.iptc, Buffer.alloc(tags.iptc.length * 3)]);
    entries.push({ tag: 33723, type: UNDEFINED, count: value.length, value });
  }
  if (tags.icc) entries.push({ tag: 34675, type: UNDEFINED, count: tags.icc.length, value: tags.icc });

  const directory = 8 + 2 + entries.length * 12 + 4;
  let end = directory;
  for (const entry of entries) if (isOutside(entry.value)) end += even(entry.value.length);
  const file = Buffer.allocUnsafe(end + data.length);
  file.fill(0, 0, end);
  file.write('II*\0', 0, 'latin1');
  file.writeUInt32LE(8, 4);
  file.writeUInt16LE(entries.length, 8);
  let at = 10;
  let extra = directory;
  for (const { tag, type, count, value } of entries) {
    file.writeUInt16LE(tag, at);
    file.writeUInt16LE(type, at + 2);
    file.writeUInt32LE(count, at + 4);
    if (isOutside(value)) {
      file.writeUInt32LE(extra, at + 8);
      value.copy(file, extra);
      extra += even(value.length);
    } else if (Buffer.isBuffer(value)) value.copy(file, at + 8);
    else file.writeUInt32LE(tag === 273 ? end : value, at + 8);
    at += 12;
  }
  for (let from = 0; from < data.length; from += COPY_STEP) {
    if (from > 0) await nextTurn();
    data.copy(file, end + from, from, Math.min(data.length, from + COPY_STEP));
  }
  return file;
}

function isOutside(value: number | Buffer): value is Buffer {
  return Buffer.isBuffer(value) && value.length > 4;
}

function even(length: number): number {
  return length + (length & 1);
}

function shorts(values: readonly number[]): Buffer {
  const out = Buffer.alloc(values.length * 2);
  for (const [i, value] of values.entries()) out.writeUInt16LE(value, i * 2);
  return out;
}
