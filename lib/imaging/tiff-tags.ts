import { open } from 'node:fs/promises';
import type { TiffCompression } from '#lib/transform/values.ts';
import type { Copyright } from './exif.ts';
import { exifText } from './exif.ts';

/** What a TIFF says in its first directory and sharp does not tell, or tells wrongly (IPTC comes cut off). */
export type TiffTags = {
  compression: TiffCompression | undefined;
  iptc: Buffer | undefined;
  copyright: Copyright | undefined;
};

const COMPRESSIONS: Readonly<Record<number, TiffCompression>> = {
  1: 'none',
  5: 'lzw',
  7: 'jpeg',
  8: 'deflate',
  32773: 'packbits',
  32946: 'deflate',
};
const TAG = { compression: 259, artist: 315, copyright: 33432, iptc: 33723 } as const;
/** Bytes of one value of each field type. */
const SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 7: 1 };
const MAX_ENTRIES = 512;
const MAX_VALUE = 1024 * 1024;

type ReadAt = (at: number, length: number) => Promise<Buffer>;

/** Reads the first directory of a classic TIFF; BigTIFF, and anything else, yields no tags. */
export async function readTiffTags(input: string | Buffer): Promise<TiffTags> {
  if (Buffer.isBuffer(input)) return tagsFrom(async (at, length) => input.subarray(at, at + length));
  const file = await open(input);
  try {
    return await tagsFrom(async (at, length) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
      return buffer.subarray(0, bytesRead);
    });
  } finally {
    await file.close();
  }
}

async function tagsFrom(readAt: ReadAt): Promise<TiffTags> {
  const values = await directory(readAt);
  const artist = values.get(TAG.artist);
  const copyright = values.get(TAG.copyright);
  const texts = {
    artist: artist && exifText(artist.bytes),
    copyright: copyright && exifText(copyright.bytes),
  };
  const compression = values.get(TAG.compression);
  return {
    compression: compression && COMPRESSIONS[compression.number],
    iptc: values.get(TAG.iptc)?.bytes,
    copyright: texts.artist || texts.copyright ? texts : undefined,
  };
}

type Value = { bytes: Buffer; number: number };

async function directory(readAt: ReadAt): Promise<Map<number, Value>> {
  const values = new Map<number, Value>();
  const header = await readAt(0, 8);
  if (header.length < 8) return values;
  const little = header.toString('latin1', 0, 2) === 'II';
  const u16 = (from: Buffer, at: number) => (little ? from.readUInt16LE(at) : from.readUInt16BE(at));
  const u32 = (from: Buffer, at: number) => (little ? from.readUInt32LE(at) : from.readUInt32BE(at));
  if (u16(header, 2) !== 42) return values;
  const start = u32(header, 4);
  const counted = await readAt(start, 2);
  if (counted.length < 2) return values;
  const entries = await readAt(start + 2, Math.min(u16(counted, 0), MAX_ENTRIES) * 12);
  const wanted: readonly number[] = Object.values(TAG);
  for (let at = 0; at + 12 <= entries.length; at += 12) {
    const tag = u16(entries, at);
    if (!wanted.includes(tag)) continue;
    const length = u32(entries, at + 4) * (SIZES[u16(entries, at + 2)] ?? 0);
    if (length === 0 || length > MAX_VALUE) continue;
    const inside = entries.subarray(at + 8, at + 12);
    const bytes = length <= 4 ? inside.subarray(0, length) : await readAt(u32(inside, 0), length);
    if (bytes.length === length) values.set(tag, { bytes, number: length < 2 ? 0 : u16(bytes, 0) });
  }
  return values;
}
