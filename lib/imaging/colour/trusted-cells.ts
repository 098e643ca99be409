import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Lcms } from 'lcms-wasm';
import { type Conversion, colourCount, createTransform, type End } from './lcms-profiles.ts';

/** Parts into which each axis of a table is cut; LittleCMS computes 33 points for three colours and 17 for four. */
const PARTS: Readonly<Record<number, number>> = { 3: 32, 4: 16 };
/** Where in a cell tables are tried, in parts of its side, by axis; there are twice as many cells of four colours. */
const PROBES: Readonly<Record<number, readonly (readonly number[])[]>> = {
  3: [
    [0.5, 0.5, 0.5],
    [0.25, 0.75, 0.4],
    [0.7, 0.3, 0.65],
    [0.35, 0.2, 0.85],
  ],
  4: [
    [0.5, 0.5, 0.5, 0.5],
    [0.25, 0.75, 0.4, 0.6],
  ],
};
/** Levels of 65535 by which a table must be off to be looked at more closely: a quarter of one of 255. */
const SUSPICIOUS = 64;
/** Delta E (CIE 1976) by which a table may be off where it is tried, so that it is never off by 1. */
const TOLERANCE = 0.45;
/** Points between two turns of the event loop: some 5 to 10 ms of exact work. */
const STEP = 6 * 1024;

/** Cells of the cube of colours in which tables must not be used; cell numbers count the first colour slowest. */
export type Distrust = { parts: number; cells: Uint8Array };

/**
 * Finds where the tables of a conversion are off: about the darkest colours and along the surface of a small gamut.
 * Undefined when they are good everywhere, or for ends of which no tables are made. `place` and `other` are two places in
 * the memory of LittleCMS that are free between turns of the event loop, each for twice `STEP` pixels of 16-bit CMYK at least.
 */
export async function findDistrust(
  lcms: Lcms,
  conversion: Conversion,
  place: number,
  other: number,
): Promise<Distrust | undefined> {
  const { from } = conversion;
  const colours = colourCount(from);
  const parts = PARTS[colours];
  if (parts === undefined) return undefined;
  const deep: Conversion = { ...conversion, to: { ...conversion.to, depth: 16 } };
  const cells = new Uint8Array(parts ** colours);
  const transforms: number[] = [];
  const made = (pointer: number) => {
    transforms.push(pointer);
    return pointer;
  };
  let found = false;
  try {
    const table = made(createTransform(lcms, deep, false, false));
    const exact = made(createTransform(lcms, deep, false, true));
    const toLab =
      deep.to.space === 'lab' ? undefined : made(createTransform(lcms, seen(deep.to), false, true));
    const outputs = colourCount(conversion.to);
    for (const probe of PROBES[colours] ?? []) {
      for (let first = 0; first < cells.length; first += STEP) {
        const count = Math.min(STEP, cells.length - first);
        lcms.HEAPU8.set(pointsOf(from, parts, probe, first, count), place);
        lcms._cmsDoTransform(table, place, other, count);
        const quick = wordsAt(lcms, other, count * outputs).slice();
        lcms._cmsDoTransform(exact, place, other, count);
        const right = wordsAt(lcms, other, count * outputs).slice();
        const suspects = differing(quick, right, outputs);
        const pairs = new Uint16Array(suspects.length * 2 * outputs);
        for (const [i, point] of suspects.entries()) {
          const at = point * outputs;
          pairs.set(quick.subarray(at, at + outputs), i * 2 * outputs);
          pairs.set(right.subarray(at, at + outputs), (i * 2 + 1) * outputs);
        }
        const labs = toLab === undefined ? pairs : inLab(lcms, toLab, pairs, outputs, [place, other]);
        for (const [i, point] of suspects.entries()) {
          if (deltaE(labs, i * 6) <= TOLERANCE) continue;
          cells[first + point] = 1;
          found = true;
        }
        await nextTurn();
      }
    }
  } finally {
    for (const transform of transforms) lcms._cmsDeleteTransform(transform);
  }
  return found ? { parts, cells: withNeighbours(cells, parts, colours) } : undefined;
}

