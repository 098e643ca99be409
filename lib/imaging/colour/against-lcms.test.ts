import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadProfiles, type Profile, type ProfileRegistry } from '../profiles.ts';
import { channelCount, fullLevel, type Raster, samplesOf } from '../raster.ts';
import { type Colour, createColour } from './colour.ts';

/** transicc of Debian's liblcms2-utils, which computes every colour in floating point. */
const TRANSICC = '/usr/bin/transicc';
const FOLDER = '/usr/share/color/icc';
const FILES = [
  'compatibleWithAdobeRGB1998.icc',
  'LStar-RGB.icc',
  'Gray.icc',
  'Gray-CIE_L.icc',
  'ghostscript/rommrgb.icc',
  'ghostscript/default_cmyk.icc',
];
const folder = mkdtempSync(join(tmpdir(), 'profiles-'));

let registry: ProfileRegistry;
let colour: Colour;
const files = new Map<string, string>();

beforeAll(async () => {
  for (const file of FILES) {
    if (!existsSync(`${FOLDER}/${file}`))
      throw new Error(
        `${FOLDER}/${file} is missing: install the Debian packages icc-profiles-free and libgs-common`,
      );
    copyFileSync(`${FOLDER}/${file}`, join(folder, basename(file)));
  }
  registry = loadProfiles(folder);
  colour = createColour(registry);
  for (const name of registry.names) {
    const file = join(folder, `${name}.bytes`);
    writeFileSync(file, await profile(name).read());
    files.set(name, file);
  }
});

function profile(name: string): Profile {
  const found = registry.get(name);
  if (found === undefined) throw new Error(`no profile ${name}`);
  return found;
}

type Space = 'rgb' | 'gray' | 'cmyk';
type Intent = (typeof INTENTS)[number];
const INTENTS = ['perceptual', 'relative', 'saturation', 'absolute'] as const;
/** What transicc calls full. */
const FULL = { rgb: 255, gray: 255, cmyk: 100 } as const;

const spaceOf = (name: string) => profile(name).family as Space;

function run(args: readonly string[], rows: readonly (readonly number[])[]): number[][] {
  const input = `${rows.map((row) => row.map((value) => value.toFixed(6)).join(' ')).join('\n')}\n`;
  const options = { input, maxBuffer: 2 ** 26, stdio: ['pipe', 'pipe', 'ignore'] as const };
  const text = execFileSync(TRANSICC, ['-v0', ...args], { ...options, stdio: [...options.stdio] }).toString();
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
}

/** Colours as parts of full, through a conversion. */
function theirs(from: string, to: string, rows: number[][], intent: Intent, bpc: boolean): number[][] {
  const args = [`-i${files.get(from)}`, `-o${files.get(to)}`, `-t${INTENTS.indexOf(intent)}`];
  const scaled = rows.map((row) => row.map((part) => part * FULL[spaceOf(from)]));
  const found = run(bpc ? [...args, '-b'] : args, scaled);
  return found.map((row) => row.map((value) => Math.min(1, Math.max(0, value / FULL[spaceOf(to)]))));
}

function lab(name: string, rows: number[][]): number[][] {
  const scaled = rows.map((row) => row.map((part) => part * FULL[spaceOf(name)]));
  return run([`-i${files.get(name)}`, '-o*Lab', '-t1'], scaled);
}

/** Largest difference of each list of colours from what was expected, CIE 1976. */
function deltaE(name: string, lists: readonly number[][][], expected: number[][]): number[] {
  for (const list of lists) expect(list.length).toBe(expected.length);
  // All at once: each run of the program takes as long as a thousand colours.
  const seen = lab(name, [expected, ...lists].flat());
  const right = seen.slice(0, expected.length);
  return lists.map((_, at) => {
    const found = seen.slice((at + 1) * expected.length, (at + 2) * expected.length);
    const apart = right.map((one, i) =>
      Math.hypot(...one.map((value, axis) => value - (found[i]?.[axis] ?? 0))),
    );
    return Math.max(...apart);
  });
}

const STEPS = { rgb: [0, 10, 40, 90, 128, 200, 255], gray: [], cmyk: [0, 40, 128, 220, 255] } as const;

/** A grid of patches, as parts of full. */
function patches(space: Space): number[][] {
  if (space === 'gray') return Array.from({ length: 52 }, (_, i) => [(i * 5) / 255]);
  let rows: number[][] = [[]];
  for (let axis = 0; axis < (space === 'rgb' ? 3 : 4); axis++) {
    rows = rows.flatMap((row) => STEPS[space].map((level) => [...row, level / 255]));
  }
  return rows;
}

