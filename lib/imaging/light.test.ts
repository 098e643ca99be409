import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import type { Imaging, ImagingOptions } from './imaging.ts';
import {
  imagingFor,
  open,
  type Pixels,
  photo,
  pixelAt,
  pixelsOf,
  quarters,
  scratch,
  sourceOf,
  transformOf,
} from './testing/pictures.ts';

const folder = scratch();
const engines: Imaging[] = [];

function engine(changes: Partial<ImagingOptions> = {}): Imaging {
  const made = imagingFor(folder, changes);
  engines.push(made);
  return made;
}

afterAll(async () => {
  for (const made of engines) await made.close();
  rmSync(folder, { recursive: true, force: true });
});

function checkerboard(size: number, channels: 1 | 3): Pixels {
  const data = Buffer.alloc(size * size * channels);
  for (let i = 0; i < size * size; i++) {
    const isLight = ((i % size) + Math.floor(i / size)) % 2 === 0;
    data.fill(isLight ? 255 : 0, i * channels, (i + 1) * channels);
  }
  return { data, width: size, height: size, channels };
}

async function middle(imaging: Imaging, file: Buffer, values: TransformValues): Promise<number> {
  const source = sourceOf(folder, 'png', file);
  const { data } = await imaging.render({ source, transform: transformOf(values) });
  const pixels = await pixelsOf(data);
  return pixelAt(pixels, Math.floor(pixels.width / 2), Math.floor(pixels.height / 2))[0] ?? -1;
}

describe('light', () => {
  const colour = () => open(checkerboard(128, 3)).png().toBuffer();

  it('is averaged as light for RGB when so set', async () => {
    expect(Math.abs((await middle(engine(), await colour(), { width: 16 })) - 188)).toBeLessThan(3);
  });

  it('is averaged so again from what was kept', async () => {
    const imaging = engine();
    const source = sourceOf(folder, 'png', await colour());
    for (const width of [64, 60, 32, 16, 8]) {
      const { data } = await imaging.render({ source, transform: transformOf({ width }) });
      expect(Math.abs((pixelAt(await pixelsOf(data), 4, 4)[0] ?? 0) - 188)).toBeLessThan(3);
    }
  });

  it('is averaged as numbers when not so set, and for grey', async () => {
    const plain = await middle(engine({ linearLight: false }), await colour(), { width: 16 });
    expect(Math.abs(plain - 128)).toBeLessThan(3);
    const grey = await open(checkerboard(128, 1)).toColourspace('b-w').png().toBuffer();
    expect(Math.abs((await middle(engine(), grey, { width: 16 })) - 128)).toBeLessThan(3);
  });
});

describe('opacity', () => {
  const half: Pixels = { width: 40, height: 40, channels: 4, data: Buffer.alloc(40 * 40 * 4) };
  for (let i = 0; i < 1600; i++) half.data.set(i % 40 < 20 ? [255, 0, 0, 255] : [0, 255, 0, 0], i * 4);
  const file = () => open(half).png().toBuffer();
  const render = async (values: TransformValues) => {
    const source = sourceOf(folder, 'png', await file());
    return pixelsOf((await engine().render({ source, transform: transformOf(values) })).data);
  };

  it('keeps colours of transparent pixels out of their neighbours', async () => {
    const pixels = await render({ width: 10 });
    for (let x = 0; x < 10; x++) {
      const [r = 0, g = 0, , alpha = 0] = pixelAt(pixels, x, 5);
      if (alpha > 20) expect([r > 240, g < 15]).toEqual([true, true]);
    }
    expect(pixelAt(pixels, 9, 5)[3]).toBe(0);
  });

  it.each([
    ['white', {}, [255, 255, 255]],
    ['white where the fill was dropped', { width: 20 }, [255, 255, 255]],
    ['the fill colour', { fill: '#0000ff', width: 40, height: 20 }, [0, 0, 255]],
    ['white for none', { fill: 'none', width: 40, height: 20 }, [255, 255, 255]],
  ])('becomes %s in a format without it', async (_name, values, expected) => {
    const pixels = await render({ ...values, format: 'jpg', quality: 100 });
    const found = pixelAt(pixels, Math.floor(pixels.width * 0.7), Math.floor(pixels.height / 2));
    for (const [i, level] of found.entries()) expect(Math.abs(level - (expected[i] ?? 0))).toBeLessThan(6);
  });

  it('stays inside a padded picture, whose border is opaque', async () => {
    const pixels = await render({ width: 40, height: 20, fill: 'blue' });
    expect(pixelAt(pixels, 2, 10)).toEqual([0, 0, 255, 255]);
    expect(pixelAt(pixels, 28, 10)[3]).toBe(0);
    expect(pixelAt(pixels, 11, 10)[3]).toBe(255);
  });

  it('stays at the corners of a slanted picture', async () => {
    const pixels = await render({ rotation: 45, fill: 'none' });
    expect(pixelAt(pixels, 1, 1)[3]).toBe(0);
    const opaque = await render({ rotation: 45, fill: 'blue' });
    expect(pixelAt(opaque, 1, 1)).toEqual([0, 0, 255, 255]);
  });
});

