import { brotliDecompressSync } from 'node:zlib';
import { type Blocks, block, LARGEST_BLOCK } from '../blocks.ts';
import type { FileBytes } from '../file-bytes.ts';
import { type Box, boxesIn } from './boxes.ts';

/** Names of the boxes of JPEG 2000 that carry blocks. Sources: XMP specification, part 3; ExifTool's documentation of JP2. */
const UUIDS: ReadonlyMap<string, 'exif' | 'xmp' | 'iptc'> = new Map([
  ['be7acfcb97a942e89c71999491e3afac', 'xmp'],
  ['33c7a4d2b81d4723a0baf1a3e097ad38', 'iptc'],
  // JpgTiffExif->JP2
  ['4a706754696666457869662d3e4a5032', 'exif'],
  ['0537cdab9d0c4431a72afa561f2a113e', 'exif'],
]);
const UUID_BYTES = 16;

/** Blocks of a JPEG 2000 file, which has boxes named by numbers. */
export function jp2Blocks(file: FileBytes, boxes: readonly Box[]): Blocks {
  const found: Blocks = {};
  for (const box of boxes) {
    if (box.type !== 'uuid' || box.end - box.from <= UUID_BYTES) continue;
    const name = UUIDS.get(file.slice(box.from, UUID_BYTES).toString('hex'));
    if (name === undefined) continue;
    const bytes = bytesOf(file, box.from + UUID_BYTES, box.end);
    found[name] ??= name === 'exif' ? tiffIn(bytes) : block(bytes);
  }
  return found;
}

/** Blocks of a JPEG XL file, which may be packed. Source: ISO/IEC 18181-2, 9. A bare codestream has none. */
export function jxlBlocks(file: FileBytes): Blocks {
  const found: Blocks = {};
  if (file.size < 12 || file.slice(4, 4).toString('latin1') !== 'JXL ') return found;
  for (const box of boxesIn(file, 0, file.size)) {
    const isPacked = box.type === 'brob';
    if (!isPacked && box.type !== 'Exif' && box.type !== 'xml ') continue;
    const bytes = bytesOf(file, box.from, box.end);
    if (bytes === undefined || bytes.length < 4) continue;
    const type = isPacked ? bytes.toString('latin1', 0, 4) : box.type;
    if (type !== 'Exif' && type !== 'xml ') continue;
    const content = isPacked ? unpacked(bytes.subarray(4)) : bytes;
    if (type === 'Exif') found.exif ??= exifAfterOffset(content);
    else found.xmp ??= block(content);
  }
  return found;
}

function unpacked(bytes: Buffer): Buffer | undefined {
  try {
    return brotliDecompressSync(bytes, { maxOutputLength: LARGEST_BLOCK });
  } catch {
    return undefined;
  }
}

/** Bytes of the file; undefined when they are too many to be a block. */
export function bytesOf(file: FileBytes, from: number, end: number): Buffer | undefined {
  if (end - from <= 0 || end - from > LARGEST_BLOCK) return undefined;
  return Buffer.from(file.slice(from, end - from));
}

/** EXIF as boxes hold it: behind the number of bytes that stand before its TIFF structure. */
export function exifAfterOffset(bytes: Buffer | undefined): Uint8Array | undefined {
  if (bytes === undefined || bytes.length < 12) return undefined;
  return tiffIn(bytes.subarray(Math.min(bytes.length, 4 + bytes.readUInt32BE(0))));
}

/** The TIFF structure in bytes that may begin with a mark. */
export function tiffIn(bytes: Buffer | undefined): Uint8Array | undefined {
  if (bytes === undefined) return undefined;
  const body = bytes.toString('latin1', 0, 6) === 'Exif\0\0' ? bytes.subarray(6) : bytes;
  return /^(?:II\*\0|MM\0\*)/.test(body.toString('latin1', 0, 4)) ? block(body) : undefined;
}
