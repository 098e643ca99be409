import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, zstdCompressSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { describeFile } from '../../describe-file.ts';
import type { Source } from '../../imaging.ts';
import { imagingFor, scratch, sourceOf, transformOf } from '../../testing/pictures.ts';
import { packBits, type TiffWish, tiffFile } from '../../testing/tiff-file.ts';
import { encoded } from '../srgb-light.ts';

/** TIFF files that the imaging library does not read or takes for something else. */
const folder = scratch();
const imaging = imagingFor(folder, { autoOrient: true, timeoutSeconds: 10, maxInputPixels: 1_000_000 });
const [DEFLATE, ZSTD] = [8, 50_000];
const YCC = 6;

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (program: string, args: readonly string[], input?: Buffer) =>
  execFileSync(`/usr/bin/${program}`, args, { input, maxBuffer: 2 ** 28, stdio: ['pipe', 'pipe', 'ignore'] });

const SCENE = ['-seed', '5', '-size', '90x60', 'plasma:red-blue', '-blur', '0x1'];
const SEEN_THROUGH = ['-alpha', 'on', '-channel', 'A', '-evaluate', 'set', '40%', '+channel'];
const TILES = ['-define', 'tiff:tile-geometry=32x32'];

let files = 0;

function written(args: readonly string[], tags: readonly string[] = [], prefix = ''): Source {
  files += 1;
  const file = join(folder, `made-${files}.tif`);
  run('convert', [...args, `${prefix}${file}`]);
  if (tags.length > 0) run('exiftool', ['-q', '-overwrite_original', ...tags, file]);
  return { file, extension: 'tif', key: `made-${files}:` };
}

async function render(source: Source, values: TransformValues): Promise<Buffer> {
  const { data } = await imaging.render({ source, transform: transformOf(values) });
  return data;
}

/** Samples as ImageMagick reads them, in levels of 16 bits. */
function levels(picture: string | Buffer, channels: string): number[] {
  const isFile = typeof picture === 'string';
  const args = [isFile ? picture : '-', '-depth', '16', '-endian', 'LSB', `${channels}:-`];
  const bytes = run('convert', args, isFile ? undefined : picture);
  return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(i * 2));
}

function worst(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, level, i) => Math.max(most, Math.abs(level - (b[i] ?? 0))), 0);
}

const deepTiff = { format: 'tif', depth: 16, compression: 'none' } as const;