describe('EXIF orientation', () => {
  const R = [255, 0, 0];
  const G = [0, 255, 0];
  const B = [0, 0, 255];
  const Y = [255, 255, 0];
  // Which corner colours (top left, top right, bottom left, bottom right) the stored R G / B Y shows as.
  const shown: Array<[number, number[][]]> = [
    [1, [R, G, B, Y]],
    [2, [G, R, Y, B]],
    [3, [Y, B, G, R]],
    [4, [B, Y, R, G]],
    [5, [R, B, G, Y]],
    [6, [B, R, Y, G]],
    [7, [Y, G, B, R]],
    [8, [G, Y, R, B]],
  ];
  const turnedFile = (orientation: number) =>
    open(quarters(80, 48))
      .withMetadata({ orientation })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();

  it.each(shown)('%i is applied when so set', async (orientation, corners) => {
    const imaging = engine({ autoOrient: true });
    const source = sourceOf(folder, 'jpg', await turnedFile(orientation));
    const { width, height } = await imaging.probe(source);
    expect([width, height]).toEqual(orientation > 4 ? [48, 80] : [80, 48]);
    for (const values of [{ strip: true }, { width: 24 }, { strip: false }] as TransformValues[]) {
      const { data } = await imaging.render({ source, transform: transformOf({ format: 'png', ...values }) });
      const pixels = await pixelsOf(data);
      const x = pixels.width - 3;
      const y = pixels.height - 3;
      const found = [
        pixelAt(pixels, 2, 2),
        pixelAt(pixels, x, 2),
        pixelAt(pixels, 2, y),
        pixelAt(pixels, x, y),
      ];
      for (const [i, pixel] of found.entries()) {
        for (const [j, level] of pixel.entries()) {
          expect(Math.abs(level - (corners[i]?.[j] ?? -99))).toBeLessThan(20);
        }
      }
    }
  });

  it('is left alone otherwise', async () => {
    const source = sourceOf(folder, 'jpg', await turnedFile(6));
    expect(await engine().probe(source)).toMatchObject({ width: 80, height: 48 });
  });

  it('comes before flip, rotation and crop', async () => {
    const imaging = engine({ autoOrient: true });
    const source = sourceOf(folder, 'jpg', await turnedFile(6));
    const values: TransformValues = { flip: 'h', rotation: 90, left: 0.5, format: 'png' };
    const { data } = await imaging.render({ source, transform: transformOf(values) });
    const pixels = await pixelsOf(data);
    expect([pixels.width, pixels.height]).toEqual([40, 48]);
    // Shown B R / Y G, mirrored R B / G Y, turned G R / Y B, right half R over B.
    expect(pixelAt(pixels, 20, 4)[0]).toBeGreaterThan(200);
    expect(pixelAt(pixels, 20, 44)[2]).toBeGreaterThan(200);
  });
});

describe('sharpen', () => {
  async function contrast(sharpen: number): Promise<number> {
    const source = sourceOf(folder, 'png', await open(photo(200, 150)).blur(1).png().toBuffer());
    const { data } = await engine().render({ source, transform: transformOf({ sharpen, format: 'png' }) });
    const { data: raw } = await pixelsOf(data);
    let sum = 0;
    for (let i = 3; i < raw.length; i++) sum += Math.abs((raw[i] ?? 0) - (raw[i - 3] ?? 0));
    return sum / raw.length;
  }

  it('grows steadily from out of focus to an effect', async () => {
    const amounts = [-500, -300, -100, -10, 0, 50, 100, 200, 500];
    const found: number[] = [];
    for (const amount of amounts) found.push(await contrast(amount));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    const [blurred = 0, plain = 0, crisp = 0, effect = 0] = [1, 4, 5, 8].map((i) => found[i]);
    expect(blurred).toBeLessThan(plain * 0.6);
    expect(crisp).toBeGreaterThan(plain * 1.05);
    expect(crisp).toBeLessThan(plain * 2);
    expect(effect).toBeGreaterThan(plain * 2);
  });
});
