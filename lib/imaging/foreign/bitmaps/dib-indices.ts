import type { FileBytes } from '../file-bytes.ts';

/** A row of places in a palette, one byte each. */
export type Indices = { y: number; indices: Uint8Array };

type Bitmap = { width: number; height: number; topDown: boolean; bits: number; pixelsAt: number };

/** Bytes of a row of uncompressed pixels: whole groups of four. */
export function dibStride(width: number, bits: number): number {
  return Math.ceil((width * bits) / 32) * 4;
}

/** Rows of 1, 2, 4 or 8 bits a pixel, the first pixel in the highest bits. */
export function* packedIndices(file: FileBytes, bitmap: Bitmap): Generator<Indices> {
  const { width, height, topDown, bits, pixelsAt } = bitmap;
  const stride = dibStride(width, bits);
  const indices = new Uint8Array(width);
  for (let i = 0; i < height; i++) {
    unpackBits(file.slice(pixelsAt + i * stride, Math.ceil((width * bits) / 8)), bits, indices);
    yield { y: topDown ? i : height - 1 - i, indices };
  }
}

/** Spreads packed pixels, the first one in the highest bits of a byte. */
export function unpackBits(packed: Uint8Array, bits: number, into: Uint8Array): void {
  const perByte = 8 / bits;
  const most = 2 ** bits - 1;
  for (let x = 0; x < into.length; x++) {
    const shift = 8 - bits * ((x % perByte) + 1);
    into[x] = ((packed[Math.floor(x / perByte)] ?? 0) >> shift) & most;
  }
}

/**
 * Rows of run lengths (RLE8, RLE4): a count and a colour, or 0 and a command: 0 end of the row, 1 end of the picture,
 * 2 move by so many columns and rows, else so many single pixels, filled up to whole words. What is left out is
 * colour 0.
 */
export function* bitRunRows(file: FileBytes, bitmap: Bitmap): Generator<Indices> {
  const { width, height, topDown, bits } = bitmap;
  const indices = new Uint8Array(width);
  const halves = bits === 4;
  let at = bitmap.pixelsAt;
  let x = 0;
  let row = 0;
  const finished = (): Indices => ({ y: topDown ? row : height - 1 - row, indices });
  const put = (index: number) => {
    if (x < width) indices[x] = index;
    x += 1;
  };
  while (row < height) {
    const count = file.byte(at);
    const value = file.byte(at + 1);
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(halves ? (i % 2 === 0 ? value >> 4 : value & 15) : value);
      continue;
    }
    if (value > 2) {
      for (let i = 0; i < value; i++) {
        const byte = file.byte(at + (halves ? i >> 1 : i));
        put(halves ? (i % 2 === 0 ? byte >> 4 : byte & 15) : byte);
      }
      const bytes = halves ? Math.ceil(value / 2) : value;
      at += bytes + (bytes & 1);
      continue;
    }
    let down = value === 1 ? height : 1;
    if (value === 2) {
      x += file.byte(at);
      down = file.byte(at + 1);
      at += 2;
    } else x = 0;
    for (; down > 0 && row < height; down--) {
      yield finished();
      indices.fill(0);
      row += 1;
    }
  }
}