describe('Zstandard', () => {
  it.each<[string, readonly string[]]>([
    ['8 bits', ['-depth', '8']],
    ['16 bits', ['-depth', '16']],
    ['16 bits, most significant byte first', ['-depth', '16', '-define', 'tiff:endian=msb']],
    ['32 bits', ['-depth', '32']],
    ['grey', ['-depth', '8', '-colorspace', 'Gray']],
    ['grey, 0 is white', ['-depth', '8', '-colorspace', 'Gray', '-define', 'quantum:polarity=min-is-white']],
    ['opacity', ['-depth', '8', ...SEEN_THROUGH]],
    ['grey, opacity, 16 bits', ['-depth', '16', '-colorspace', 'Gray', ...SEEN_THROUGH]],
    ['opacity multiplied in', ['-depth', '16', ...SEEN_THROUGH, '-define', 'tiff:alpha=associated']],
    ['1 bit', ['-monochrome']],
    ['palette', ['-colors', '30', '-type', 'Palette']],
    ['planes', ['-depth', '8', '-interlace', 'plane']],
    ['tiles', ['-depth', '8', ...TILES]],
    ['tiles, 16 bits', ['-depth', '16', ...TILES]],
    ['CMYK', ['-depth', '8', '-colorspace', 'CMYK']],
    ['CMYK, 16 bits', ['-depth', '16', '-colorspace', 'CMYK']],
    ['BigTIFF', ['-depth', '16', ...TILES]],
    ['BigTIFF, most significant byte first', ['-depth', '8', '-define', 'tiff:endian=msb']],
  ])('%s', async (name, args) => {
    const prefix = name.startsWith('BigTIFF') ? 'TIFF64:' : '';
    const source = written([...SCENE, ...args, '-compress', 'ZSTD'], [], prefix);
    expect(
      readFileSync(source.file)
        .subarray(0, 4)
        .includes(prefix === '' ? 42 : 43),
    ).toBe(true);
    expect(run('exiftool', ['-s3', '-n', '-Compression', source.file]).toString().trim()).toBe(`${ZSTD}`);
    const channels = name.startsWith('CMYK') ? 'cmyk' : 'rgba';
    const found = levels(await render(source, deepTiff), channels);
    // Of palettes 8 bits are read.
    const limit = name === 'palette' ? 257 : 2;
    expect(worst(found, levels(source.file, channels))).toBeLessThanOrEqual(limit);
  });

  it.each([
    ['8 bits', ['-depth', '8'], 'zstd:2'],
    ['16 bits', ['-depth', '16'], 'zstd:2'],
    ['16 bits, most significant byte first', ['-depth', '16', '-define', 'tiff:endian=msb'], 'zstd:2'],
    ['32 bits of floating point', ['-depth', '32', '-define', 'quantum:format=floating-point'], 'zstd:3'],
    [
      '32 bits of floating point, as whole ones',
      ['-depth', '32', '-define', 'quantum:format=floating-point'],
      'zstd:2',
    ],
  ])('%s, as differences (%j, %s)', async (_name, args, packing) => {
    const plain = written([...SCENE, ...args, '-compress', 'Zip']);
    const source = { ...plain, file: `${plain.file}.packed.tif`, key: `${plain.key}packed` };
    run('tiffcp', ['-c', packing, plain.file, source.file]);
    const isFloat = args.length > 3 && args[1] === '32';
    const found = levels(await render(source, deepTiff), 'rgb');
    // ImageMagick takes floating point for sRGB, as which it has written it.
    const theirs = levels(plain.file, 'rgb').map((level) =>
      isFloat ? Math.round(encoded(level / 65_535) * 65_535) : level,
    );
    expect(worst(found, theirs)).toBeLessThanOrEqual(isFloat ? 12 : 0);
  });

  it('keeps profile, resolution and what the file says, and is turned as it says', async () => {
    const profile = ['-profile', '/usr/share/color/icc/ghostscript/rommrgb.icc'];
    const source = written(
      [...SCENE, '-density', '240', '-units', 'PixelsPerInch', ...profile, '-compress', 'ZSTD'],
      ['-EXIF:Make=Maker of cameras', '-XMP-dc:Title=The title of it', '-Orientation#=6'],
    );
    expect(await describeFile(source.file)).toMatchObject({
      format: 'tiff',
      width: 90,
      height: 60,
      dpi: 240,
      orientation: 6,
      profile: expect.stringMatching(/ROMM/),
    });
    expect(await imaging.probe(source)).toMatchObject({ width: 60, height: 90, dpi: 240 });
    const answer = await render(source, { format: 'jpg' });
    const found = await sharp(answer).metadata();
    expect(found).toMatchObject({ width: 60, height: 90, density: 240 });
    expect(found.icc?.length).toBe(readFileSync(profile[1] ?? '').length);
    const told = run('exiftool', ['-s3', '-n', '-Make', '-Title', '-Orientation', '-'], answer).toString();
    expect(told.trim().split('\n')).toEqual(['Maker of cameras', 'The title of it', '1']);
    const lying = await sharp(await render(source, { format: 'png', strip: true }))
      .raw()
      .toBuffer();
    const plain = written([source.file, '-compress', 'LZW']);
    expect(lying).toEqual(
      await sharp(await render(plain, { format: 'png', strip: true }))
        .raw()
        .toBuffer(),
    );
  });
});

it('LZMA is refused by its name', async () => {
  const source = written([...SCENE, '-compress', 'LZMA']);
  await expect(render(source, { format: 'png' })).rejects.toMatchObject({
    status: 415,
    message: expect.stringContaining('LZMA'),
  });
  expect(await describeFile(source.file)).toMatchObject({ width: 90, height: 60, depth: 16 });
});

