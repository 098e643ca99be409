import { Refusal } from '../decoded.ts';

/** Length of the code and its value by the next 16 bits. */
export type Codes = Uint16Array;

/** Adds the tables of a segment to those by their places: 0..3 of differences, 4..7 of the other coefficients of a block. Source: ITU-T T.81, annexes B.2.4.2 and C. */
export function readCodes(segment: Buffer, tables: Codes[]): void {
  for (let at = 0; at + 17 <= segment.length; ) {
    const kind = segment[at] ?? 0;
    const place = ((kind >> 4) & 1) * 4 + (kind & 3);
    const counts = segment.subarray(at + 1, at + 17);
    const codes = new Uint16Array(65_536);
    let value = at + 17;
    let next = 0;
    for (let length = 1; length <= 16; length++) {
      for (let i = 0; i < (counts[length - 1] ?? 0); i++) {
        const span = 1 << (16 - length);
        if (next + span > 65_536 || value >= segment.length) throw new Refusal('the JPEG inside is damaged');
        codes.fill((length << 8) | (segment[value] ?? 0), next, next + span);
        next += span;
        value += 1;
      }
    }
    tables[place] = codes;
    at = value;
  }
}

export type BitReader = { peek(): number; take(count: number): number; restart(): void };

/** The value of the next code. */
export function nextValue(bits: BitReader, codes: Codes | undefined): number {
  const entry = codes?.[bits.peek()] ?? 0;
  if (entry >> 8 === 0) throw new Refusal('the JPEG inside is damaged');
  bits.take(entry >> 8);
  return entry & 0xff;
}

/** A number of so many bits (0 to 15), whose first one tells its sign. Source: ITU-T T.81, F.2.2.1. */
export function signedBits(bits: BitReader, size: number): number {
  if (size === 0) return 0;
  const value = bits.take(size);
  return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
}

/** The packed bits, without what is stuffed between them. */
export function bitReader(jpeg: Buffer, from: number): BitReader {
  let at = from;
  let held = 0;
  let count = 0;
  let missing = 0;

  function fill(): void {
    while (count <= 16) {
      let byte = jpeg[at];
      if (byte === undefined || (byte === 0xff && jpeg[at + 1] !== 0)) {
        // The last code may be looked up with bits from beyond the end.
        byte = 0;
        missing += 1;
        if (missing > 4) throw new Refusal('the file ends too early');
      } else at += byte === 0xff ? 2 : 1;
      held = (held << 8) | byte;
      count += 8;
    }
  }

  return {
    peek() {
      fill();
      return (held >> (count - 16)) & 0xffff;
    },
    take(wanted) {
      fill();
      count -= wanted;
      const value = (held >> count) & ((1 << wanted) - 1);
      held &= (1 << count) - 1;
      return value;
    },
    restart() {
      held = 0;
      count = 0;
      missing = 0;
      while (at + 1 < jpeg.length && !(jpeg[at] === 0xff && ((jpeg[at + 1] ?? 0) & 0xf8) === 0xd0)) at += 1;
      at += 2;
    },
  };
}
