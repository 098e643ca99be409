import { inflateSync, zstdDecompressSync } from 'node:zlib';
import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { COMPRESSION, OLD_DEFLATE, type TiffHeader } from './odd-tiff-header.ts';
import { unpackLzw } from './tiff-lzw.ts';

/** Packed bytes of a piece, and unpacked ones of those beside each other, which are held in memory. */
export const LARGEST_BAND = 256 * 1024 * 1024;
const READ = 8 * 1024 * 1024;

/**
 * The bytes of a strip or tile, numbers as they are meant: predictors undone. Refuses what is damaged or packed in another way.
 *
 * @param channels of a pixel in this piece
 * @param rows that are needed of it
 * @param needed bytes that these take
 * @param whole bytes that the piece may have
 */
export function readPiece(
  file: FileBytes,
  header: TiffHeader,
  index: number,
  { channels, rows, needed, whole }: { channels: number; rows: number; needed: number; whole: number },
): Buffer {
  const { predictor, bits } = header;
  const bytes = unpacked(file, header, index, whole);
  if (bytes.length < needed) throw new Refusal('the file ends too early');
  if (predictor === 2) addUp(bytes, header, channels, rows);
  if (predictor === 3) ungroup(bytes, header.pieceWidth * channels, channels, bits / 8, rows);
  return bytes;
}

function unpacked(file: FileBytes, header: TiffHeader, index: number, most: number): Buffer {
  const [at, count] = [header.offsets[index], header.counts[index]];
  if (at === undefined || count === undefined) throw new Refusal('pieces of the picture are missing');
  if (count > LARGEST_BAND || at + count > file.size) throw new Refusal('the file ends too early');
  const packed = Buffer.alloc(count);
  for (let done = 0; done < count; done += READ) {
    file.slice(at + done, Math.min(READ, count - done)).copy(packed, done);
  }
  try {
    switch (header.compression) {
      case COMPRESSION.none:
        return packed;
      case COMPRESSION.lzw:
        return unpackLzw(packed, most);
      case COMPRESSION.packBits:
        return unpackBytes(packed, most);
      case COMPRESSION.deflate:
      case OLD_DEFLATE:
        return inflateSync(packed, { maxOutputLength: most });
      case COMPRESSION.zstd:
        return zstdDecompressSync(packed, { maxOutputLength: most });
    }
  } catch {
    throw new Refusal('the pixels cannot be unpacked');
  }
  throw new Refusal('the compression of the TIFF is not supported');
}

/** Run lengths. Source: TIFF 6.0, section 9. */
function unpackBytes(packed: Buffer, most: number): Buffer {
  const out = Buffer.alloc(most);
  let end = 0;
  for (let at = 0; at + 1 < packed.length && end < most; ) {
    const length = packed.readInt8(at);
    at += 1;
    if (length >= 0) {
      end += packed.copy(out, end, at, at + length + 1);
      at += length + 1;
    } else if (length !== -128) {
      out.fill(packed[at] ?? 0, end, Math.min(most, end + 1 - length));
      end = Math.min(most, end + 1 - length);
      at += 1;
    }
  }
  return out.subarray(0, end);
}

/** Each number was stored as the difference to the one to its left; those of floating point as if they were whole ones. */
function addUp(
  bytes: Buffer,
  { pieceWidth, bits, little }: TiffHeader,
  channels: number,
  rows: number,
): void {
  if (bits === 8) return addUpNumbers(bytes, pieceWidth * channels, channels, rows);
  const size = bits / 8;
  // Numbers of more than a byte are added where and in the order in which the processor takes them.
  const whole = Buffer.from(new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % size))).buffer);
  const turn = () => (bits === 16 ? whole.swap16() : whole.swap32());
  if (!little) turn();
  const numbers = bits === 16 ? new Uint16Array(whole.buffer) : new Uint32Array(whole.buffer);
  addUpNumbers(numbers, pieceWidth * channels, channels, rows);
  if (!little) turn();
  whole.copy(bytes);
}

function addUpNumbers(
  numbers: Uint8Array | Uint16Array | Uint32Array,
  perRow: number,
  channels: number,
  rows: number,
): void {
  for (let y = 0; y < rows; y++) {
    const end = (y + 1) * perRow;
    // Sums go round where they are too large, as they are meant to.
    for (let i = y * perRow + channels; i < end; i++) {
      numbers[i] = (numbers[i] ?? 0) + (numbers[i - channels] ?? 0);
    }
  }
}

/** Bytes of the same weight stand together in a row, each as the difference to the one before. */
function ungroup(bytes: Buffer, count: number, channels: number, size: number, rows: number): void {
  const stride = count * size;
  for (let y = 0; y < rows; y++) {
    const row = bytes.subarray(y * stride, (y + 1) * stride);
    for (let i = channels; i < stride; i++) row[i] = (row[i] ?? 0) + (row[i - channels] ?? 0);
    const grouped = Buffer.from(row);
    for (let i = 0; i < count; i++) {
      for (let byte = 0; byte < size; byte++) row[i * size + byte] = grouped[byte * count + i] ?? 0;
    }
  }
}
