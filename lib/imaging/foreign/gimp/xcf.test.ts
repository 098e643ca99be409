import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import { describeFile } from '../../describe-file.ts';
import type { Imaging, Source } from '../../imaging.ts';
import { imagingFor, open, photo, scratch, sourceOf, transformOf } from '../../testing/pictures.ts';
import { xcfFile } from '../../testing/xcf-files.ts';

/** Files of GIMP 2.10 and its own flattened pictures of them, drawn by gimp.scm in the same place. */
const FROM_GIMP = join(import.meta.dirname, '../../testing/gimp');

/** The one of Debian's package imagemagick. */
const MAGICK = '/usr/bin/convert';

const folder = scratch();
let imaging: Imaging;

beforeAll(() => {
  imaging = imagingFor(folder, { timeoutSeconds: 5, maxInputPixels: 1_000_000 });
});

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

const fromGimp = (name: string) => readFileSync(join(FROM_GIMP, name));

async function samples(data: Buffer): Promise<Buffer> {
  return sharp(data, { ignoreIcc: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer();
}

async function drawn(source: Source): Promise<Buffer> {
  return (await imaging.render({ source, transform: transformOf({ format: 'png' }) })).data;
}

function worst(a: Buffer, b: Buffer): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, level, i) => Math.max(most, Math.abs(level - (b[i] ?? 0))), 0);
}

describe('pixels as GIMP flattens them', () => {
  it.each([
    ['layers', { format: 'xcf', colour: 'RGB', depth: 8, width: 80, height: 66, alpha: false }],
    ['modes-of-2-8', {}],
    ['modes-of-2-10', {}],
    ['groups', {}],
    ['float', { depth: 32 }],
    ['grey-16', { colour: 'Grey', depth: 16 }],
    ['indexed', { colour: 'RGB', depth: 8 }],
  ])('%s', async (name, facts) => {
    const source = sourceOf(folder, 'xcf', fromGimp(`${name}.xcf`));
    expect(
      worst(await samples(await drawn(source)), await samples(fromGimp(`${name}.png`))),
    ).toBeLessThanOrEqual(1);
    expect(await describeFile(source.file)).toMatchObject(facts);
  });
});

it.each(['none', 'runs', 'zlib'] as const)(
  'tiles packed by %s hold the pixels that were put in',
  async (compression) => {
    const picture = photo(150, 70);
    const source = sourceOf(folder, 'xcf', xcfFile(picture, compression));
    const ours = await samples(await drawn(source));
    expect(worst(ours, await open(picture).ensureAlpha().raw().toBuffer())).toBe(0);
    if (compression !== 'runs') return;
    const theirs = execFileSync(MAGICK, [`${source.file}[0]`, '-depth', '8', 'rgba:-'], {
      maxBuffer: 2 ** 28,
    });
    expect(worst(ours, theirs)).toBe(0);
  },
);

describe('damaged files', () => {
  const CUTS = 40;
  const FLIPS = 80;

  async function outcome(content: Buffer): Promise<number> {
    try {
      await drawn(sourceOf(folder, 'xcf', content));
      return 200;
    } catch (error) {
      return error instanceof EmulsionError ? error.status : 500;
    }
  }

  it.each(['layers', 'groups', 'float'])(
    '%s is refused wherever it is cut, and drawn or refused with turned bits',
    async (name) => {
      const whole = fromGimp(`${name}.xcf`);
      const cut = Array.from({ length: CUTS }, (_, i) =>
        whole.subarray(0, Math.floor((whole.length * 0.95 * i) / CUTS)),
      );
      expect(await Promise.all(cut.map(outcome))).toEqual(cut.map(() => 415));
      const found: number[] = [];
      for (let i = 0; i < FLIPS; i++) {
        const broken = Buffer.from(whole);
        const at = i % 4 === 3 ? (i * 7919) % whole.length : (i * 37) % 1500;
        broken[at] = (broken[at] ?? 0) ^ (1 << (i % 8));
        found.push(await outcome(broken));
      }
      expect(found.filter((status) => status !== 200 && status !== 415)).toEqual([]);
    },
  );
});
