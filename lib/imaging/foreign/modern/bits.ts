import { Refusal } from '../decoded.ts';

/** One of four ways to write a number: a constant to which some bits are added. */
export type Choice = readonly [constant: number, bits: number];

/** Bits from the lowest of each byte on, as JPEG XL writes them. */
export type Bits = {
  number(bits: number): number;
  flag(): boolean;
  /** A number after two bits that say how it is written. */
  choice(choices: readonly [Choice, Choice, Choice, Choice]): number;
  skip(bits: number): void;
};

/** Reads bits of a header. Refuses to go beyond the bytes. */
export function bitsOf(bytes: Uint8Array): Bits {
  let at = 0;
  const number = (count: number) => {
    if (at + count > bytes.length * 8) throw new Refusal('the header is longer than can be');
    let value = 0;
    for (let i = 0; i < count; i++, at++) {
      if (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) value += 2 ** i;
    }
    return value;
  };
  return {
    number,
    flag: () => number(1) === 1,
    choice(choices) {
      const [constant, bits] = choices[number(2)] ?? [0, 0];
      return constant + number(bits);
    },
    skip(bits) {
      at += bits;
    },
  };
}
