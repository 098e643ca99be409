import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import type { Imaging, Source } from './imaging.ts';
import { imagingFor, open, photo, scratch, sourceOf, transformOf } from './testing/pictures.ts';

/** Pictures of more than 8 bits per channel, written by ImageMagick 6 (Q16) and read back by it. */
const folder = scratch();

let imaging: Imaging;
let sources: Record<'rgb' | 'alpha' | 'gray' | 'cmyk' | 'shallow', Source>;

function magick(args: readonly string[]): Buffer {
  return execFileSync('/usr/bin/convert', args, { maxBuffer: 2 ** 28 });
}

function written(name: string, extension: string, args: readonly string[]): Source {
  const file = join(folder, `${name}.${extension}`);
  magick(['-size', '90x60', 'plasma:red-blue', '-seed', '3', '-depth', '16', ...args, file]);
  return { file, extension, key: `${name}:` };
}

beforeAll(async () => {
  imaging = imagingFor(folder);
  sources = {
    rgb: written('rgb', 'tif', ['-blur', '0x2']),
    alpha: written('alpha', 'png', [
      '(',
      '-size',
      '90x60',
      'gradient:white-gray20',
      ')',
      '-alpha',
      'off',
      '-compose',
      'CopyOpacity',
      '-composite',
    ]),
    gray: written('gray', 'png', ['-colorspace', 'Gray', '-blur', '0x2']),
    cmyk: written('cmyk', 'tif', ['-colorspace', 'CMYK']),
    shallow: sourceOf(folder, 'png', await open(photo(90, 60)).png().toBuffer()),
  };
});

afterAll(() => imaging?.close());

async function render(source: Source, values: TransformValues): Promise<Buffer> {
  const { data } = await imaging.render({ source, transform: transformOf(values) });
  return data;
}

/** Samples of a file as ImageMagick reads them, in levels of 16 bits. */
function theirs(file: Buffer | string, channels: 'rgb' | 'rgba' | 'gray' | 'cmyk'): Uint16Array {
  const args = ['-depth', '16', '-endian', 'LSB', `${channels}:-`];
  const bytes = Buffer.isBuffer(file)
    ? execFileSync('/usr/bin/convert', ['-', ...args], { input: file, maxBuffer: 2 ** 28 })
    : magick([`${file}[0]`, ...args]);
  return new Uint16Array(Uint8Array.from(bytes).buffer);
}

function worst(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return most;
}

const levels = (samples: Uint16Array) => new Set(samples).size;

describe('depth=16', () => {
  it.each([
    ['rgb', 'rgb', 'png'],
    ['rgb', 'rgb', 'tif'],
    ['alpha', 'rgba', 'tif'],
    ['alpha', 'rgba', 'png'],
    ['gray', 'gray', 'png'],
    ['gray', 'gray', 'tif'],
    ['cmyk', 'cmyk', 'tif'],
  ] as const)('%s keeps every level of %s in %s', async (name, channels, format) => {
    const source = sources[name];
    const data = await render(source, { format, depth: 16 });
    expect((await sharp(data).metadata()).bitsPerSample).toBe(16);
    const before = theirs(source.file, channels);
    expect(levels(before)).toBeGreaterThan(1000);
    expect(worst(theirs(data, channels), before)).toBe(0);
  });

  it('is no more than the source has, and nothing that others can hold', async () => {
    const shallow = await sharp(await render(sources.shallow, { format: 'tif', depth: 16 })).metadata();
    expect(shallow.bitsPerSample).toBe(8);
    const jpeg = await sharp(await render(sources.rgb, { format: 'jpg', depth: 16 })).metadata();
    expect(jpeg.depth).toBe('uchar');
    const unasked = await sharp(await render(sources.rgb, { format: 'png', strip: true })).metadata();
    expect(unasked.bitsPerSample).toBe(8);
  });

  it.each<TransformValues>([
    { width: 40 },
    { width: 41, flip: 'h', rotation: 90 },
    { rotation: 33, fill: '#80ff20' },
    { rotation: -20, fill: 'none', width: 50 },
    { width: 60, height: 60, fill: 'orange' },
    { left: 0.123, right: 0.777, top: 0.2, width: 40 },
    { sharpen: 80 },
    { sharpen: -60 },
    { overlaySrc: 'x', overlayOpacity: 0.5, overlaySize: 0.5, overlayPos: 'se' },
    { tile: { number: 2, grid: 4 }, width: 60 },
    { colorspace: 'gray' },
  ])('gives the picture of 8 bits with more levels: %j', async (values) => {
    for (const source of [sources.rgb, sources.alpha, sources.cmyk]) {
      const overlay = values.overlaySrc ? sources.alpha : undefined;
      const job = {
        ...values,
        format: 'tif',
        strip: true,
        ...(source === sources.cmyk ? {} : { fill: values.fill ?? 'auto' }),
      };
      const [deep, plain] = await Promise.all(
        ([16, 8] as const).map(async (depth) => {
          const { data } = await imaging.render({
            source,
            overlay,
            transform: transformOf({ ...job, depth }),
          });
          return data;
        }),
      );
      const facts = await sharp(deep).metadata();
      expect([facts.bitsPerSample, facts.channels]).toEqual([16, (await sharp(plain).metadata()).channels]);
      const kind = facts.space === 'cmyk' ? 'cmyk' : facts.space === 'grey16' ? 'gray' : 'rgba';
      const [a, b] = [theirs(deep as Buffer, kind), theirs(plain as Buffer, kind)];
      expect(levels(a)).toBeGreaterThan(levels(b));
      // Of what can hardly be seen the colours are known to few bits.
      if (kind === 'rgba') {
        for (let i = 0; i < a.length; i++) if ((a[i | 3] ?? 0) < 40_000) a[i] = b[i] = 0;
      }
      expect(worst(a, b)).toBeLessThanOrEqual(257 * 5);
    }
  });
});

describe('CMYK of 16 bits', () => {
  it.each(['tif', 'jpg'])('is reduced to 8 bits for %s, not cut off', async (format) => {
    const data = await render(sources.cmyk, { format, quality: 100, strip: true });
    const inks = theirs(data, 'cmyk');
    expect(worst(inks, theirs(sources.cmyk.file, 'cmyk'))).toBeLessThanOrEqual(
      257 * (format === 'tif' ? 1 : 8),
    );
  });

  it('is cut around what draws attention, and drawn in tiles and from a pyramid', async () => {
    const large = written('large', 'tif', ['-colorspace', 'CMYK', '-resize', '1200x900!']);
    const engine = imagingFor(folder, { pyramidThreshold: 1_000_000 });
    const whole = await engine.render({
      source: large,
      transform: transformOf({ format: 'tif', width: 600 }),
    });
    const tiles = { format: 'tif', width: 600, tile: { number: 1, grid: 4 } } as const;
    const tile = await engine.render({ source: large, transform: transformOf(tiles) });
    const cut = await sharp(whole.data, { ignoreIcc: true })
      .pipelineColourspace('cmyk')
      .extract({ left: 0, top: 0, width: tile.width, height: tile.height })
      .toColourspace('cmyk')
      .tiff()
      .toBuffer();
    expect(worst(theirs(tile.data, 'cmyk'), theirs(cut, 'cmyk'))).toBeLessThanOrEqual(257 * 6);
    const smart = { format: 'jpg', width: 100, height: 100, gravity: 'smart' } as const;
    const { width, height } = await engine.render({ source: large, transform: transformOf(smart) });
    expect([width, height]).toEqual([100, 100]);
    await engine.close();
  });
});
