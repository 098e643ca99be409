import { inflateSync } from 'node:zlib';
import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { readPlace, type XcfSample } from './xcf-header.ts';

/** Side of a tile. */
export const TILE = 64;

export type XcfTiles = {
  width: number;
  height: number;
  components: number;
  /** Puts a row of tiles into a place for `width * TILE * components` numbers from 0 to 1 (beyond for floating ones), interleaved. */
  readBand(index: number, into: Float32Array): void;
};

type Shape = { compression: number; sample: XcfSample; version: number };

/** Before this version numbers of several bytes lie as in the memory of the usual machines. */
const BIG_ENDIAN_FROM = 12;

/** The pixels of a layer or mask in their full size; smaller copies are not looked at. */
export function openXcfTiles(file: FileBytes, at: number, shape: Shape): XcfTiles {
  const head = file.slice(at, 12);
  const [width, height, bytesPerPixel] = [head.readUInt32BE(0), head.readUInt32BE(4), head.readUInt32BE(8)];
  const components = bytesPerPixel / shape.sample.bytes;
  if (![1, 2, 3, 4].includes(components)) throw new Refusal('the pixels are of an unknown kind');
  const level = readPlace(file, at + 12, shape.version);
  const levelHead = file.slice(level, 8);
  if (levelHead.readUInt32BE(0) !== width || levelHead.readUInt32BE(4) !== height) {
    throw new Refusal('a layer is of another size than its pixels');
  }
  const across = Math.ceil(width / TILE);
  const placeBytes = shape.version >= 11 ? 8 : 4;
  const raw = new Uint8Array(TILE * TILE * bytesPerPixel);
  return {
    width,
    height,
    components,
    readBand(index, into) {
      const rows = Math.min(TILE, height - index * TILE);
      for (let column = 0; column < across; column++) {
        const columns = Math.min(TILE, width - column * TILE);
        const place = readPlace(file, level + 8 + (index * across + column) * placeBytes, shape.version);
        const bytes = columns * rows * bytesPerPixel;
        const tile = raw.subarray(0, bytes);
        readTile(file, place, tile, bytesPerPixel, shape.compression);
        const numbers = numbersOf(tile, shape);
        for (let y = 0; y < rows; y++) {
          const from = y * columns * components;
          into.set(
            numbers.subarray(from, from + columns * components),
            (y * width + column * TILE) * components,
          );
        }
      }
    },
  };
}

function readTile(
  file: FileBytes,
  at: number,
  into: Uint8Array,
  bytesPerPixel: number,
  compression: number,
): void {
  if (at <= 0) throw new Refusal('a tile is missing');
  if (compression === 0) into.set(file.slice(at, into.length));
  else if (compression === 1) unpackRuns(file, at, into, bytesPerPixel);
  else if (compression === 2) into.set(inflated(file, at, into.length));
  else throw new Refusal('the compression of the file is not supported');
}

/** Where a packed tile ends is not said: so much holds any. */
function inflated(file: FileBytes, at: number, length: number): Buffer {
  const packed = file.slice(at, Math.min(file.size - at, length + (length >> 3) + 1024));
  try {
    const bytes = inflateSync(packed, { maxOutputLength: length });
    if (bytes.length === length) return bytes;
  } catch {
    // As below.
  }
  throw new Refusal('a tile is damaged');
}

/**
 * One byte of all pixels after the other. Up to 126: the next byte once more than that; from 129 on 256 less that many bytes as they
 * are; 127 and 128: the same with a length of two bytes.
 */
function unpackRuns(file: FileBytes, from: number, into: Uint8Array, bytesPerPixel: number): void {
  const pixels = into.length / bytesPerPixel;
  let at = from;
  const long = () => {
    const length = file.byte(at) * 256 + file.byte(at + 1);
    at += 2;
    return length;
  };
  for (let plane = 0; plane < bytesPerPixel; plane++) {
    let done = 0;
    while (done < pixels) {
      const code = file.byte(at);
      at += 1;
      const repeats = code < 128;
      let length = repeats ? code + 1 : 256 - code;
      if (code === 127 || code === 128) length = long();
      if (length === 0 || done + length > pixels) throw new Refusal('a tile is damaged');
      for (let i = 0; i < length; i++, done++)
        into[done * bytesPerPixel + plane] = file.byte(repeats ? at : at + i);
      at += repeats ? 1 : length;
    }
  }
}

function numbersOf(tile: Uint8Array, { sample, version }: Shape): Float32Array {
  const { bytes, float } = sample;
  const numbers = new Float32Array(tile.length / bytes);
  if (bytes === 1) {
    for (let i = 0; i < numbers.length; i++) numbers[i] = (tile[i] ?? 0) / 255;
    return numbers;
  }
  const view = new DataView(tile.buffer, tile.byteOffset, tile.length);
  const little = version < BIG_ENDIAN_FROM;
  const read = NUMBERS[`${float ? 'float' : 'whole'}${bytes}`];
  if (read === undefined) throw new Refusal('the precision of the file is not known');
  for (let i = 0; i < numbers.length; i++) {
    const number = read(view, i * bytes, little);
    numbers[i] = Number.isFinite(number) ? number : 0;
  }
  return numbers;
}

const NUMBERS: Readonly<Record<string, (view: DataView, at: number, little: boolean) => number>> = {
  whole2: (view, at, little) => view.getUint16(at, little) / 65_535,
  whole4: (view, at, little) => view.getUint32(at, little) / 4_294_967_295,
  float2: (view, at, little) => halfFloat(view.getUint16(at, little)),
  float4: (view, at, little) => view.getFloat32(at, little),
  float8: (view, at, little) => view.getFloat64(at, little),
};

/** Source: IEEE 754, binary16. */
function halfFloat(word: number): number {
  const sign = word & 0x8000 ? -1 : 1;
  const exponent = (word >> 10) & 0x1f;
  const fraction = word & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return exponent === 31 ? Number.NaN : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
