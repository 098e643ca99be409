/** Where a channel lies in a pixel of 16 or 32 bits. */
type Mask = { mask: number; shift: number; most: number };

export type Masks = {
  red: Mask;
  green: Mask;
  blue: Mask;
  alpha: Mask | undefined;
  /** Blue, green, red and opacity are whole bytes in this order. */
  plain: boolean;
};

/**
 * The masks of a bitmap with so many bits. Without stated ones 16 bits are 5-5-5; the fourth byte of 32 bits then has
 * no meaning.
 *
 * @param stated three or four masks of 32 bits
 */
export function masksOf(bits: number, stated: Buffer | undefined): Masks {
  const [red, green, blue, alpha] = stated ? readMasks(stated) : bits === 16 ? FIVES : BYTES;
  return {
    red: maskOf(red),
    green: maskOf(green),
    blue: maskOf(blue),
    alpha: alpha ? maskOf(alpha) : undefined,
    plain:
      bits >= 24 && red === BYTES[0] && green === BYTES[1] && blue === BYTES[2] && (!alpha || alpha === TOP),
  };
}

const FIVES = [0x7c00, 0x3e0, 0x1f, 0] as const;
const BYTES = [0xff0000, 0xff00, 0xff, 0] as const;
const TOP = 0xff000000;

function readMasks(stated: Buffer): readonly [number, number, number, number] {
  const at = (i: number) => (i * 4 + 4 <= stated.length ? stated.readUInt32LE(i * 4) : 0);
  return [at(0), at(1), at(2), at(3)];
}

function maskOf(mask: number): Mask {
  const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
  return { mask, shift, most: mask >>> shift };
}

/** The channel of a pixel on the scale 0..255. */
export function channelMask({ mask, shift, most }: Mask, pixel: number): number {
  return most === 0 ? 0 : Math.round((((pixel & mask) >>> shift) * 255) / most);
}
