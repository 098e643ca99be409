import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import type { Imaging, Source } from './imaging.ts';
import { imagingFor, scratch, transformOf } from './testing/pictures.ts';

/** TIFF files of every kind that ImageMagick writes, compared with what it reads out of them itself. */
const folder = scratch();
const ICC = '/usr/share/color/icc';
const PRESS = `${ICC}/ghostscript/default_cmyk.icc`;
const WIDE = `${ICC}/ghostscript/rommrgb.icc`;
const SRGB = `${ICC}/ghostscript/srgb.icc`;

let imaging: Imaging;

beforeAll(() => {
  const iccDir = join(folder, 'icc');
  mkdirSync(iccDir);
  copyFileSync(PRESS, join(iccDir, 'press.icc'));
  imaging = imagingFor(folder, { iccDir });
});

afterAll(() => imaging?.close());

const magick = (args: readonly string[], input?: Buffer) =>
  execFileSync('/usr/bin/convert', args, { input, maxBuffer: 2 ** 28, stdio: ['pipe', 'pipe', 'ignore'] });

const SCENE = ['-seed', '5', '-size', '90x60', 'plasma:red-blue', '-blur', '0x1'];
const SEEN_THROUGH = ['-alpha', 'on', '-channel', 'A', '-evaluate', 'set', '40%', '+channel'];
const GREY = ['-colorspace', 'Gray'];
const CMYK = ['-colorspace', 'CMYK'];
const PLANES = ['-interlace', 'plane'];
const TILES = ['-define', 'tiff:tile-geometry=32x32'];
const BIG_ENDIAN = ['-define', 'tiff:endian=msb'];
const PALETTE = ['-type', 'Palette'];

let files = 0;

function written(args: readonly string[], prefix = '', extension = 'tif'): Source {
  files += 1;
  const file = join(folder, `${files}.${extension}`);
  magick([...args, `${prefix}${file}`]);
  return { file, extension, key: `${files}:` };
}

async function render(source: Source, values: TransformValues): Promise<Buffer> {
  const { data } = await imaging.render({ source, transform: transformOf(values) });
  return data;
}

/** Samples as ImageMagick reads them, in levels of 255. */
function levels(picture: string | Buffer, channels: string): number[] {
  const input = Buffer.isBuffer(picture) ? picture : undefined;
  const args = [
    typeof picture === 'string' ? picture : '-',
    '-depth',
    '16',
    '-endian',
    'LSB',
    `${channels}:-`,
  ];
  const bytes = magick(args, input);
  return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(i * 2) / 257);
}

function worst(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, level, i) => Math.max(most, Math.abs(level - (b[i] ?? 0))), 0);
}

const KINDS: ReadonlyArray<readonly [name: string, args: readonly string[]]> = [
  ['8 bits', ['-depth', '8']],
  ['16 bits', ['-depth', '16']],
  ['32 bits', ['-depth', '32']],
  ['most significant byte first', ['-depth', '16', ...BIG_ENDIAN]],
  ['grey', ['-depth', '8', ...GREY]],
  ['grey, 16 bits', ['-depth', '16', ...GREY]],
  ['grey, 4 bits', ['-depth', '4', ...GREY]],
  ['grey, opacity', ['-depth', '8', ...GREY, ...SEEN_THROUGH]],
  ['grey, opacity, 16 bits', ['-depth', '16', ...GREY, ...SEEN_THROUGH]],
  ['grey, 0 is white', ['-depth', '16', ...GREY, '-define', 'quantum:polarity=min-is-white']],
  ['opacity', ['-depth', '8', ...SEEN_THROUGH]],
  ['opacity, 16 bits', ['-depth', '16', ...SEEN_THROUGH]],
  ['opacity multiplied in', ['-depth', '8', ...SEEN_THROUGH, '-define', 'tiff:alpha=associated']],
  ['1 bit', ['-monochrome', '-compress', 'None']],
  ['1 bit, fax', ['-monochrome', '-compress', 'Group4']],
  ['palette', ['-colors', '30', ...PALETTE]],
  ['palette, 4 bits', ['-colors', '12', ...PALETTE, '-depth', '4']],
  ['planes', ['-depth', '8', ...PLANES]],
  ['planes, 16 bits', ['-depth', '16', ...PLANES]],
  ['tiles', ['-depth', '8', ...TILES]],
  ['deflate', ['-depth', '8', '-compress', 'Zip']],
  ['CMYK', ['-depth', '8', ...CMYK]],
  ['CMYK, 16 bits', ['-depth', '16', ...CMYK]],
  ['CMYK, planes', ['-depth', '8', ...CMYK, ...PLANES]],
  ['CMYK, opacity', ['-depth', '8', ...CMYK, ...SEEN_THROUGH]],
];

describe('pixels as ImageMagick reads them', () => {
  it.each([...KINDS, ['BigTIFF', ['-depth', '8']] as const])('%s', async (name, args) => {
    const source = written([...SCENE, ...args], name === 'BigTIFF' ? 'TIFF64:' : '');
    const data = await render(source, { format: 'tif', compression: 'none' });
    const channels = name.startsWith('CMYK') ? 'cmyk' : 'rgba';
    expect(worst(levels(data, channels), levels(source.file, channels))).toBeLessThanOrEqual(1);
  });
});

