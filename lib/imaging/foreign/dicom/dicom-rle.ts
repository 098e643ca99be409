import { Refusal } from '../decoded.ts';

const HEADER = 64;
const MOST_SEGMENTS = 15;

/**
 * Unpacks a frame of run lengths: one segment for each byte of each sample, the upper bytes first. Returns planes of
 * samples, one behind the other, as little-endian words when a sample takes two bytes. Source: DICOM PS3.5, annex G.
 */
export function unpackRle(
  packed: Buffer,
  { pixels, samples, bytes }: { pixels: number; samples: number; bytes: 1 | 2 },
): Buffer {
  if (packed.length < HEADER) throw new Refusal('the file ends too early');
  const segments = packed.readUInt32LE(0);
  if (segments !== samples * bytes || segments > MOST_SEGMENTS) throw new Refusal('the pixels are damaged');
  const out = Buffer.alloc(pixels * samples * bytes);
  for (let segment = 0; segment < segments; segment++) {
    const from = packed.readUInt32LE(4 + segment * 4);
    const to = segment + 1 < segments ? packed.readUInt32LE(8 + segment * 4) : packed.length;
    if (from < HEADER || to < from || to > packed.length) throw new Refusal('the pixels are damaged');
    const sample = Math.floor(segment / bytes);
    const first = sample * pixels * bytes + (bytes - 1 - (segment % bytes));
    unpackSegment(packed.subarray(from, to), out, { first, step: bytes, count: pixels });
  }
  return out;
}

function unpackSegment(
  packed: Buffer,
  out: Buffer,
  { first, step, count }: { first: number; step: number; count: number },
): void {
  let at = 0;
  let done = 0;
  const put = (value: number) => {
    if (done < count) out[first + done * step] = value;
    done += 1;
  };
  while (done < count) {
    const head = packed[at];
    if (head === undefined) throw new Refusal('the file ends too early');
    at += 1;
    if (head < 128) {
      if (at + head + 1 > packed.length) throw new Refusal('the file ends too early');
      for (let i = 0; i <= head; i++) put(packed[at + i] ?? 0);
      at += head + 1;
    } else if (head > 128) {
      const value = packed[at];
      if (value === undefined) throw new Refusal('the file ends too early');
      at += 1;
      for (let i = 0; i < 257 - head; i++) put(value);
    }
  }
}