/** A smooth scene with deep shadows and bright colours: what photographs are made of. */
function scene(space: Space): number[][] {
  const channels = channelCount(space, false);
  return Array.from({ length: 1200 }, (_, i) => {
    const [u, v] = [(i % 40) / 39, Math.floor(i / 40) / 29];
    const light = v ** 2;
    const waves = [Math.sin(u * 7), Math.cos(u * 5 + v * 3), Math.sin(v * 9 - u * 4), v * 2 - 1];
    const parts = waves.slice(0, channels).map((wave) => light * (0.5 + wave / 2));
    return parts.map((part) => Math.round(Math.min(1, part) * 255) / 255);
  });
}

/** Colours as the last of so many rows; those before it are of one colour, which costs LittleCMS next to nothing. */
function rasterOf(name: string, rows: number[][], depth: 8 | 16, times: number, icc: Buffer): Raster {
  const space = spaceOf(name);
  const levels = rows.flat().map((part) => Math.round(part * fullLevel(depth)));
  const last = depth === 8 ? Buffer.from(levels) : Buffer.from(Uint16Array.from(levels).buffer);
  return {
    data: Buffer.concat([Buffer.alloc(last.length * (times - 1)), last]),
    width: rows.length,
    height: times,
    channels: channelCount(space, false),
    space,
    alpha: false,
    depth,
    icc,
  };
}

/** The last row, as parts of full. */
function lastRow({ data, width, height, channels, depth }: Raster): number[][] {
  const samples = samplesOf(data, depth).subarray((height - 1) * width * channels);
  return Array.from({ length: width }, (_, i) =>
    [...samples.subarray(i * channels, (i + 1) * channels)].map((level) => level / fullLevel(depth)),
  );
}

/** Fails for colours that are further off than is asked for, or a little more where 8 bits cannot say them better. */
function expectNear(name: string, lists: number[][][], expected: number[][], depth: 8 | 16, what = ''): void {
  const rounded = expected.map((row) => row.map((part) => Math.round(part * 255) / 255));
  const [unavoidable = 0, ...apart] = deltaE(name, [rounded, ...lists], expected);
  const most = depth === 16 ? 1 : Math.max(1, unavoidable + 0.25);
  for (const [i, worst] of apart.entries()) expect(worst, `${what} ${i}`).toBeLessThanOrEqual(most);
}

/** So many pixels that tables are made. */
const MANY = 270_000;

async function check(from: string, to: string, depth: 8 | 16): Promise<void> {
  const rows = [...patches(spaceOf(from)), ...scene(spaceOf(from))];
  const icc = await profile(from).read();
  const tabled = new Set<string>();
  for (const intent of INTENTS) {
    for (const bpc of intent === 'relative' ? [false, true] : [false]) {
      const expected = theirs(from, to, rows, intent, bpc);
      // Between profiles of curves and colours of light most intents are one: their tables need one look.
      const colours = JSON.stringify(expected);
      const many = tabled.has(colours) ? [] : [Math.ceil(MANY / rows.length)];
      tabled.add(colours);
      const found: number[][][] = [];
      for (const times of [1, ...many]) {
        const source = rasterOf(from, rows, depth, times, icc);
        const result = await colour.apply(source, { icc: profile(to), intent, bpc, strip: false });
        expect([result.space, result.depth]).toEqual([spaceOf(to), depth]);
        found.push(lastRow(result));
      }
      expectNear(to, found, expected, depth, `${intent} ${bpc}`);
    }
  }
}

describe('every intent within delta E 1 of transicc', () => {
  it.each([
    ['rommrgb', 'default_cmyk'],
    ['default_cmyk', 'cmyk'],
    ['rommrgb', 'compatiblewithadobergb1998'],
    ['gray', 'srgb'],
  ])('%s to %s, 16 bits', (from, to) => check(from, to, 16));

  it.each([
    ['compatiblewithadobergb1998', 'cmyk'],
    ['cmyk', 'srgb'],
    ['rommrgb', 'srgb'],
    ['gray-cie_l', 'default_cmyk'],
    ['lstar-rgb', 'gray'],
  ])('%s to %s, 8 bits', (from, to) => check(from, to, 8));
});

describe('chains', () => {
  it.each([8, 16] as const)(
    'a proof: through the press with black point compensation, then to sRGB, %s bits',
    async (depth) => {
      for (const [from, press] of [
        ['srgb', 'default_cmyk'],
        ['compatiblewithadobergb1998', 'cmyk'],
      ] as const) {
        const rows = [...patches('rgb'), ...scene('rgb')];
        const printed = theirs(from, press, rows, 'relative', true);
        const expected = theirs(press, 'srgb', printed, 'perceptual', false);
        const found: number[][][] = [];
        for (const times of [1, Math.ceil(MANY / rows.length)]) {
          const source = rasterOf(from, rows, depth, times, await profile(from).read());
          const plan = {
            icc: profile(press),
            intent: 'relative',
            bpc: true,
            colorspace: 'rgb',
            strip: true,
          } as const;
          const result = await colour.apply(source, plan);
          expect([result.space, result.depth, result.icc]).toEqual(['rgb', depth, undefined]);
          found.push(lastRow(result));
        }
        expectNear('srgb', found, expected, depth);
      }
    },
  );
});