describe('numbers that are no whole bytes', () => {
  const [width, height] = [37, 11];

  it.each<[bits: number, samples: number, photometric: number, more: Partial<TiffWish>]>([
    [12, 1, 1, {}],
    [12, 1, 0, { big: true }],
    [12, 3, 2, {}],
    [12, 3, 2, { big: true, rowsPerStrip: 4 }],
    [12, 3, 2, { compression: DEFLATE }],
    [12, 3, 2, { compression: ZSTD, rowsPerStrip: 4 }],
    [12, 4, 2, { tags: [{ tag: 338, values: [2] }] }],
    [10, 1, 1, {}],
    [14, 3, 2, {}],
    [4, 3, 2, {}],
    [6, 1, 1, {}],
  ])('%s bits, %s channels, model %s, %j', async (bits, samples, photometric, more) => {
    const most = 2 ** bits - 1;
    const count = width * height * samples;
    const numbers = Array.from({ length: count }, (_, i) => (i * 7919 + Math.floor(i / 5)) % (most + 1));
    const rows = more.rowsPerStrip ?? height;
    const strips = Array.from({ length: Math.ceil(height / rows) }, (_, i) => {
      const part = numbers.slice(i * rows * width * samples, (i + 1) * rows * width * samples);
      const bytes = packBits(part, bits, width * samples);
      if (more.compression === DEFLATE) return deflateSync(bytes);
      return more.compression === ZSTD ? zstdCompressSync(bytes) : bytes;
    });
    const file = tiffFile({ width, height, bits, samples, photometric, ...more }, strips);
    const source = sourceOf(folder, 'tif', file);
    const found = levels(await render(source, deepTiff), ['gray', '', 'rgb', 'rgba'][samples - 1] ?? '');
    const step = bits > 8 ? 1 : 257;
    const expected = numbers.map((level) => {
      const share = (photometric === 0 ? most - level : level) / most;
      return Math.round((share * 65_535) / step) * step;
    });
    expect(worst(found, expected)).toBeLessThanOrEqual(1);
    expect(await describeFile(source.file)).toMatchObject({ depth: bits, width, height });
  });
});

describe('YCbCr that is not JPEG', () => {
  const [width, height] = [37, 21];
  type Ycc = { across: number; down: number; range?: number[]; weights?: number[] } & Partial<TiffWish>;

  /** Lightness changes from pixel to pixel, colour from one group of pixels to the next. */
  function numberAt(x: number, y: number, channel: number): number {
    if (channel === 0) return 30 + ((x * 5 + y * 7) % 180);
    return channel === 1 ? 70 + ((x * 11 + y) % 120) : 80 + ((x + y * 13) % 100);
  }

  function stripsOf({ across, down, rowsPerStrip = height, compression }: Ycc): Buffer[] {
    const strips: Buffer[] = [];
    for (let top = 0; top < height; top += rowsPerStrip) {
      const bytes: number[] = [];
      for (let y = top; y < Math.min(height, top + rowsPerStrip); y += down) {
        for (let x = 0; x < width; x += across) {
          for (let i = 0; i < across * down; i++)
            bytes.push(numberAt(x + (i % across), y + Math.floor(i / across), 0));
          bytes.push(numberAt(x, y, 1), numberAt(x, y, 2));
        }
      }
      const strip = Buffer.from(bytes);
      strips.push(
        compression === DEFLATE ? deflateSync(strip) : compression === ZSTD ? zstdCompressSync(strip) : strip,
      );
    }
    return strips;
  }

  function fileOf(wish: Ycc): Buffer {
    const { across, down, range, weights } = wish;
    const tags = [
      { tag: 530, values: [across, down] },
      ...(range ? [{ tag: 532, values: range, isFraction: true }] : []),
      ...(weights ? [{ tag: 529, values: weights, isFraction: true }] : []),
    ];
    return tiffFile({ width, height, bits: 8, samples: 3, photometric: YCC, ...wish, tags }, stripsOf(wish));
  }

  const FULL = [0, 255, 128, 255, 128, 255];
  const STUDIO = [15, 235, 128, 240, 128, 240];

  it.each<[string, Ycc]>([
    ['each pixel by itself', { across: 1, down: 1, range: FULL }],
    ['two across', { across: 2, down: 1, range: FULL }],
    ['two by two', { across: 2, down: 2, range: FULL, rowsPerStrip: 8 }],
    ['four by two, deflate', { across: 4, down: 2, range: FULL, compression: DEFLATE }],
    ['four by four', { across: 4, down: 4, range: FULL }],
    ['Zstandard', { across: 2, down: 2, range: FULL, compression: ZSTD }],
    ['levels of studios', { across: 2, down: 2, range: STUDIO }],
    ['weights of its own', { across: 1, down: 1, range: STUDIO, weights: [0.213, 0.715, 0.072] }],
    ['levels unset', { across: 2, down: 2 }],
  ])('%s', async (_name, wish) => {
    const source = sourceOf(folder, 'tif', fileOf(wish));
    const [lr, lg, lb] = wish.weights ?? [0.299, 0.587, 0.114];
    const [yb, yw, bb, bw, rb, rw] = wish.range ?? FULL;
    const expected: number[] = [];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [left, top] = [x - (x % wish.across), y - (y % wish.down)];
        const luma = ((numberAt(x, y, 0) - (yb ?? 0)) * 255) / ((yw ?? 0) - (yb ?? 0));
        const cb = ((numberAt(left, top, 1) - (bb ?? 0)) * 127) / ((bw ?? 0) - (bb ?? 0));
        const cr = ((numberAt(left, top, 2) - (rb ?? 0)) * 127) / ((rw ?? 0) - (rb ?? 0));
        const red = cr * (2 - 2 * (lr ?? 0)) + luma;
        const blue = cb * (2 - 2 * (lb ?? 0)) + luma;
        const green = (luma - (lb ?? 0) * blue - (lr ?? 0) * red) / (lg ?? 1);
        for (const level of [red, green, blue])
          expected.push(Math.max(0, Math.min(255, Math.round(level))) * 257);
      }
    }
    const found = levels(await render(source, { format: 'png' }), 'rgb');
    expect(worst(found, expected)).toBe(0);
    // libtiff, which works in whole numbers.
    run('tiff2rgba', ['-c', 'none', source.file, `${source.file}.rgba.tif`]);
    expect(worst(found, levels(`${source.file}.rgba.tif`, 'rgb'))).toBeLessThanOrEqual(257 * 3);
    expect(await describeFile(source.file)).toMatchObject({ colour: 'RGB', depth: 8, width, height });
  });

  it('inside of JPEG is left to the imaging library', async () => {
    const source = written([...SCENE, '-depth', '8', '-compress', 'JPEG', '-sampling-factor', '4:2:0']);
    const found = levels(await render(source, { format: 'png' }), 'rgb');
    expect(worst(found, levels(source.file, 'rgb'))).toBeLessThanOrEqual(257 * 3);
  });
});

