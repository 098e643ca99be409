import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { describeFile } from '../../describe-file.ts';
import type { Imaging, Source } from '../../imaging.ts';
import { imagingFor, open, photo, scratch, sourceOf, transformOf } from '../../testing/pictures.ts';

const folder = scratch();
let imaging: Imaging;
/** With bounds like those of a server, for files that state too much. */
let bounded: Imaging;

const inFolder = (name: string) => join(folder, name);
const run = (program: string, args: readonly string[]) =>
  execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 });

beforeAll(async () => {
  imaging = imagingFor(folder);
  bounded = imagingFor(folder, { timeoutSeconds: 5, maxInputPixels: 1_000_000 });
  const colour = open(photo(123, 77));
  await colour.clone().png().toFile(inFolder('colour.png'));
  await colour.clone().ensureAlpha(0.4).png().toFile(inFolder('alpha.png'));
  await colour.clone().toColourspace('b-w').png().toFile(inFolder('grey.png'));
  await colour.clone().blur(2).toColourspace('rgb16').png().toFile(inFolder('deep.png'));
  await colour.clone().withIccProfile('p3').png().toFile(inFolder('wide.png'));
  await open(photo(120, 80)).png().toFile(inFolder('even.png'));
  await open(photo(50, 90)).png().toFile(inFolder('second.png'));
});

afterAll(async () => {
  await Promise.all([imaging.close(), bounded.close()]);
  rmSync(folder, { recursive: true, force: true });
});

type Format = {
  extension: string;
  write: (from: string, to: string, args: readonly string[]) => void;
  /** The program's own reading, as PNG. */
  read: (from: string, to: string) => void;
};

const heic: Format = {
  extension: 'heic',
  write: (from, to, args) => run('heif-enc', [...args, from, '-o', to]),
  read: (from, to) => run('heif-convert', ['-q', '100', from, to]),
};
const jxl: Format = {
  extension: 'jxl',
  write: (from, to, args) => run('cjxl', [from, to, '--num_threads=1', ...args]),
  read: (from, to) => run('djxl', [from, to]),
};
const jp2: Format = {
  extension: 'jp2',
  write: (from, to, args) => run('opj_compress', ['-i', from, '-o', to, ...args]),
  read: (from, to) => run('opj_decompress', ['-i', from, '-o', to]),
};
const j2k: Format = { ...jp2, extension: 'j2k' };

let files = 0;

function written({ extension, write }: Format, from: string, args: readonly string[] = []): Source {
  files += 1;
  const name = `${files}.${extension}`;
  write(inFolder(from), inFolder(name), args);
  return { file: inFolder(name), extension, key: `${name}@1` };
}