describe('numbers that are neither of a screen nor of a press', () => {
  const FLOAT = ['-define', 'quantum:format=floating-point', '-compress'];

  it.each([
    ['8', []],
    ['16', []],
    ['8', ['-compress', 'LZW']],
    ['8', ['-compress', 'Zip', ...TILES]],
  ])('Lab of %s bits, %j', async (bits, packing) => {
    const original = written([...SCENE, '-depth', '8', '-profile', SRGB]);
    const lab = join(folder, `lab${bits}${packing.length}.tif`);
    execFileSync('/usr/bin/tificc', ['-c0', '-w', bits, '-o*Lab', '-t1', original.file, lab], {
      stdio: 'ignore',
    });
    // Of 16 bits it writes the one kind of Lab under the number of the other.
    const bytes = readFileSync(lab);
    const tag = bytes.indexOf(Buffer.from([6, 1, 3, 0, 1, 0, 0, 0, 9, 0]));
    if (tag >= 0) bytes[tag + 8] = 8;
    writeFileSync(lab, bytes);
    const source = packing.length > 0 ? written([lab, ...packing]) : { ...original, file: lab, key: lab };
    const data = await render(source, { format: 'png', colorspace: 'rgb', strip: true });
    const [ours, theirs] = [levels(data, 'rgb'), levels(original.file, 'rgb')];
    const mean = ours.reduce((sum, level, i) => sum + Math.abs(level - (theirs[i] ?? 0)), 0) / ours.length;
    // Eight bits of Lab are coarser than those of sRGB.
    expect(mean).toBeLessThan(bits === '8' ? 1.5 : 0.6);
    if (bits === '16') expect(worst(ours, theirs)).toBeLessThanOrEqual(3);
  });

  it.each([
    ['32', 'Zip'],
    ['32', 'LZW'],
    ['64', 'Zip'],
  ])('floating point of %s bits, %s, is linear light', async (depth, packing) => {
    const grey = written(['-size', '16x1', 'xc:gray(50%)', ...GREY, '-depth', depth, ...FLOAT, packing]);
    const [light = 0] = levels(await render(grey, { format: 'png', strip: true }), 'gray');
    expect(Math.abs(light - 187.5)).toBeLessThan(1.5);
    const wide = written([...SCENE, '-colorspace', 'RGB', '-depth', depth, ...FLOAT, packing]);
    const ours = levels(await render(wide, { format: 'png', strip: true }), 'rgb');
    const theirs = levels(magick([...SCENE, '-depth', '16', 'tif:-']), 'rgb');
    expect(worst(ours, theirs)).toBeLessThanOrEqual(2);
  });
});

it('pages of different sizes, models and depths in one file', async () => {
  const small = ['(', ...SCENE, ...GREY, '-depth', '16', '-resize', '45x30!', ')'];
  const fax = ['(', ...SCENE, '-monochrome', ')'];
  const inks = ['(', ...SCENE, ...CMYK, '-depth', '8', ')'];
  const source = written([...SCENE, '-depth', '8', ...small, ...fax, ...inks]);
  for (const [page, size, space] of [
    [1, [90, 60], 'rgb'],
    [2, [45, 30], 'gray'],
    [3, [90, 60], 'gray'],
    [4, [90, 60], 'cmyk'],
  ] as const) {
    const info = await imaging.probe(source, page);
    expect([info.pages, info.width, info.height, info.space]).toEqual([4, ...size, space]);
    const data = await render(source, { page, format: 'tif' });
    const channels = space === 'cmyk' ? 'cmyk' : 'rgba';
    const theirs = levels(`${source.file}[${page - 1}]`, channels);
    expect(worst(levels(data, channels), theirs), `page ${page}`).toBeLessThanOrEqual(1);
  }
  await expect(imaging.probe(source, 5)).rejects.toMatchObject({ status: 415 });
});

describe('a photograph within two levels of ImageMagick', () => {
  const toSrgb = { format: 'png', colorspace: 'rgb', strip: true } as const;
  const inPress = [...SCENE, '-profile', SRGB, '-profile', PRESS];

  it.each([
    ['JPEG of inks, inverted as Adobe does', [...inPress, '-quality', '95'], 'jpg'],
    ['TIFF of inks', [...inPress, '-depth', '8'], 'tif'],
    ['TIFF of inks, 16 bits', [...inPress, '-depth', '16'], 'tif'],
    ['TIFF of wide colours, 16 bits', [...SCENE, '-profile', SRGB, '-profile', WIDE, '-depth', '16'], 'tif'],
    ['PNG of wide colours, 16 bits', [...SCENE, '-profile', SRGB, '-profile', WIDE, '-depth', '16'], 'png'],
  ])('%s to sRGB', async (_name, args, extension) => {
    const source = written(args, '', extension);
    const target = join(folder, 'srgb.icc');
    await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
      .withIccProfile('srgb')
      .tiff()
      .toFile(join(folder, 'srgb.tif'));
    magick([join(folder, 'srgb.tif'), `icc:${target}`]);
    const theirs = magick([source.file, '-intent', 'perceptual', '-profile', target, 'tif:-']);
    expect(worst(levels(await render(source, toSrgb), 'rgb'), levels(theirs, 'rgb'))).toBeLessThanOrEqual(
      2.5,
    );
  });

  it.each(['tif', 'jpg'])('to inks of the operator, in %s', async (format) => {
    const source = written([...SCENE, '-depth', '8', '-profile', SRGB], '', 'png');
    const wish = { format, quality: 100, iccProfile: 'press', iccIntent: 'relative', iccBpc: true } as const;
    const data = await render(source, wish);
    const press = ['-intent', 'relative', '-black-point-compensation', '-profile', PRESS];
    const theirs = magick([source.file, ...press, '-depth', '16', 'tif:-']);
    expect((await sharp(data).metadata()).space).toBe('cmyk');
    const proof = (file: Buffer) => magick(['-', '-intent', 'relative', '-profile', SRGB, 'tif:-'], file);
    const limit = format === 'tif' ? 4 : 8;
    expect(worst(levels(proof(data), 'rgb'), levels(proof(theirs), 'rgb'))).toBeLessThanOrEqual(limit);
  });
});
