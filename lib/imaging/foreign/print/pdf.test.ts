import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import { describeFile } from '../../describe-file.ts';
import type { Imaging, Source } from '../../imaging.ts';
import { drawing } from '../../testing/pdf-files.ts';
import {
  imagingFor,
  type Pixels,
  photo,
  pixelAt,
  pixelsOf,
  quarters,
  rms,
  scratch,
  sourceOf,
  transformOf,
} from '../../testing/pictures.ts';

/** Of Debian's packages poppler-utils and qpdf. */
const [PDFTOPPM, QPDF] = ['/usr/bin/pdftoppm', '/usr/bin/qpdf'];
const folder = scratch();
let imaging: Imaging;
let photograph: Source;

/** Pages with one picture each, a point for a pixel. */
function album(pictures: readonly Pixels[]): Buffer {
  const kids = pictures.map((_, i) => `${3 + i * 3} 0 R`).join(' ');
  const pieces = ['%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n'];
  pieces.push(`2 0 obj <</Type/Pages/Count ${pictures.length}/Kids[${kids}]>> endobj\n`);
  for (const [i, { data, width, height }] of pictures.entries()) {
    const content = `${width} 0 0 ${height} 0 0 cm /P Do`;
    const packed = deflateSync(data).toString('latin1');
    pieces.push(
      `${3 + i * 3} 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]/Contents ${4 + i * 3} 0 R/Resources<</XObject<</P ${5 + i * 3} 0 R>>>>>> endobj\n`,
      `${4 + i * 3} 0 obj <</Length ${content.length}>> stream\n${content}\nendstream endobj\n`,
      `${5 + i * 3} 0 obj <</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode/Length ${packed.length}>> stream\n${packed}\nendstream endobj\n`,
    );
  }
  return Buffer.from(`${pieces.join('')}trailer <</Root 1 0 R>>\n%%EOF`, 'latin1');
}

const RED = '1 0 0 rg 0 0 120 120 re f';
/** The lower half of what is shown. */
const HALF = '0 0 1 rg 0 0 120 60 re f';

beforeAll(async () => {
  imaging = imagingFor(folder, { timeoutSeconds: 10, maxInputPixels: 4_000_000 });
  photograph = sourceOf(folder, 'pdf', album([photo(144, 96), quarters(60, 60)]));
});

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

async function draw(source: Source, values: TransformValues = {}) {
  const { data } = await imaging.render({ source, transform: transformOf({ format: 'png', ...values }) });
  return pixelsOf(data);
}

describe('a PDF', () => {
  it('of a photograph gives its pixels', async () => {
    expect(rms(await draw(photograph, { dpi: 72 }), photo(144, 96))).toBeLessThan(1);
  });

  it('has pages, which keep their own sizes', async () => {
    expect(await imaging.probe(photograph)).toMatchObject({
      width: 300,
      height: 200,
      pages: 2,
      format: 'pdf',
    });
    const second = await draw(photograph, { page: 2, dpi: 72 });
    expect(rms(second, quarters(60, 60))).toBeLessThan(1);
    await expect(draw(photograph, { page: 3 })).rejects.toMatchObject({ status: 415 });
    expect(await describeFile(photograph.file)).toMatchObject({
      format: 'pdf',
      pages: 2,
      dpi: 150,
      depth: 8,
    });
  });

  it('is drawn within its crop box, at the dots per inch that are asked for, on white', async () => {
    const source = sourceOf(folder, 'pdf', drawing([HALF, RED]));
    const standard = await draw(source);
    expect([standard.width, standard.height]).toEqual([208, 208]);
    expect(pixelAt(standard, 100, 90)).toEqual([255, 255, 255]);
    expect(pixelAt(standard, 100, 110)).toEqual([0, 0, 255]);
    const fine = await draw(source, { dpi: 720 });
    expect([fine.width, fine.height]).toEqual([1000, 1000]);
    // Lines of bands meet without a seam.
    expect(pixelAt(fine, 500, 498)).toEqual([255, 255, 255]);
    expect(pixelAt(fine, 500, 502)).toEqual([0, 0, 255]);
    expect(pixelAt(await draw(source, { page: 2, width: 50 }), 25, 25)).toEqual([255, 0, 0]);
    await expect(draw(source, { dpi: 32_000 })).rejects.toMatchObject({ status: 415 });
  });

  it('is drawn as Poppler draws it', async () => {
    const smooth =
      '0.8 0.2 0.1 rg 20 20 m 60 110 l 100 30 l f 0 0.4 0.8 RG 6 w 15 60 m 50 20 70 100 105 60 c S';
    const source = sourceOf(folder, 'pdf', drawing([smooth]));
    const args = ['-r', '144', '-cropbox', '-png', source.file];
    const theirs = await pixelsOf(execFileSync(PDFTOPPM, args));
    // Edges are smoothed in another way.
    expect(rms(await draw(source, { dpi: 144 }), theirs)).toBeLessThan(6);
  });

  it('with a password is refused, and drawn when only changing it needs one', async () => {
    const locked = (owner: string, user: string) => {
      const file = join(folder, `${owner}${user}.pdf`);
      const quiet = ['--no-warn', '--warning-exit-0'];
      execFileSync(QPDF, [...quiet, '--encrypt', user, owner, '256', '--', photograph.file, file]);
      return sourceOf(folder, 'pdf', readFileSync(file));
    };
    const refused = { status: 415, message: expect.stringMatching(/needs a password/) };
    await expect(draw(locked('owner', 'user'))).rejects.toMatchObject(refused);
    expect(rms(await draw(locked('owner', ''), { dpi: 72 }), photo(144, 96))).toBeLessThan(1);
  });

  it('cut short or with turned bits is drawn or refused', async () => {
    const whole = readFileSync(photograph.file);
    const found = new Set<unknown>();
    for (let i = 0; i < 60; i++) {
      const broken =
        i % 3 === 0 ? whole.subarray(0, Math.floor((whole.length * i) / 60)) : Buffer.from(whole);
      const at = (i * 7919) % Math.max(1, broken.length);
      broken[at] = (broken[at] ?? 0) ^ (1 << (i % 8));
      const outcome = draw(sourceOf(folder, 'pdf', broken), { width: 20 });
      found.add(
        await outcome.then(
          () => 200,
          (error: { status?: number }) => error.status,
        ),
      );
    }
    expect([...found].filter((status) => status !== 200 && status !== 415)).toEqual([]);
  });

  it('that never ends is given up, and the next one is drawn', async () => {
    const quick = imagingFor(folder, { timeoutSeconds: 2, pyramidDir: join(folder, 'quick') });
    const endless = drawing(['0 0 120 120 re f '.repeat(400_000)]);
    const source = sourceOf(folder, 'pdf', endless);
    const transform = transformOf({ format: 'png', dpi: 1000 });
    await expect(quick.render({ source, transform })).rejects.toMatchObject({
      status: 415,
      message: expect.stringMatching(/1.6 seconds/),
    });
    await quick.close();
    // The threads are the same, but a busy machine may need longer for a sound file.
    const next = await draw(sourceOf(folder, 'pdf', drawing([RED])), { dpi: 1000 });
    expect(next.width).toBe(1389);
  });
});
