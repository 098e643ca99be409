import { rmSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import type { Imaging, Source } from './imaging.ts';
import { imagingFor, open, pixelAt, pixelsOf, scratch, sourceOf, transformOf } from './testing/pictures.ts';

const folder = scratch();
let imaging: Imaging;
let main: Source;
let mark: Source;

function plain(width: number, height: number, colour: number[]) {
  const data = Buffer.alloc(width * height * colour.length, Buffer.from(colour));
  return open({ data, width, height, channels: colour.length });
}

beforeAll(async () => {
  imaging = imagingFor(folder);
  main = sourceOf(folder, 'png', await plain(200, 100, [0, 0, 200]).png().toBuffer());
  mark = sourceOf(folder, 'png', await plain(40, 20, [255, 0, 0, 255]).png().toBuffer());
});

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

async function drawn(values: TransformValues, overlay: Source, source = main) {
  return pixelsOf((await imaging.render({ source, overlay, transform: transformOf(values) })).data);
}

const RED = [255, 0, 0];
const BLUE = [0, 0, 200];

describe('overlay', () => {
  it.each([
    ['c', 80, 40],
    ['nw', 0, 0],
    ['ne', 160, 0],
    ['se', 160, 80],
    ['s', 80, 80],
  ] as const)('at %s', async (overlayPos, x, y) => {
    const pixels = await drawn({ overlayPos }, mark);
    expect(pixelAt(pixels, x, y)).toEqual(RED);
    expect(pixelAt(pixels, x + 39, y + 19)).toEqual(RED);
    if (x > 0) expect(pixelAt(pixels, x - 1, y)).toEqual(BLUE);
    if (y > 0) expect(pixelAt(pixels, x, y - 1)).toEqual(BLUE);
  });

  it('is reduced to its box, after the main picture, and never enlarged', async () => {
    const pixels = await drawn({ width: 100, overlaySize: 0.2, overlayPos: 'nw' }, mark);
    expect(pixelAt(pixels, 18, 8)).toEqual(RED);
    expect(pixelAt(pixels, 22, 2)).toEqual(BLUE);
    const full = await drawn({ overlaySize: 0.9, overlayPos: 'nw' }, mark);
    expect(pixelAt(full, 41, 2)).toEqual(BLUE);
  });

  it('multiplies opacities', async () => {
    const veil = sourceOf(folder, 'png', await plain(40, 20, [255, 0, 0, 128]).png().toBuffer());
    const [r = 0] = pixelAt(await drawn({ overlayOpacity: 0.5 }, veil), 100, 50);
    expect(Math.abs(r - 64)).toBeLessThan(3);
    const [opaque = 0] = pixelAt(await drawn({ overlayOpacity: 0.5 }, mark), 100, 50);
    expect(Math.abs(opaque - 128)).toBeLessThan(3);
  });

  it('gives opacity to a picture that has none', async () => {
    const solid = sourceOf(folder, 'png', await plain(40, 20, [255, 0, 0]).png().toBuffer());
    const [r = 0, g = 0, b = 0] = pixelAt(await drawn({ overlayOpacity: 0.25 }, solid), 100, 50);
    expect(Math.abs(r - 64)).toBeLessThan(3);
    expect(g).toBe(0);
    expect(Math.abs(b - 150)).toBeLessThan(3);
  });

  it.each(['gif', 'webp'])('lies on every frame of an animated %s', async (format) => {
    const frames = await Promise.all(
      [
        [0, 0, 200],
        [0, 200, 0],
        [200, 200, 0],
      ].map((colour) => plain(60, 40, colour).png().toBuffer()),
    );
    const source = sourceOf(
      folder,
      'gif',
      await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
    );
    const transform = transformOf({ animate: true, format, overlayPos: 'nw', overlaySize: 0.5 });
    const { data } = await imaging.render({ source, overlay: mark, transform });
    for (const [page, colour] of [BLUE, [0, 200, 0], [200, 200, 0]].entries()) {
      const pixels = await pixelsOf(await sharp(data, { page }).png().toBuffer());
      for (const [x, y, expected] of [
        [5, 5, RED],
        [27, 12, RED],
        [35, 5, colour],
        [5, 25, colour],
      ] as const) {
        const found = pixelAt(pixels, x, y);
        for (const [i, level] of expected.entries())
          expect(Math.abs((found[i] ?? 0) - level)).toBeLessThan(24);
      }
    }
  });

  it('takes on the model of the main picture', async () => {
    const grey = sourceOf(
      folder,
      'png',
      await plain(200, 100, [0, 0, 200]).toColourspace('b-w').png().toBuffer(),
    );
    const pixels = await drawn({}, mark, grey);
    const [level = 0, second = level] = pixelAt(pixels, 100, 50);
    expect(level).toBe(second);
    expect(level).toBeGreaterThan(60);
    const inks = sourceOf(
      folder,
      'jpg',
      await plain(200, 100, [0, 0, 200]).toColourspace('cmyk').jpeg().toBuffer(),
    );
    const [r = 0, g = 0, b = 0] = pixelAt(await drawn({ format: 'jpg' }, mark, inks), 100, 50);
    expect(r).toBeGreaterThan(150);
    expect(Math.max(g, b)).toBeLessThan(110);
  });

  it('may be a drawing, and has edges as fine as its size allows', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#f00"/></svg>';
    const pixels = await drawn({ overlayPos: 'nw' }, sourceOf(folder, 'svg', svg));
    expect(pixelAt(pixels, 39, 19)).toEqual(RED);
    expect(pixelAt(pixels, 41, 21)).toEqual(BLUE);
  });

  it('fails as 415 for PDF and 404 without its file', async () => {
    const pdf = sourceOf(folder, 'pdf', '%PDF-1.4 nothing');
    await expect(drawn({}, pdf)).rejects.toMatchObject({
      status: 415,
      publicMessage: expect.stringContaining('not supported'),
    });
    const gone = { file: `${folder}/gone.png`, extension: 'png', key: 'gone' };
    await expect(drawn({}, gone)).rejects.toMatchObject({ status: 404 });
  });
});
