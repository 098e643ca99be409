import type { Field } from './tiff-directory.ts';

/** Kinds of values, and the bytes of one of them. Source: Exif 2.32, 4.6.2. */
const KINDS = {
  text: { type: 2, bytes: 1 },
  byte: { type: 1, bytes: 1 },
  short: { type: 3, bytes: 2 },
  fraction: { type: 5, bytes: 8 },
  'signed fraction': { type: 10, bytes: 8 },
} as const;

export type FieldKind = keyof typeof KINDS;

const MOST_NUMBERS = 16;
const MOST_TEXT = 2000;
/** Fractions of numbers that come with a point. */
const PARTS = 1_000_000;

/**
 * A field of EXIF, its least significant byte first, out of words: a text, or numbers with blanks between, fractions as `1/60`.
 * Undefined for what is not of this kind.
 */
export function exifField(tag: number, kind: FieldKind, words: string): Field | undefined {
  if (words === '') return undefined;
  const { type, bytes } = KINDS[kind];
  if (kind === 'text') {
    const value = Buffer.from(`${words.slice(0, MOST_TEXT)}\0`);
    return { tag, type, count: value.length, value };
  }
  const parts = words.trim().split(/\s+/);
  if (parts.length > MOST_NUMBERS) return undefined;
  const value = Buffer.alloc(parts.length * bytes);
  for (const [i, part] of parts.entries()) {
    const numbers = bytes === 8 ? fractionOf(part) : [Number(part)];
    if (numbers === undefined || !numbers.every((number) => isHeld(number, kind))) return undefined;
    const size = bytes === 8 ? 4 : bytes;
    for (const [j, number] of numbers.entries())
      value.writeUIntLE(number < 0 ? number + 2 ** 32 : number, i * bytes + j * 4, size);
  }
  return { tag, type, count: parts.length, value };
}

function fractionOf(part: string): [number, number] | undefined {
  const [over, under] = part.split('/');
  if (under !== undefined) return [Number(over), Number(under)];
  const number = Number(part);
  if (Number.isInteger(number)) return [number, 1];
  const isSmall = Math.abs(number) < 2 ** 31 / PARTS;
  return isSmall ? [Math.round(number * PARTS), PARTS] : [Math.round(number), 1];
}

function isHeld(number: number, kind: FieldKind): boolean {
  if (!Number.isInteger(number)) return false;
  if (kind === 'signed fraction') return Math.abs(number) < 2 ** 31;
  return number >= 0 && number < (kind === 'byte' ? 2 ** 8 : kind === 'short' ? 2 ** 16 : 2 ** 32);
}
