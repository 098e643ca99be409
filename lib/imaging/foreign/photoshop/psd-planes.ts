import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';

/** Gives a row of one channel, valid until the next row of the same one. */
export type Plane = (y: number) => Uint8Array;

/** How channels lie in the file. */
export type Shape = {
  /** Bytes of an unpacked row. */
  stride: number;
  height: number;
  /** In the file. */
  channels: number;
  /** Planes that are asked for, from the first on. */
  wanted: number;
  /** PSB, whose counts are twice as long. */
  large: boolean;
};

/** Uncompressed channels, one behind the other. */
export function plainPlanes(file: FileBytes, at: number, { stride, height, wanted }: Shape): Plane[] {
  return Array.from({ length: wanted }, (_, channel) => {
    const row = new Uint8Array(stride);
    const own = file.fork();
    return (y) => {
      row.set(own.slice(at + (channel * height + y) * stride, stride));
      return row;
    };
  });
}

/** Channels packed row by row, the lengths of all rows before them. */
export function packBitsPlanes(file: FileBytes, at: number, shape: Shape): Plane[] {
  const { stride, height, channels, wanted, large } = shape;
  const counts = channels * height;
  const bytes = large ? 4 : 2;
  // Only so many places are kept: one of 8 bytes for each row of the wanted channels, whose number is bounded.
  const places = new Float64Array(wanted * height + 1);
  let place = at + counts * bytes;
  for (let i = 0; i < wanted * height; i++) {
    places[i] = place;
    const count = file.slice(at + i * bytes, bytes);
    place += large ? count.readUInt32BE(0) : count.readUInt16BE(0);
  }
  places[wanted * height] = place;
  return Array.from({ length: wanted }, (_, channel) => {
    const row = new Uint8Array(stride);
    const own = file.fork();
    return (y) => {
      const i = channel * height + y;
      const [from = 0, to = 0] = [places[i], places[i + 1]];
      // The worst packing adds a byte to each 128.
      if (to - from > stride * 2 + 128) throw new Refusal('a row is longer than can be');
      unpackBytes(own.slice(from, to - from), row);
      return row;
    };
  });
}

/** PackBits: n from 0 to 127 = n + 1 bytes as they are, 129 to 255 = the next byte 257 - n times, 128 = nothing. */
function unpackBytes(packed: Uint8Array, into: Uint8Array): void {
  let to = 0;
  for (let at = 0; at < packed.length && to < into.length; ) {
    const count = packed[at] ?? 0;
    at += 1;
    if (count < 128) {
      const end = Math.min(at + count + 1, packed.length);
      into.set(packed.subarray(at, Math.min(end, at + into.length - to)), to);
      to += Math.min(end - at, into.length - to);
      at = end;
    } else if (count > 128) {
      into.fill(packed[at] ?? 0, to, Math.min(to + 257 - count, into.length));
      to += 257 - count;
      at += 1;
    }
  }
  if (to < into.length) throw new Refusal('a row is shorter than it should be');
}
