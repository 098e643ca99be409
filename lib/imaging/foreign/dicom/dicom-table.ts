import { Refusal } from '../decoded.ts';
import type { Values } from './dicom-dataset.ts';

/** A table of levels for values from `first` on; values outside of it have the level of its nearer end. */
export type Table = { first: number; bits: number; levels: Uint16Array };

/**
 * Reads a table with its description: how many levels, for which value the first, of how many bits (8 to 16). Levels of 8
 * bits come in words or two to a word. Refuses what is missing or too short.
 * Source: DICOM PS3.3, C.11.1.1, C.11.2.1.1 and C.7.6.3.1.5.
 *
 * `signed` says whether the first value may be less than 0 where the file does not state its representation.
 */
export function readTable(values: Values, descriptor: number, content: number, signed: boolean): Table {
  const [stated, first = 0, bits = 0] = values.numbers(descriptor);
  const words = values.numbers(content);
  if (stated === undefined || bits < 8 || bits > 16) throw new Refusal('a table of levels is missing');
  const count = stated === 0 ? 65_536 : stated;
  const isPacked = bits === 8 && words.length < count;
  const levels = isPacked ? words.flatMap((word) => [word & 0xff, word >> 8]) : words;
  if (levels.length < count) throw new Refusal('a table of levels is too short');
  const vr = values.element(descriptor)?.vr;
  const isSigned = vr === 'SS' || (signed && vr !== 'US');
  return {
    first: isSigned ? (first << 16) >> 16 : first,
    bits,
    levels: Uint16Array.from(levels.slice(0, count)),
  };
}

/** The level of a whole number. */
export function levelOf({ first, levels }: Table, value: number): number {
  return levels[Math.max(0, Math.min(levels.length - 1, value - first))] ?? 0;
}
