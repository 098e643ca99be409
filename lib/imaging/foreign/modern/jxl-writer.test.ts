import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import { describeFile } from '../../describe-file.ts';
import type { Imaging } from '../../imaging.ts';
import { imagingFor, open, photo, scratch, sourceOf, transformOf } from '../../testing/pictures.ts';

/** Of Debian's package libjxl-tools. */
const DJXL = '/usr/bin/djxl';

const folder = scratch();
let imaging: Imaging;

beforeAll(() => {
  imaging = imagingFor(folder);
});

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

async function written(picture: Sharp, values: TransformValues) {
  const source = sourceOf(folder, 'png', await picture.png().toBuffer());
  const { data, mime } = await imaging.render({
    source,
    transform: transformOf({ format: 'jxl', ...values }),
  });
  expect(mime).toBe('image/jxl');
  const file = join(folder, `${source.key.replaceAll(':', '-')}.jxl`);
  writeFileSync(file, data);
  execFileSync(DJXL, [file, `${file}.png`], { stdio: 'ignore' });
  return { file, bytes: data.length, png: `${file}.png`, original: source.file };
}

const samples = (file: string) =>
  sharp(file, { ignoreIcc: true }).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer();

async function mean(a: string, b: string): Promise<number> {
  const [one, other] = [await samples(a), await samples(b)];
  expect(one.length).toBe(other.length);
  return one.reduce((sum, level, i) => sum + Math.abs(level - (other[i] ?? 0)), 0) / one.length;
}

const colour = () => open(photo(150, 100));

describe('JPEG XL as it is written', () => {
  it.each<[string, () => Sharp, object]>([
    ['in colour', colour, { colour: 'RGB', alpha: false, width: 150, height: 100 }],
    ['with opacity', () => colour().ensureAlpha(0.4), { alpha: true }],
    ['grey', () => colour().toColourspace('b-w'), { colour: 'Grey' }],
    ['with a profile', () => colour().withIccProfile('p3'), { profile: expect.stringMatching(/P3/) }],
  ])('%s is what djxl reads, with a little loss or none', async (_name, picture, facts) => {
    const lossy = await written(picture(), { quality: 90 });
    expect(await mean(lossy.png, lossy.original)).toBeLessThan(3);
    const lossless = await written(picture(), { lossless: 'yes' });
    expect(await mean(lossless.png, lossless.original)).toBe(0);
    expect(lossy.bytes).toBeLessThan(lossless.bytes);
    expect(await describeFile(lossless.file)).toMatchObject({ format: 'jxl', ...facts });
  });

  it('holds nothing but pixels when it is stripped', async () => {
    const picture = colour()
      .withIccProfile('p3')
      .withExif({ IFD0: { Copyright: 'Somebody' } });
    const kept = await describeFile((await written(picture.clone(), {})).file);
    expect(kept.groups.map(({ name }) => name)).toContain('TIFF');
    const bare = await describeFile((await written(picture.clone(), { strip: true })).file);
    expect(bare).toMatchObject({ groups: [], profile: null });
  });

  it('takes no longer than a picture may', async () => {
    const hasty = imagingFor(folder, { timeoutSeconds: 1 });
    const source = sourceOf(
      folder,
      'png',
      await open(photo(4000, 3000)).png({ compressionLevel: 0 }).toBuffer(),
    );
    const transform = transformOf({ format: 'jxl', quality: 90 });
    await expect(hasty.render({ source, transform })).rejects.toMatchObject({
      status: expect.toBeOneOf([415, 503]),
    });
    await hasty.close();
  });
});
