import { Refusal } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { type Box, boxesIn, contentOf, findBox } from './boxes.ts';

/** A channel as the codestream has it. */
export type Jp2Component = { bits: number; signed: boolean; step: readonly [number, number] };

export type Jp2Size = {
  width: number;
  height: number;
  /** How many the codestream states. */
  count: number;
  /** The first ones of them. */
  components: Jp2Component[];
};

/** What a channel is for: which colour, counted from 0; opacity; or something else. */
export type Jp2Channel = { component: number; colour: number | undefined; isOpacity: boolean };

export type Jp2Colour = {
  cmyk: boolean;
  icc: Uint8Array | undefined;
  /** Number of the colour model; undefined when it is told by a profile alone, or not at all. */
  model: number | undefined;
};

/** Start of a codestream: its first two markers. */
export const CODESTREAM = 0xff_4f_ff_51;
/** Numbers of colour models in a file; OpenJPEG writes the first one where it is told none. Source: ISO/IEC 15444-1, table I.10, and 15444-2, table M.25. */
export const JP2_MODELS = { none: 0, cmyk: 12, srgb: 16, grey: 17 } as const;
const METRES_PER_INCH = 0.0254;
/** More are of no colour model that is shown. */
const MOST_COMPONENTS = 8;
const SIGNED = 0x80;

/** The marker that opens each codestream: size of the canvas less what lies before the picture. Source: ISO/IEC 15444-1, A.5.1. */
export function readJp2Size(file: FileBytes, at: number): Jp2Size {
  const head = file.slice(at, 42);
  if (head.readUInt32BE(0) !== CODESTREAM) throw new Refusal('the picture has no header');
  const [right, bottom, left, top] = [8, 12, 16, 20].map((place) => head.readUInt32BE(place));
  const count = head.readUInt16BE(40);
  if (count === 0) throw new Refusal('the picture has no channels');
  const known = Math.min(count, MOST_COMPONENTS);
  const stated = file.slice(at + 42, known * 3);
  const components = Array.from({ length: known }, (_, i) => {
    const depth = stated.readUInt8(i * 3);
    const step = [stated.readUInt8(i * 3 + 1), stated.readUInt8(i * 3 + 2)].map((n) => Math.max(1, n));
    return {
      bits: (depth & ~SIGNED) + 1,
      signed: depth >= SIGNED,
      step: step as [number, number],
    };
  });
  const [across = 1, down = 1] = components[0]?.step ?? [];
  const width = Math.ceil((right ?? 0) / across) - Math.ceil((left ?? 0) / across);
  const height = Math.ceil((bottom ?? 0) / down) - Math.ceil((top ?? 0) / down);
  return { width, height, count, components };
}

/** Of several statements the one with a profile, which the reader of pixels prefers too. */
export function readJp2Colour(file: FileBytes, parts: readonly Box[]): Jp2Colour {
  const found: Jp2Colour = { cmyk: false, icc: undefined, model: undefined };
  for (const box of parts.filter(({ type }) => type === 'colr')) {
    const bytes = contentOf(file, box);
    const method = bytes[0];
    if (method === 1 && bytes.length >= 7) {
      found.model ??= bytes.readUInt32BE(3);
      found.cmyk ||= bytes.readUInt32BE(3) === JP2_MODELS.cmyk;
    } else if ((method === 2 || method === 3) && bytes.length > 131) {
      found.icc ??= bytes.subarray(3);
      found.cmyk ||= bytes.toString('latin1', 19, 23) === 'CMYK';
    }
  }
  return found;
}

/** What the channels are for; empty where the file says nothing, and they stand in the order of the colours. Source: I.5.3.6. */
export function readJp2Channels(file: FileBytes, box: Box | undefined): Jp2Channel[] {
  if (box === undefined) return [];
  const bytes = contentOf(file, box);
  const count = Math.min(bytes.readUInt16BE(0), Math.floor((bytes.length - 2) / 6));
  return Array.from({ length: count }, (_, i) => {
    const [component, type, colour] = [2, 4, 6].map((at) => bytes.readUInt16BE(at + i * 6)) as [
      number,
      number,
      number,
    ];
    const isColour = type === 0 && colour >= 1 && colour <= 4;
    // Multiplied in or not, for all colours or one.
    return { component, colour: isColour ? colour - 1 : undefined, isOpacity: type === 1 || type === 2 };
  });
}

/** Dots per inch; the resolution of display wins over that of capture. */
export function readJp2Dpi(file: FileBytes, box: Box | undefined): number | undefined {
  if (box === undefined) return undefined;
  const parts = [...boxesIn(file, box.from, box.end)];
  const chosen = findBox(parts, 'resd') ?? findBox(parts, 'resc');
  if (chosen === undefined || chosen.end - chosen.from < 10) return undefined;
  const bytes = contentOf(file, chosen);
  // Rows in a metre: numerator, denominator and power of ten, those of columns between.
  const perMetre = (bytes.readUInt16BE(4) / Math.max(1, bytes.readUInt16BE(6))) * 10 ** bytes.readInt8(9);
  const dpi = perMetre * METRES_PER_INCH;
  return dpi > 0 && dpi < 100_000 ? dpi : undefined;
}
