import { execFileSync } from 'node:child_process';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import type { Imaging, Source } from './imaging.ts';
import {
  imagingFor,
  open,
  photo,
  pixelsOf,
  rms,
  scratch,
  sourceOf,
  transformOf,
} from './testing/pictures.ts';

/** Ways of writing that are asked for by name. */
const folder = scratch();
const PICTURE = photo(160, 120);

let imaging: Imaging;
let opaque: Source;
let seenThrough: Source;

beforeAll(async () => {
  imaging = imagingFor(folder);
  opaque = sourceOf(folder, 'png', await open(PICTURE).png().toBuffer());
  seenThrough = sourceOf(folder, 'png', await open(PICTURE).ensureAlpha(0.5).png().toBuffer());
});

afterAll(() => imaging?.close());

async function render(values: TransformValues, source = opaque): Promise<Buffer> {
  const { data } = await imaging.render({ source, transform: transformOf({ strip: true, ...values }) });
  return data;
}

describe('compression', () => {
  it.each([
    ['none', 'None'],
    ['lzw', 'LZW'],
    ['deflate', 'Zip'],
    ['packbits', 'RLE'],
  ] as const)('%s keeps every pixel', async (compression, theirs) => {
    const file = await render({ format: 'tif', compression });
    expect(execFileSync('/usr/bin/identify', ['-format', '%C', '-'], { input: file, encoding: 'utf8' })).toBe(
      theirs,
    );
    expect(rms(await pixelsOf(file), PICTURE)).toBe(0);
  });

  it('jpeg takes the quality and has no opacity', async () => {
    const [good, poor] = await Promise.all(
      [90, 20].map((quality) => render({ format: 'tif', compression: 'jpeg', quality }, seenThrough)),
    );
    const facts = await sharp(good).metadata();
    expect([facts.compression ?? 'jpeg', facts.hasAlpha]).toEqual(['jpeg', false]);
    expect(poor?.length).toBeLessThan((good?.length ?? 0) / 2);
    const onWhite = await sharp(await render({ format: 'jpg', quality: 90 }, seenThrough))
      .raw()
      .toBuffer();
    const inside = await sharp(good).raw().toBuffer();
    expect(Math.max(...inside.map((level, i) => Math.abs(level - (onWhite[i] ?? 0))))).toBeLessThan(40);
  });

  it('ccittfax4 makes every pixel black or white', async () => {
    const file = await render({ format: 'tif', compression: 'ccittfax4' }, seenThrough);
    const named = execFileSync('/usr/bin/identify', ['-format', '%C %z', '-'], {
      input: file,
      encoding: 'utf8',
    });
    expect(named).toBe('Group4 1');
    const grey = await pixelsOf(await render({ format: 'png', colorspace: 'gray', fill: 'white' }, opaque));
    const dark = await pixelsOf(await render({ format: 'tif', compression: 'ccittfax4' }));
    expect(new Set(dark.data)).toEqual(new Set([0, 255]));
    let wrong = 0;
    for (let i = 0; i < PICTURE.width * PICTURE.height; i++) {
      const isLight = (grey.data[i * grey.channels] ?? 0) > 127;
      if (dark.data[i * dark.channels] !== (isLight ? 255 : 0)) wrong += 1;
    }
    // Levels about the middle may fall to either side.
    expect(wrong).toBeLessThan(PICTURE.width * PICTURE.height * 0.02);
  });
});

describe('lossless', () => {
  it.each(['webp', 'avif'])('%s keeps every pixel', async (format) => {
    const file = await render({ format, lossless: 'yes' });
    expect(rms(await pixelsOf(file), PICTURE)).toBe(0);
    expect(rms(await pixelsOf(await render({ format })), PICTURE)).toBeGreaterThan(0.5);
  });

  it('near lets WebP change pixels a little, the more the lower the quality', async () => {
    const found = await Promise.all(
      [100, 60, 1].map(async (quality) => {
        const file = await render({ format: 'webp', lossless: 'near', quality });
        return { bytes: file.length, error: rms(await pixelsOf(file), PICTURE) };
      }),
    );
    const [all, some, least] = found as [(typeof found)[0], (typeof found)[0], (typeof found)[0]];
    expect(all.error).toBe(0);
    expect(some.error).toBeGreaterThan(0);
    expect(least.error).toBeGreaterThan(some.error);
    expect(least.error).toBeLessThan(12);
    expect(least.bytes).toBeLessThan(all.bytes);
  });
});
