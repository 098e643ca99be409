import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import type { Imaging, Source } from './imaging.ts';
import {
  imagingFor,
  open,
  type Pixels,
  photo,
  pixelsOf,
  rms,
  scratch,
  sourceOf,
  transformOf,
} from './testing/pictures.ts';

/** Of Debian's packages qpdf, poppler-utils and ghostscript. */
const [QPDF, PDFTOPPM, PDFIMAGES, GHOSTSCRIPT] = ['qpdf', 'pdftoppm', 'pdfimages', 'gs'].map(
  (name) => `/usr/bin/${name}`,
) as [string, string, string, string];
/** Of the Debian package icc-profiles-free or Ghostscript's own. */
const PROFILES = '/usr/share/color/icc/ghostscript';

const folder = scratch();
let imaging: Imaging;
let photograph: Source;
let count = 0;

beforeAll(async () => {
  for (const program of [QPDF, PDFTOPPM, PDFIMAGES, GHOSTSCRIPT]) {
    if (!existsSync(program)) throw new Error(`${program} is missing`);
  }
  imaging = imagingFor(folder, { iccDir: PROFILES });
  photograph = sourceOf(folder, 'png', await open(photo(150, 100)).png().toBuffer());
});

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

async function written(values: TransformValues, source = photograph): Promise<string> {
  const transform = transformOf({ format: 'pdf', ...values });
  const { data, mime, format } = await imaging.render({ source, transform });
  expect(mime).toBe(format === 'pdf' ? 'application/pdf' : 'application/postscript');
  count += 1;
  const file = join(folder, `out-${count}.${format}`);
  writeFileSync(file, data);
  return file;
}

/** Throws for a file that is not as the standard has it. */
const check = (file: string) => execFileSync(QPDF, ['--check', file]);

const drawn = (file: string, dpi: number) =>
  pixelsOf(execFileSync(PDFTOPPM, ['-r', String(dpi), '-png', file]));

/** Size of the page in points. */
const pageOf = (file: string) =>
  /MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+)/
    .exec(execFileSync(QPDF, ['--qdf', file, '-']).toString('latin1').replace(/\s+/g, ' '))
    ?.slice(1)
    .map(Number);

/** The pixels as another format of ours holds them. */
async function expected(values: TransformValues): Promise<Pixels> {
  const { data } = await imaging.render({ source: photograph, transform: transformOf(values) });
  return pixelsOf(await sharp(data).toColourspace('srgb').png().toBuffer());
}

describe('a PDF', () => {
  it.each([
    ['as JPEG', {}, 'jpg'],
    ['without loss', { lossless: 'yes' }, 'png'],
    ['turned and smaller', { rotation: 90, width: 50, lossless: 'yes' }, 'png'],
    ['in grey', { colorspace: 'gray', lossless: 'yes' }, 'png'],
  ] satisfies [string, TransformValues, string][])(
    '%s holds and shows the pixels',
    async (_name, values, same) => {
      const file = await written(values);
      check(file);
      const { lossless: _lossless, ...rest } = values as TransformValues;
      const wanted = await expected({ ...rest, format: same });
      const prefix = file.slice(0, -4);
      execFileSync(PDFIMAGES, ['-png', file, prefix]);
      const held = sharp(`${prefix}-000.png`).toColourspace('srgb').png();
      expect(rms(await pixelsOf(await held.toBuffer()), wanted)).toBeLessThan(1);
      // Poppler draws pictures a part of a pixel larger than they are.
      expect(rms(await drawn(file, 72), wanted)).toBeLessThan(12);
    },
  );

  it.each(['rgb', 'default_cmyk'])(
    'carries the profile %s, and in CMYK its inks untouched',
    async (profile) => {
      const isCmyk = profile !== 'rgb';
      const icc = isCmyk ? profile : 'p3';
      const file = await written({ iccProfile: icc, quality: 100 });
      check(file);
      const list = execFileSync(PDFIMAGES, ['-list', file]).toString();
      expect(list).toMatch(isCmyk ? /icc +4 +8 +jpeg/ : /icc +3 +8 +jpeg/);
      // Poppler knows no profiles here; the inks are compared with those of a TIFF.
      if (!isCmyk) return;
      execFileSync(PDFIMAGES, ['-tiff', file, join(folder, 'inks')]);
      const { data } = await imaging.render({
        source: photograph,
        transform: transformOf({ iccProfile: icc, format: 'tif' }),
      });
      const inks = async (input: Buffer | string) => {
        const pipeline = sharp(input, { ignoreIcc: true }).pipelineColourspace('cmyk').toColourspace('cmyk');
        const { data: raw, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
        return { data: raw, width: info.width, height: info.height, channels: info.channels };
      };
      expect(rms(await inks(join(folder, 'inks-000.tif')), await inks(data))).toBeLessThan(3);
    },
  );

  it.each([
    [{}, [150, 100]],
    [{ dpi: 300 }, [36, 24]],
    [{ pageSize: 'a4' }, [841.8898, 595.2756]],
    [{ pageSize: 'a4', rotation: 90 }, [595.2756, 841.8898]],
    [{ pageSize: 'letter', dpi: 100 }, [792, 612]],
    [{ dpi: 1 }, [10_800, 7200]],
  ] satisfies [TransformValues, number[]][])('%o has the page %o', async (values, points) => {
    const file = await written(values);
    check(file);
    expect(pageOf(file)).toEqual(points);
  });

  it('has the picture in the middle of its paper, as large as it fits or as dpi says', async () => {
    const widest = await drawn(await written({ pageSize: 'a4' }), 36);
    const red = (x: number) => {
      const at = (Math.floor(widest.height / 2) * widest.width + x) * 3;
      return widest.data.subarray(at, at + 3).every((level) => level === 255);
    };
    expect([red(1), red(widest.width - 2)]).toEqual([false, false]);
    const small = await drawn(await written({ pageSize: 'a4', dpi: 72, lossless: 'yes' }), 72);
    const box = sharp(small.data, { raw: { width: small.width, height: small.height, channels: 3 } });
    const { info } = await box
      .trim({ background: 'white', threshold: 0 })
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height].map((side, i) => Math.abs(side - [150, 100][i]!) <= 1)).toEqual([
      true,
      true,
    ]);
    expect(Math.abs(-(info.trimOffsetLeft ?? 0) - (small.width - 150) / 2)).toBeLessThanOrEqual(1);
  });
});

describe('an EPS', () => {
  it.each([
    ['as JPEG', {}, 1],
    ['without loss', { lossless: 'yes', dpi: 144 }, 0],
    ['in CMYK', { colorspace: 'cmyk', quality: 100 }, 40],
  ] satisfies [string, TransformValues, number][])('%s shows the pixels', async (_name, values, most) => {
    const file = await written({ format: 'eps', ...values });
    const args = ['-q', '-dSAFER', '-dBATCH', '-dNOPAUSE', '-dEPSCrop', '-sDEVICE=png16m'];
    const png = execFileSync(GHOSTSCRIPT, [
      ...args,
      `-r${'dpi' in values ? 144 : 72}`,
      '-sOutputFile=%stdout',
      file,
    ]);
    const { lossless: _lossless, dpi: _dpi, ...rest } = values as TransformValues;
    const wanted = await expected({
      ...rest,
      format: 'quality' in values || !('lossless' in values) ? 'jpg' : 'png',
    });
    expect(rms(await pixelsOf(png), wanted)).toBeLessThanOrEqual(most);
  });
});
