import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import { describeFile } from '../../describe-file.ts';
import type { Imaging, Source } from '../../imaging.ts';
import { type DngWish, dngFile } from '../../testing/dng-file.ts';
import {
  imagingFor,
  open,
  type Pixels,
  photo,
  scratch,
  sourceOf,
  transformOf,
} from '../../testing/pictures.ts';

/** Programs of Debian's packages libraw-bin and imagemagick. */
const DCRAW_EMU = '/usr/bin/dcraw_emu';
const MAGICK = '/usr/bin/convert';

const folder = scratch();
/** How packed mosaics are called that nobody can unpack. */
const UNKNOWN_PACKING = 34_892;
const SIZE = { width: 240, height: 160 };

let imaging: Imaging;
let soft: Pixels;
let preview: Buffer;

beforeAll(async () => {
  imaging = imagingFor(folder, { timeoutSeconds: 10, maxInputPixels: 1_000_000 });
  const whole = photo(SIZE.width, SIZE.height);
  soft = { ...whole, data: await open(whole).blur(3).raw().toBuffer() };
  preview = await open(soft).resize(120, 80).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
});

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

const raw = (wish: DngWish = {}, extension = 'dng') => sourceOf(folder, extension, dngFile(soft, wish));

async function drawn(source: Source) {
  const { data, isPreview } = await imaging.render({ source, transform: transformOf({ format: 'png' }) });
  const { data: pixels, info } = await sharp(data).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { pixels, width: info.width, height: info.height, isPreview };
}

/** As LibRaw's own program develops it, with the white balance of the camera. */
function theirs({ file }: Source): Buffer {
  execFileSync(DCRAW_EMU, ['-w', '-T', file]);
  return execFileSync(MAGICK, [`${file}.tiff`, '-depth', '8', 'rgb:-'], { maxBuffer: 2 ** 28 });
}

function mean(a: Buffer, b: Buffer): number {
  expect(a.length).toBe(b.length);
  return a.reduce((sum, level, i) => sum + Math.abs(level - (b[i] ?? 0)), 0) / a.length;
}

describe('camera raw', () => {
  it.each<[string, DngWish, object]>([
    ['lying', {}, SIZE],
    ['standing', { orientation: 6 }, { width: 160, height: 240 }],
    ['upside down', { orientation: 3 }, SIZE],
    ['with a white balance', { neutral: [0.5, 1, 0.7] }, SIZE],
  ])('%s is developed as LibRaw does', async (_name, wish, size) => {
    const source = raw(wish);
    const ours = await drawn(source);
    expect(ours).toMatchObject(size);
    expect(ours.isPreview).toBeUndefined();
    expect(mean(ours.pixels, theirs(source))).toBeLessThan(1.5);
    expect(await imaging.probe(source)).toMatchObject({ ...size, format: 'raw', pages: 1 });
    expect(await describeFile(source.file)).toMatchObject({
      ...size,
      format: 'raw',
      depth: 16,
      colour: 'RGB',
    });
  });

  it('shows its preview, upright, when it cannot be developed, and says so', async () => {
    const source = raw({ preview, compression: UNKNOWN_PACKING, orientation: 6 });
    const ours = await drawn(source);
    expect(ours).toMatchObject({ width: 80, height: 120, isPreview: true });
    const upright = await sharp(preview).rotate(90).raw().toBuffer();
    expect(mean(ours.pixels, upright)).toBeLessThan(1.5);
    // What is kept is known for what it is.
    expect(await drawn(source)).toMatchObject({ width: 80, isPreview: true });
  });

  it('that can neither be developed nor has a preview is refused', async () => {
    await expect(drawn(raw({ compression: UNKNOWN_PACKING }))).rejects.toMatchObject({ status: 415 });
  });

  it.each<[string, DngWish, string]>([
    ['a DNG named as a TIFF', {}, 'tif'],
    ['a DNG named as a JPEG', {}, 'jpg'],
    ['what Sony cameras write', { make: 'SONY', isDng: false }, 'arw'],
    ['what Nikon cameras write', { make: 'NIKON CORPORATION', isDng: false }, 'nef'],
    ['a mosaic without a name', { make: 'Somebody', isDng: false }, 'tif'],
  ])('%s never reaches the decoder of TIFF', async (_name, wish, extension) => {
    expect(await imaging.probe(raw(wish, extension))).toMatchObject({ ...SIZE, format: 'raw' });
  });
});

describe('damaged files', () => {
  async function outcome(content: Buffer): Promise<number> {
    try {
      await drawn(sourceOf(folder, 'dng', content));
      return 200;
    } catch (error) {
      return error instanceof EmulsionError ? error.status : 500;
    }
  }

  it('are refused wherever they are cut, and drawn or refused with turned bits', async () => {
    const whole = dngFile(photo(60, 40));
    const cut = Array.from({ length: 40 }, (_, i) =>
      whole.subarray(0, Math.floor((whole.length * 0.95 * i) / 40)),
    );
    expect(await Promise.all(cut.map(outcome))).toEqual(cut.map(() => 415));
    const found: number[] = [];
    for (let i = 0; i < 80; i++) {
      const broken = dngFile(photo(60, 40));
      const at = i % 4 === 3 ? (i * 7919) % broken.length : (i * 7) % 430;
      broken[at] = (broken[at] ?? 0) ^ (1 << (i % 8));
      found.push(await outcome(broken));
    }
    expect(found.filter((status) => status !== 200 && status !== 415)).toEqual([]);
  });
});