describe('damaged files', () => {
  async function outcome(content: Buffer): Promise<number> {
    try {
      const source = sourceOf(folder, 'tif', content);
      await imaging.render({ source, transform: transformOf({ format: 'png', width: 20 }) });
      return 200;
    } catch (error) {
      return error instanceof EmulsionError ? error.status : 500;
    }
  }

  it.each<[string, readonly string[]]>([
    ['Zstandard', [...SCENE, '-depth', '8', '-compress', 'ZSTD']],
    ['Zstandard in tiles', [...SCENE, '-depth', '16', ...TILES, '-compress', 'ZSTD']],
    ['YCbCr', [...SCENE, '-depth', '8', '-colorspace', 'YCbCr', '-compress', 'None']],
    ['BigTIFF', [...SCENE, '-depth', '8', '-compress', 'ZSTD']],
  ])('%s is refused wherever it is cut, and drawn or refused with turned bits', async (name, args) => {
    const isBig = name === 'BigTIFF';
    const whole = readFileSync(written(args, [], isBig ? 'TIFF64:' : '').file);
    // The directory stands behind the pixels.
    const directory = isBig ? Number(whole.readBigUInt64LE(8)) : whole.readUInt32LE(4);
    for (let i = 0; i < 20; i++) {
      expect(await outcome(whole.subarray(0, Math.floor((directory * i) / 20)))).toBe(415);
    }
    const turned: number[] = [];
    for (let i = 0; i < 80; i++) {
      const broken = Buffer.from(whole);
      const at = i % 4 === 3 ? (i * 7919) % whole.length : directory + ((i * 5) % 250);
      broken[at] = (broken[at] ?? 0) ^ (1 << (i % 8));
      turned.push(await outcome(broken));
    }
    expect(turned.filter((status) => status !== 200 && status !== 415)).toEqual([]);
  });
});
