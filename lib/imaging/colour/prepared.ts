import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Lcms } from 'lcms-wasm';
import { type Conversion, colourCount, createTransform, pixelBytes } from './lcms-profiles.ts';
import { type Distrust, distrusted, findDistrust, wordsAt } from './trusted-cells.ts';

/** A conversion made ready for many pixels. */
export type Prepared = {
  conversion: Conversion;
  /** Interpolates in tables; undefined = every pixel is computed. */
  table: number | undefined;
  exact: number;
  /** Where the table is not good enough. */
  distrust: Distrust | undefined;
  /** Of grey numbers: the result for each of them. */
  levels: Uint8Array | Uint16Array | undefined;
};

/** Grey numbers between two turns of the event loop. */
const STEP = 8 * 1024;

/** Throws when the profiles cannot be combined. The places are free between turns of the event loop. */
export async function prepare(
  lcms: Lcms,
  [place, other]: readonly [number, number, number],
  conversion: Conversion,
  alpha: boolean,
): Promise<Prepared> {
  const exact = createTransform(lcms, conversion, alpha, true);
  let table: number | undefined;
  try {
    if (conversion.from.space === 'gray') {
      const levels = await allLevels(lcms, place, other, conversion);
      return { conversion, table, exact, distrust: undefined, levels };
    }
    // Tables of Lab are too coarse where most colours are.
    if (conversion.from.space === 'lab') {
      return { conversion, table, exact, distrust: undefined, levels: undefined };
    }
    table = createTransform(lcms, conversion, alpha, false);
    const distrust = await findDistrust(lcms, conversion, place, other);
    return { conversion, table, exact, distrust, levels: undefined };
  } catch (error) {
    release(lcms, { exact, table });
    throw error;
  }
}

export function release(lcms: Lcms, { exact, table }: Pick<Prepared, 'exact' | 'table'>): void {
  lcms._cmsDeleteTransform(exact);
  if (table !== undefined) lcms._cmsDeleteTransform(table);
}

/** One colour has so few levels that each is computed. */
async function allLevels(lcms: Lcms, place: number, other: number, conversion: Conversion) {
  const { from, to } = conversion;
  const transform = createTransform(lcms, conversion, false, true);
  const count = from.depth === 16 ? 65_536 : 256;
  const colours = colourCount(to);
  const levels = to.depth === 16 ? new Uint16Array(count * colours) : new Uint8Array(count * colours);
  try {
    for (let first = 0; first < count; first += STEP) {
      if (first > 0) await nextTurn();
      const some = Math.min(STEP, count - first);
      const input = samplesAt(lcms, place, some, from.depth);
      for (let i = 0; i < some; i++) input[i] = first + i;
      lcms._cmsDoTransform(transform, place, other, some);
      levels.set(samplesAt(lcms, other, some * colours, to.depth), first * colours);
    }
  } finally {
    lcms._cmsDeleteTransform(transform);
  }
  return levels;
}

function samplesAt(lcms: Lcms, at: number, count: number, depth: 8 | 16): Uint8Array | Uint16Array {
  return depth === 16 ? wordsAt(lcms, at, count) : new Uint8Array(lcms.HEAPU8.buffer, at, count);
}

/** A band on its way: so many pixels, places in the memory of LittleCMS that it may use. */
export type Carried = {
  lcms: Lcms;
  places: readonly [number, number, number];
  count: number;
  alpha: boolean;
};

/** Takes a band through all steps. The answer is valid until the next call. */
export function carry(band: Carried, input: Uint8Array, steps: readonly Prepared[]): Uint8Array {
  const { lcms, count, alpha } = band;
  let [here, there] = band.places;
  lcms.HEAPU8.set(input, here);
  let bytes = input.length;
  for (const step of steps) {
    if (step.levels) lookUp(band, step, step.levels, here, there);
    else lcms._cmsDoTransform(step.table ?? step.exact, here, there, count);
    if (step.distrust) correct(band, step, step.distrust, here, there);
    bytes = count * pixelBytes(step.conversion.to, alpha);
    [here, there] = [there, here];
  }
  return lcms.HEAPU8.subarray(here, here + bytes);
}

function lookUp(
  { lcms, count, alpha }: Carried,
  { conversion: { from, to } }: Prepared,
  levels: Uint8Array | Uint16Array,
  here: number,
  there: number,
): void {
  const step = alpha ? 2 : 1;
  const colours = colourCount(to);
  const wide = colours + (alpha ? 1 : 0);
  const input = samplesAt(lcms, here, count * step, from.depth);
  const output = samplesAt(lcms, there, count * wide, to.depth);
  const scale = from.depth === to.depth ? 1 : to.depth === 16 ? 257 : 1 / 257;
  for (let i = 0; i < count; i++) {
    const level = (input[i * step] as number) * colours;
    for (let c = 0; c < colours; c++) output[i * wide + c] = levels[level + c] as number;
    if (alpha) output[i * wide + colours] = Math.round((input[i * step + 1] as number) * scale);
  }
}

/** Computes the pixels for which the table is not good enough. */
function correct(
  { lcms, places, count, alpha }: Carried,
  { conversion: { from, to }, exact }: Prepared,
  distrust: Distrust,
  here: number,
  there: number,
): void {
  const colours = colourCount(from);
  const channels = colours + (alpha ? 1 : 0);
  const most = from.depth === 16 ? 65_535 : 255;
  const input = samplesAt(lcms, here, count * channels, from.depth);
  const pixels = distrusted(distrust, input, channels, colours, most);
  if (pixels.length === 0) return;
  const [, , aside] = places;
  const [inBytes, outBytes] = [pixelBytes(from, alpha), pixelBytes(to, alpha)];
  const heap = lcms.HEAPU8;
  for (const [i, pixel] of pixels.entries()) {
    heap.copyWithin(aside + i * inBytes, here + pixel * inBytes, here + (pixel + 1) * inBytes);
  }
  // In place of the input, which nobody needs any more.
  lcms._cmsDoTransform(exact, aside, here, pixels.length);
  for (const [i, pixel] of pixels.entries()) {
    lcms.HEAPU8.copyWithin(there + pixel * outBytes, here + i * outBytes, here + (i + 1) * outBytes);
  }
}
