import { inflateSync } from 'node:zlib';
import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import type { Plane, Shape } from './psd-planes.ts';

/** Packed channels are unpacked in memory, all of them. */
const LARGEST = 512 * 1024 * 1024;
const PIECE = 8 * 1024 * 1024;

/**
 * Channels packed as one zlib stream.
 *
 * @param depth bits of a sample when each is stored as the difference to the one before it
 */
export function zipPlanes(file: FileBytes, at: number, shape: Shape, depth: number | undefined): Plane[] {
  const { stride, height, channels, wanted } = shape;
  const total = stride * height * channels;
  if (total > LARGEST || file.size - at > LARGEST) throw new Refusal('the packed picture is too large');
  const pixels = inflate(file, at, total);
  if (pixels.length < stride * height * wanted) throw new Refusal('the file ends too early');
  return Array.from({ length: wanted }, (_, channel) => {
    const row = Buffer.alloc(stride);
    return (y) => {
      const from = (channel * height + y) * stride;
      pixels.copy(row, 0, from, from + stride);
      if (depth === undefined) return row;
      return depth === 32 ? regrouped(sumBytes(row)) : depth === 16 ? sumWords(row) : sumBytes(row);
    };
  });
}

function inflate(file: FileBytes, at: number, total: number): Buffer {
  const packed = Buffer.alloc(Math.max(0, file.size - at));
  for (let done = 0; done < packed.length; done += PIECE) {
    file.slice(at + done, Math.min(PIECE, packed.length - done)).copy(packed, done);
  }
  try {
    return inflateSync(packed, { maxOutputLength: total });
  } catch {
    throw new Refusal('the picture cannot be unpacked');
  }
}

function sumBytes(row: Buffer): Buffer {
  for (let i = 1; i < row.length; i++) row[i] = (row[i] ?? 0) + (row[i - 1] ?? 0);
  return row;
}

function sumWords(row: Buffer): Buffer {
  for (let i = 2; i + 1 < row.length; i += 2) {
    row.writeUInt16BE((row.readUInt16BE(i) + row.readUInt16BE(i - 2)) & 0xffff, i);
  }
  return row;
}

/** Bytes of the same weight stand together: the first of all samples, then the second. */
function regrouped(row: Buffer): Buffer {
  const samples = row.length / 4;
  return Buffer.from(Array.from(row, (_, i) => row[(i & 3) * samples + (i >> 2)] ?? 0));
}