/** What bends within a cell mostly goes on in those beside it, where no probe may have met it. */
function withNeighbours(cells: Uint8Array, parts: number, colours: number): Uint8Array {
  const all = cells.slice();
  for (let axis = 0, step = 1; axis < colours; axis++, step *= parts) {
    for (let cell = 0; cell < cells.length; cell++) {
      if (cells[cell] !== 1) continue;
      const part = Math.floor(cell / step) % parts;
      if (part > 0) all[cell - step] = 1;
      if (part < parts - 1) all[cell + step] = 1;
    }
  }
  return all;
}

/** The conversion that tells how colours of a device look. */
function seen(device: End): Conversion {
  const lab: End = { space: 'lab', depth: 16, profile: 'lab' };
  return { from: device, to: lab, intent: 'relative', bpc: false };
}

/** Numbers of the pixels whose samples are not nearly the same. */
function differing(a: Uint16Array, b: Uint16Array, channels: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < a.length; at += channels) {
    for (let i = at; i < at + channels; i++) {
      if (Math.abs((a[i] as number) - (b[i] as number)) <= SUSPICIOUS) continue;
      found.push(at / channels);
      break;
    }
  }
  return found;
}

function inLab(
  lcms: Lcms,
  toLab: number,
  samples: Uint16Array,
  channels: number,
  [place, other]: readonly [number, number],
): Uint16Array {
  const pixels = samples.length / channels;
  lcms.HEAPU8.set(new Uint8Array(samples.buffer), place);
  lcms._cmsDoTransform(toLab, place, other, pixels);
  return wordsAt(lcms, other, pixels * 3).slice();
}

/** Of two colours one after the other, in 16-bit Lab of ICC version 4: 0..100 and -128..127 over all levels. */
function deltaE(labs: Uint16Array, at: number): number {
  const step = (axis: number) => (labs[at + axis] as number) - (labs[at + 3 + axis] as number);
  return Math.hypot((step(0) * 100) / 65_535, (step(1) * 255) / 65_535, (step(2) * 255) / 65_535);
}

function pointsOf(
  { depth, space }: End,
  parts: number,
  probe: readonly number[],
  first: number,
  count: number,
): Uint8Array {
  const colours = colourCount({ depth, space, profile: 'lab' });
  const most = depth === 16 ? 65_535 : 255;
  const samples = depth === 16 ? new Uint16Array(count * colours) : new Uint8Array(count * colours);
  for (let i = 0; i < count; i++) {
    let rest = first + i;
    for (let axis = colours - 1; axis >= 0; axis--) {
      const part = rest % parts;
      rest = Math.floor(rest / parts);
      samples[i * colours + axis] = Math.round(((part + (probe[axis] ?? 0.5)) * most) / parts);
    }
  }
  return new Uint8Array(samples.buffer);
}

/** 16-bit numbers in the memory of LittleCMS, valid until it grows. */
export function wordsAt(lcms: Lcms, at: number, count: number): Uint16Array {
  return new Uint16Array(lcms.HEAPU8.buffer, at, count);
}

/** Numbers of the pixels that lie in distrusted cells. */
export function distrusted(
  { parts, cells }: Distrust,
  samples: Uint8Array | Uint16Array,
  channels: number,
  colours: number,
  most: number,
): number[] {
  const found: number[] = [];
  const scale = parts / (most + 1);
  for (let at = 0, pixel = 0; at < samples.length; at += channels, pixel++) {
    let cell = 0;
    for (let axis = 0; axis < colours; axis++) {
      cell = cell * parts + Math.floor((samples[at + axis] as number) * scale);
    }
    if (cells[cell] === 1) found.push(pixel);
  }
  return found;
}
