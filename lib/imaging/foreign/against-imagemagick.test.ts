import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import type { Imaging, Source } from '../imaging.ts';
import { imagingFor, open, photo, scratch, transformOf } from '../testing/pictures.ts';

/** The one of Debian's package imagemagick. */
const MAGICK = '/usr/bin/convert';
const folder = scratch();
const ORIGINAL = join(folder, 'original.png');
const SEEN_THROUGH = join(folder, 'alpha.png');

let imaging: Imaging;

beforeAll(async () => {
  if (!existsSync(MAGICK)) throw new Error('convert is missing: install the Debian package imagemagick');
  imaging = imagingFor(folder);
  await open(photo(123, 77)).png().toFile(ORIGINAL);
  await open(photo(61, 45)).ensureAlpha(0.4).png().toFile(SEEN_THROUGH);
});

afterAll(() => imaging?.close());

const magick = (args: readonly string[]) => execFileSync(MAGICK, args, { maxBuffer: 2 ** 28 });

type Wish = { from?: string; extension: string; args?: readonly string[]; prefix?: string };

let files = 0;

/** Has ImageMagick write a file. */
function written({ from = ORIGINAL, extension, args = [], prefix = '' }: Wish): Source {
  files += 1;
  const name = `${files}.${extension}`;
  const file = join(folder, name);
  magick([from, ...args, `${prefix}${file}`]);
  return { file, extension, key: `${name}@1` };
}

async function ours(source: Source, values: TransformValues = {}): Promise<Buffer> {
  const { data } = await imaging.render({ source, transform: transformOf({ format: 'png', ...values }) });
  const pixels = sharp(data).toColourspace('srgb').ensureAlpha();
  return pixels.raw({ depth: 'uchar' }).toBuffer();
}

/** What ImageMagick itself makes of the first picture in the file; it leaves turning a Targa to its caller. */
const theirs = ({ file, extension }: Source, order = 'rgba') =>
  magick([`${extension}:${file}[0]`, '-auto-orient', '-depth', '8', `${order}:-`]);

/** Largest difference of a sample; colours of what cannot be seen do not count. */
function worst(a: Buffer, b: Buffer): number {
  expect(a.length).toBe(b.length);
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const alpha = i | 3;
    if (i !== alpha && a[alpha] === 0 && b[alpha] === 0) continue;
    most = Math.max(most, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  }
  return most;
}

const LIGHT = ['-channel', 'RGB', '+level', '70%,100%', '+channel'];
const grey = ['-colorspace', 'Gray'];
const palette = (colours: number) => ['-colors', String(colours), '-type', 'Palette'];

const FILES: ReadonlyArray<readonly [string, Wish]> = [
  ['BMP, 24 bits', { extension: 'bmp', args: ['-type', 'TrueColor'] }],
  ['BMP, 24 bits, third version', { extension: 'bmp', prefix: 'bmp3:' }],
  ['BMP, 24 bits, OS/2', { extension: 'bmp', prefix: 'bmp2:' }],
  ['BMP, 8 bits', { extension: 'bmp', args: palette(200), prefix: 'bmp3:' }],
  [
    'BMP, 8 bits, run lengths',
    { extension: 'bmp', args: [...palette(40), '-compress', 'RLE'], prefix: 'bmp3:' },
  ],
  ['BMP, 8 bits, OS/2', { extension: 'bmp', args: palette(100), prefix: 'bmp2:' }],
  ['BMP, 4 bits', { extension: 'bmp', args: palette(16), prefix: 'bmp3:' }],
  ['BMP, 1 bit', { extension: 'bmp', args: ['-monochrome'], prefix: 'bmp3:' }],
  ['BMP, grey', { extension: 'bmp', args: grey }],
  ['BMP, 5-6-5', { extension: 'bmp', args: ['-define', 'bmp:subtype=RGB565'] }],
  ['BMP, 5-5-5', { extension: 'bmp', args: ['-define', 'bmp:subtype=RGB555'] }],
  ['BMP, opacity', { from: SEEN_THROUGH, extension: 'bmp' }],
  ['ICO, opacity', { from: SEEN_THROUGH, extension: 'ico' }],
  ['ICO, 8 bits', { extension: 'ico', args: palette(30) }],
  ['TGA', { extension: 'tga', args: ['-type', 'TrueColor', '-compress', 'None'] }],
  ['TGA, run lengths', { extension: 'tga', args: ['-posterize', '3', '-compress', 'RLE'] }],
  ['TGA, opacity', { from: SEEN_THROUGH, extension: 'tga' }],
  ['TGA, opacity, run lengths', { from: SEEN_THROUGH, extension: 'tga', args: ['-compress', 'RLE'] }],
  ['TGA, grey', { extension: 'tga', args: grey }],
  ['TGA, palette', { extension: 'tga', args: palette(100) }],
  ['TGA, top first', { extension: 'tga', args: ['-orient', 'TopLeft'] }],
  ['PPM', { extension: 'ppm' }],
  ['PPM, 16 bits', { extension: 'ppm', args: ['-blur', '0x2', '-depth', '16'] }],
  ['PPM, text', { extension: 'ppm', args: ['-compress', 'None'] }],
  ['PGM', { extension: 'pgm' }],
  ['PGM, text', { extension: 'pgm', args: ['-compress', 'None'] }],
  ['PBM', { extension: 'pbm', args: ['-monochrome'] }],
  ['PBM, text', { extension: 'pbm', args: ['-monochrome', '-compress', 'None'] }],
  ['PAM, opacity', { from: SEEN_THROUGH, extension: 'pam' }],
  ['PSD', { extension: 'psd' }],
  ['PSD, uncompressed', { extension: 'psd', args: ['-compress', 'None'] }],
  ['PSD, 16 bits', { extension: 'psd', args: ['-blur', '0x2', '-depth', '16'] }],
  ['PSD, 1 bit', { extension: 'psd', args: ['-monochrome', '-type', 'bilevel'] }],
  ['PSD, large document', { extension: 'psd', prefix: 'psb:' }],
  [
    'PSD, large document, 16 bits',
    { extension: 'psd', args: ['-blur', '0x2', '-depth', '16'], prefix: 'psb:' },
  ],
  ['PSD, grey', { extension: 'psd', args: grey }],
  // White is taken out when read but not put in when written, so the colours are light ones.
  ['PSD, opacity', { from: SEEN_THROUGH, extension: 'psd', args: LIGHT }],
  ['PSD, opacity, 16 bits', { from: SEEN_THROUGH, extension: 'psd', args: [...LIGHT, '-depth', '16'] }],
];

describe('pixels as ImageMagick reads them', () => {
  it.each(FILES)('%s', async (_name, wish) => {
    const source = written(wish);
    expect(worst(await ours(source), theirs(source))).toBeLessThanOrEqual(1);
  });

  it.each([8, 16])('PSD, CMYK, %i bits', async (depth) => {
    const source = written({ extension: 'psd', args: ['-colorspace', 'CMYK', '-depth', String(depth)] });
    const { data } = await imaging.render({ source, transform: transformOf({ format: 'tif' }) });
    const inks = sharp(data, { ignoreIcc: true }).pipelineColourspace('cmyk').toColourspace('cmyk');
    expect(worst(await inks.raw().toBuffer(), theirs(source, 'cmyk'))).toBeLessThanOrEqual(1);
  });
});
