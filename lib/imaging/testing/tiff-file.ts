/** What a TIFF of a test says of its pixels. */
export type TiffWish = {
  width: number;
  height: number;
  bits: number;
  samples: number;
  photometric: number;
  /** As their number; 1 unless given. */
  compression?: number;
  rowsPerStrip?: number;
  /** Further tags of whole numbers, or of fractions of a thousand where `isFraction`. */
  tags?: ReadonlyArray<{ tag: number; values: readonly number[]; isFraction?: boolean }>;
  big?: boolean;
};

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;

/** A TIFF of one page around strips that are packed already, in order of the rows (planes one behind the other). */
export function tiffFile(wish: TiffWish, strips: readonly Buffer[]): Buffer {
  const { width, height, bits, samples, photometric, big = false } = wish;
  const u16 = (value: number) => {
    const bytes = Buffer.alloc(2);
    if (big) bytes.writeUInt16BE(value);
    else bytes.writeUInt16LE(value);
    return bytes;
  };
  const u32 = (value: number) => {
    const bytes = Buffer.alloc(4);
    if (big) bytes.writeUInt32BE(value);
    else bytes.writeUInt32LE(value);
    return bytes;
  };
  let at = 8;
  const places = strips.map((strip) => {
    const place = at;
    at += strip.length;
    return place;
  });
  const shorts = (tag: number, ...values: number[]) => ({
    tag,
    type: SHORT,
    count: values.length,
    value: Buffer.concat(values.map(u16)),
  });
  const longs = (tag: number, ...values: number[]) => ({
    tag,
    type: LONG,
    count: values.length,
    value: Buffer.concat(values.map(u32)),
  });
  const fractions = (tag: number, values: readonly number[]) => ({
    tag,
    type: RATIONAL,
    count: values.length,
    value: Buffer.concat(values.map((value) => Buffer.concat([u32(Math.round(value * 1000)), u32(1000)]))),
  });
  const entries = [
    longs(256, width),
    longs(257, height),
    shorts(258, ...new Array<number>(samples).fill(bits)),
    shorts(259, wish.compression ?? 1),
    shorts(262, photometric),
    longs(273, ...places),
    shorts(277, samples),
    longs(278, wish.rowsPerStrip ?? height),
    longs(279, ...strips.map(({ length }) => length)),
    ...(wish.tags ?? []).map(({ tag, values, isFraction }) =>
      isFraction ? fractions(tag, values) : shorts(tag, ...values),
    ),
  ].sort((a, b) => a.tag - b.tag);
  const start = at + (at & 1);
  let free = start + 2 + entries.length * 12 + 4;
  const outside: Buffer[] = [];
  const directory = entries.map(({ tag, type, count, value }) => {
    const inside = Buffer.alloc(4);
    if (value.length <= 4) value.copy(inside);
    else {
      u32(free).copy(inside);
      outside.push(value);
      free += value.length;
    }
    return Buffer.concat([u16(tag), u16(type), u32(count), inside]);
  });
  return Buffer.concat([
    Buffer.from(big ? 'MM' : 'II', 'latin1'),
    u16(42),
    u32(start),
    ...strips,
    Buffer.alloc(start - at),
    u16(entries.length),
    ...directory,
    u32(0),
    ...outside,
  ]);
}

/** Numbers of so many bits, the weightiest bit first, rows filled up to whole bytes. */
export function packBits(numbers: readonly number[], bits: number, perRow: number): Buffer {
  const stride = Math.ceil((perRow * bits) / 8);
  const out = Buffer.alloc(stride * Math.ceil(numbers.length / perRow));
  for (const [i, number] of numbers.entries()) {
    const from = Math.floor(i / perRow) * stride * 8 + (i % perRow) * bits;
    for (let bit = 0; bit < bits; bit++) {
      if ((number >> (bits - 1 - bit)) & 1) {
        const place = from + bit;
        out[place >> 3] = (out[place >> 3] ?? 0) | (0x80 >> (place & 7));
      }
    }
  }
  return out;
}