async function samples(data: Buffer | string): Promise<Buffer> {
  return sharp(data, { ignoreIcc: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer();
}

async function ours(source: Source, values: TransformValues = {}): Promise<Buffer> {
  const { data } = await imaging.render({ source, transform: transformOf({ format: 'png', ...values }) });
  return data;
}

/** Mean and largest difference of samples. */
function difference(a: Buffer, b: Buffer): { mean: number; most: number } {
  expect(a.length).toBe(b.length);
  let sum = 0;
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const apart = Math.abs((a[i] ?? 0) - (b[i] ?? 0));
    sum += apart;
    most = Math.max(most, apart);
  }
  return { mean: sum / a.length, most };
}

/** Of Debian's package icc-profiles-free. */
const L_STAR = '/usr/share/color/icc/LStar-RGB.icc';
const LOSSLESS = ['-d', '0'];

type Row = [name: string, format: Format, from: string, args: readonly string[], most: number, facts: object];

const FILES: readonly Row[] = [
  ['HEIC', heic, 'colour.png', ['-q', '80'], 8, { format: 'heif', colour: 'RGB', depth: 8, alpha: false }],
  ['HEIC with opacity', heic, 'alpha.png', ['-q', '90'], 8, { alpha: true }],
  ['HEIC of 10 bits', heic, 'deep.png', ['-b', '10'], 8, { depth: 10 }],
  ['HEIC with a profile', heic, 'wide.png', [], 8, { profile: expect.stringMatching(/P3/) }],
  ['JPEG XL', jxl, 'colour.png', [], 2, { format: 'jxl', width: 123, height: 77, colour: 'RGB' }],
  ['JPEG XL, lossless', jxl, 'colour.png', LOSSLESS, 0, { depth: 8, alpha: false, pages: 1 }],
  ['JPEG XL with opacity', jxl, 'alpha.png', LOSSLESS, 0, { alpha: true }],
  ['JPEG XL, grey', jxl, 'grey.png', LOSSLESS, 0, { colour: 'Grey' }],
  ['JPEG XL of 16 bits', jxl, 'deep.png', LOSSLESS, 1, { depth: 16 }],
  ['JPEG XL with a profile', jxl, 'wide.png', LOSSLESS, 0, { profile: expect.stringMatching(/P3/) }],
  ['JPEG XL with a profile, lossy', jxl, 'wide.png', [], 2, {}],
  ['JPEG XL in a container', jxl, 'colour.png', [...LOSSLESS, '--container=1'], 0, { width: 123 }],
  ['JPEG 2000', jp2, 'colour.png', [], 0, { format: 'jp2', width: 123, height: 77, colour: 'RGB', depth: 8 }],
  ['JPEG 2000, lossy', jp2, 'colour.png', ['-I', '-r', '10'], 1, { alpha: false }],
  ['JPEG 2000 with opacity', jp2, 'alpha.png', [], 0, { alpha: true }],
  ['JPEG 2000, grey', jp2, 'grey.png', [], 0, { colour: 'Grey' }],
  ['JPEG 2000 of 16 bits', jp2, 'deep.png', [], 1, { depth: 16 }],
  ['JPEG 2000 in tiles', jp2, 'colour.png', ['-t', '50,50'], 0, { width: 123 }],
  ['JPEG 2000, bare', j2k, 'colour.png', [], 0, { format: 'jp2', width: 123, height: 77 }],
];

describe('pixels as the programs of the formats read them', () => {
  it.each(FILES)('%s', async (_name, format, from, args, most, facts) => {
    const source = written(format, from, args);
    const reference = `${source.file}.png`;
    format.read(source.file, reference);
    const apart = difference(await samples(await ours(source)), await samples(reference));
    expect(apart.most).toBeLessThanOrEqual(most);
    expect(apart.mean).toBeLessThan(1);
    expect(await describeFile(source.file)).toMatchObject(facts);
  });
});

describe('HEIC', () => {
  it('has the primary picture as its first page and the others behind it', async () => {
    files += 1;
    const name = `${files}.heic`;
    run('heif-enc', [inFolder('colour.png'), inFolder('second.png'), '-o', inFolder(name)]);
    const source = { file: inFolder(name), extension: 'heic', key: `${name}@1` };
    expect(await imaging.probe(source)).toMatchObject({ width: 123, height: 77, pages: 2 });
    expect(await imaging.probe(source, 2)).toMatchObject({ width: 50, height: 90 });
    const second = difference(
      await samples(await ours(source, { page: 2 })),
      await samples(inFolder('second.png')),
    );
    expect(second.mean).toBeLessThan(6);
    await expect(ours(source, { page: 3 })).rejects.toMatchObject({ status: 415 });
  });

  it('is turned and mirrored as the file says', async () => {
    const whole = readFileSync(written(heic, 'even.png', ['-q', '90']).file);
    // The property that states the depth gives its place to the turn.
    const at = whole.indexOf('pixi');
    for (const [name, value] of [
      ['irot', 1],
      ['irot', 2],
      ['imir', 0],
    ] as const) {
      const turned = Buffer.from(whole);
      turned.write(name, at, 'latin1');
      turned[at + 4] = value;
      const source = sourceOf(folder, 'heic', turned);
      heic.read(source.file, `${source.file}.png`);
      const apart = difference(await samples(await ours(source)), await samples(`${source.file}.png`));
      expect(apart.most).toBeLessThanOrEqual(8);
      expect(await imaging.probe(source)).toMatchObject(
        value === 1 ? { width: 80, height: 120 } : { width: 120, height: 80 },
      );
    }
  });
});

describe('JPEG XL', () => {
  it('is turned as its codestream says', async () => {
    await sharp(inFolder('colour.png')).withMetadata({ orientation: 6 }).jpeg().toFile(inFolder('lying.jpg'));
    const source = written(jxl, 'lying.jpg');
    jxl.read(source.file, `${source.file}.png`);
    expect(await imaging.probe(source)).toMatchObject({ width: 77, height: 123 });
    const apart = difference(await samples(await ours(source)), await samples(`${source.file}.png`));
    expect(apart.most).toBeLessThanOrEqual(2);
  });
});

describe('JPEG XL with a profile that it has no name for', () => {
  it('comes out in sRGB when it is lossy', async () => {
    // Lightness in steps of the eye, which is no curve that JPEG XL can name.
    const name = 'named.png';
    await sharp(inFolder('colour.png')).withIccProfile(L_STAR).png().toFile(inFolder(name));
    const source = written(jxl, name, ['-q', '95']);
    expect((await describeFile(source.file)).profile).toBeNull();
    const apart = difference(await samples(await ours(source)), await samples(inFolder('colour.png')));
    expect(apart.mean).toBeLessThan(6);
  });
});

describe('JPEG 2000', () => {
  it('in CMYK keeps its inks', async () => {
    const inks = await open(photo(60, 40)).toColourspace('cmyk').raw().toBuffer();
    const planes = Buffer.concat([0, 1, 2, 3].map((c) => Buffer.from(inks.filter((_, i) => i % 4 === c))));
    writeFileSync(inFolder('inks.raw'), planes);
    run('opj_compress', [
      '-i',
      inFolder('inks.raw'),
      '-o',
      inFolder('inks.jp2'),
      '-F',
      '60,40,4,8,u',
      '-mct',
      '0',
    ]);
    const file = readFileSync(inFolder('inks.jp2'));
    // The program writes sRGB as the model of all raw pixels; 12 is CMYK.
    const at = file.indexOf('colr') + 7;
    file.writeUInt32BE(12, at);
    const { data } = await imaging.render({
      source: sourceOf(folder, 'jp2', file),
      transform: transformOf({ format: 'tif' }),
    });
    const found = await sharp(data, { ignoreIcc: true })
      .pipelineColourspace('cmyk')
      .toColourspace('cmyk')
      .raw()
      .toBuffer();
    expect(difference(found, inks).most).toBe(0);
  });
});

describe('damaged files', () => {
  const CUTS = 40;
  const FLIPS = 80;

  async function outcome(source: Source): Promise<number> {
    try {
      await bounded.render({ source, transform: transformOf({ format: 'png', width: 20 }) });
      return 200;
    } catch (error) {
      return error instanceof EmulsionError ? error.status : 500;
    }
  }

  it.each([heic, jxl, jp2, j2k])(
    '$extension is refused wherever it is cut, and drawn or refused with turned bits',
    async (format) => {
      const whole = readFileSync(written(format, 'colour.png').file);
      const pieces = Array.from({ length: CUTS }, (_, i) =>
        whole.subarray(0, Math.floor((whole.length * 0.95 * i) / CUTS)),
      );
      const cut = await Promise.all(
        pieces.map((piece) => outcome(sourceOf(folder, format.extension, piece))),
      );
      expect(cut).toEqual(pieces.map(() => 415));
      const turned = Array.from({ length: FLIPS }, (_, i) => {
        const broken = Buffer.from(whole);
        // Most of them hit the header.
        const at = i % 4 === 3 ? (i * 7919) % whole.length : (i * 37) % Math.min(whole.length, 600);
        broken[at] = (broken[at] ?? 0) ^ (1 << (i % 8));
        return sourceOf(folder, format.extension, broken);
      });
      const found: number[] = [];
      for (const source of turned) found.push(await outcome(source));
      expect(found.filter((status) => status !== 200 && status !== 415)).toEqual([]);
    },
  );
});
