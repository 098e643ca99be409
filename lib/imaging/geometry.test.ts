import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import type { Imaging, Source } from './imaging.ts';
import {
  imagingFor,
  open,
  photo,
  pixelAt,
  pixelsOf,
  quarters,
  rms,
  scratch,
  sourceOf,
  transformOf,
} from './testing/pictures.ts';

const folder = scratch();
let imaging: Imaging;
let a: Source;
let b: Source;
let four: Source;
let small: Source;

beforeAll(async () => {
  imaging = imagingFor(folder);
  a = sourceOf(folder, 'jpg', await open(photo(1600, 1200)).jpeg().toBuffer());
  b = sourceOf(folder, 'jpg', await open(photo(1200, 1600)).jpeg().toBuffer());
  small = sourceOf(folder, 'png', await open(photo(110, 58)).png().toBuffer());
  four = sourceOf(folder, 'png', await open(quarters(80, 60)).png().toBuffer());
});

afterAll(async () => {
  await imaging.close();
  rmSync(folder, { recursive: true, force: true });
});

const png = async (source: Source, values: TransformValues) =>
  pixelsOf((await imaging.render({ source, transform: transformOf({ format: 'png', ...values }) })).data);

const RED = [255, 0, 0];
const GREEN = [0, 255, 0];
const BLUE = [0, 0, 255];
const YELLOW = [255, 255, 0];
const WHITE = [255, 255, 255];

describe('sizes of real renders', () => {
  const cases: Array<[name: string, source: () => Source, values: TransformValues, size: string]> = [
    ['as it is', () => a, { strip: true }, '1600x1200'],
    ['width', () => a, { width: 500 }, '500x375'],
    ['height', () => a, { height: 680 }, '907x680'],
    ['both', () => a, { width: 500, height: 500 }, '500x500'],
    ['both, fitted', () => a, { width: 500, height: 500, sizeFit: true }, '500x375'],
    ['never larger', () => a, { width: 5000, height: 5000 }, '1600x1200'],
    ['thin and wide', () => a, { width: 2000, height: 500 }, '1600x500'],
    ['crop enlarged', () => a, { left: 0.25, right: 0.75, width: 1200 }, '1200x1800'],
    ['crop', () => a, { left: 0.1, right: 0.9, top: 0.1, bottom: 0.9 }, '1280x960'],
    ['inverted crop', () => a, { top: 0.8, bottom: 0.2 }, '1600x1200'],
    ['quarter turn', () => a, { rotation: 90 }, '1200x1600'],
    ['quarter turn back, resized', () => a, { rotation: -90, width: 500 }, '500x667'],
    ['slanted', () => small, { rotation: 10 }, '120x78'],
    ['slanted, diagonal', () => small, { rotation: 45 }, '120x120'],
    ['slanted, not enlarged', () => small, { rotation: 45, width: 180 }, '120x120'],
    ['slanted portrait', () => b, { rotation: 10 }, '1462x1786'],
    ['slanted and cropped', () => b, { rotation: 45, top: 0.2, bottom: 0.8 }, '1982x1189'],
    ['flip before rotation', () => b, { rotation: 90, flip: 'v', width: 500 }, '500x375'],
    [
      'tile of a crop',
      () => a,
      { left: 0.24, right: 0.8, width: 600, tile: { number: 1, grid: 4 } },
      '300x402',
    ],
    ['last tile', () => small, { tile: { number: 9, grid: 9 } }, '38x20'],
  ];
  it.each(cases)('%s', async (_name, source, values, size) => {
    const rendered = await imaging.render({
      source: source(),
      transform: transformOf({ format: 'png', ...values }),
    });
    const { width, height } = await pixelsOf(rendered.data);
    expect(`${width}x${height}`).toBe(size);
    expect(`${rendered.width}x${rendered.height}`).toBe(size);
  });
});

describe('which way round', () => {
  const corners: Array<[name: string, values: TransformValues, expected: number[][]]> = [
    ['as it is', { strip: true }, [RED, GREEN, BLUE, YELLOW]],
    ['flip h', { flip: 'h' }, [GREEN, RED, YELLOW, BLUE]],
    ['flip v', { flip: 'v' }, [BLUE, YELLOW, RED, GREEN]],
    ['90', { rotation: 90 }, [BLUE, RED, YELLOW, GREEN]],
    ['180', { rotation: 180 }, [YELLOW, BLUE, GREEN, RED]],
    ['-90', { rotation: -90 }, [GREEN, YELLOW, RED, BLUE]],
    ['270', { rotation: 270 }, [GREEN, YELLOW, RED, BLUE]],
    ['flip h, then 90', { flip: 'h', rotation: 90 }, [YELLOW, GREEN, BLUE, RED]],
    ['flip v, then 90', { flip: 'v', rotation: 90 }, [RED, BLUE, GREEN, YELLOW]],
  ];
  const variants: Array<[string, TransformValues]> = [
    ['alone', {}],
    ['resized', { width: 40 }],
    ['sharpened', { sharpen: 1 }],
  ];
  describe.each(variants)('%s', (_name, more) => {
    it.each(corners)('%s', async (_name2, values, expected) => {
      const result = await png(four, { ...values, ...more });
      const x = result.width - 3;
      const y = result.height - 3;
      const found = [
        pixelAt(result, 2, 2),
        pixelAt(result, x, 2),
        pixelAt(result, 2, y),
        pixelAt(result, x, y),
      ];
      expect(found).toEqual(expected);
    });
  });

  it('cuts after turning', async () => {
    const result = await png(four, { rotation: 90, left: 0.5 });
    expect([result.width, result.height]).toEqual([30, 80]);
    expect(pixelAt(result, 2, 2)).toEqual(RED);
    expect(pixelAt(result, 2, 77)).toEqual(GREEN);
  });

  it('turns clockwise by any angle about the middle', async () => {
    const result = await png(four, { rotation: 45, fill: 'black' });
    const middle = Math.floor(result.width / 2);
    expect(pixelAt(result, middle, 10)[0]).toBeGreaterThan(100);
    expect(pixelAt(result, 30, middle)).toEqual(BLUE);
    expect(pixelAt(result, middle + 22, middle)).toEqual(GREEN);
    expect(pixelAt(result, 2, 2)).toEqual([0, 0, 0]);
  });

  it('turns by a hair less than a quarter like a quarter', async () => {
    const almost = await png(a, { rotation: 89.9999, width: 300 });
    const quarter = await png(a, { rotation: 90, width: 300 });
    const common = { left: 10, top: 10, width: 280, height: 370 };
    const cut = async (pixels: typeof almost) =>
      pixelsOf(await open(pixels).extract(common).png().toBuffer());
    expect(rms(await cut(almost), await cut(quarter))).toBeLessThan(3);
  });

  it('draws a slanted picture the same at a reduced size and cut out of the large one', async () => {
    const values = { rotation: 30, left: 0.3, right: 0.7, top: 0.3, bottom: 0.7 };
    const whole = await png(a, values);
    const half = await png(a, { ...values, width: Math.round(whole.width / 4) });
    const { data } = await open(whole)
      .resize(half.width, half.height, { fit: 'fill' })
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(rms({ ...half, data }, half)).toBeLessThan(4);
  });
});

describe('padding', () => {
  it.each([
    ['white unless told', undefined, WHITE],
    ['a colour', '#ff00ff', [255, 0, 255]],
  ])('%s', async (_name, fill, expected) => {
    const result = await png(a, { width: 500, height: 500, ...(fill ? { fill } : {}) });
    expect(pixelAt(result, 250, 61)).toEqual(expected);
    expect(pixelAt(result, 250, 437)).toEqual(expected);
    expect(pixelAt(result, 250, 62)).not.toEqual(expected);
    expect(pixelAt(result, 250, 436)).not.toEqual(expected);
  });

  it.each([
    ['l0', 0],
    ['c0.5', 83],
    ['r1', 167],
  ])('aligned %s', async (alignH, x) => {
    const result = await png(four, { width: 60, height: 20, alignH });
    const left = Math.floor((x / 167) * (60 - 27));
    expect(pixelAt(result, left + 3, 5)[0]).toBe(255);
    expect(pixelAt(result, left + 3, 5)[1]).toBeLessThan(30);
    if (left > 0) expect(pixelAt(result, left - 2, 5)).toEqual(WHITE);
  });

  it.each<[string, TransformValues]>([
    ['fused', { width: 90, height: 90, strip: true }],
    ['stepwise', { width: 90, height: 90 }],
    ['rotated', { rotation: 45 }],
  ])('stays transparent in a TIFF whose source was compressed as JPEG: %s', async (_name, values) => {
    const file = await open(photo(120, 80)).tiff({ compression: 'jpeg' }).toBuffer();
    const source = sourceOf(folder, 'tif', file);
    const { data } = await imaging.render({ source, transform: transformOf({ ...values, fill: 'none' }) });
    const pixels = await pixelsOf(data);
    expect(pixels.channels).toBe(4);
    expect(pixelAt(pixels, 1, 1)[3]).toBe(0);
    expect(pixelAt(pixels, pixels.width >> 1, pixels.height >> 1)[3]).toBe(255);
  });

  it('is transparent where asked and possible, else white', async () => {
    const values = { width: 500, height: 500, fill: 'none' };
    expect(pixelAt(await png(a, values), 5, 5)[3]).toBe(0);
    expect(pixelAt(await png(a, values), 5, 250)[3]).toBe(255);
    const jpeg = await imaging.render({ source: a, transform: transformOf(values) });
    expect(pixelAt(await pixelsOf(jpeg.data), 5, 5)).toEqual(WHITE);
  });

  it('is the colour of an even border when automatic, of the crop if there is one', async () => {
    const framed = await open(photo(300, 300))
      .extend({ top: 50, bottom: 50, left: 50, right: 50, background: { r: 10, g: 90, b: 200 } })
      .png()
      .toBuffer();
    const source = sourceOf(folder, 'png', framed);
    const result = await png(source, { width: 200, height: 100, fill: 'auto' });
    expect(pixelAt(result, 3, 50)).toEqual([10, 90, 200]);
    const cropped = await png(four, { right: 0.5, bottom: 0.5, width: 60, height: 20, fill: 'auto' });
    expect(pixelAt(cropped, 2, 10)).toEqual(RED);
  });

  it('keeps to grey and CMYK', async () => {
    const grey = await open(photo(200, 100)).toColourspace('b-w').png().toBuffer();
    const result = await pixelsOf(
      (
        await imaging.render({
          source: sourceOf(folder, 'png', grey),
          transform: transformOf({ width: 80, height: 80, fill: '#808080' }),
        })
      ).data,
    );
    expect(pixelAt(result, 40, 2)[0]).toBe(128);
    const cmyk = await open(photo(200, 100)).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    const source = sourceOf(folder, 'jpg', cmyk);
    for (const values of [{ width: 80, height: 80 }, { rotation: 20 }]) {
      const { data } = await imaging.render({ source, transform: transformOf({ ...values, fill: 'white' }) });
      expect(pixelAt(await pixelsOf(data), 2, 2).every((level) => level > 245)).toBe(true);
    }
  });

  it('asks for a known colour only where it is drawn', async () => {
    const render = (values: TransformValues) =>
      imaging.render({ source: a, transform: transformOf({ fill: 'spam', ...values }) });
    await expect(render({ width: 500, height: 500 })).rejects.toMatchObject({
      status: 415,
      publicMessage: expect.stringContaining('unsupported fill colour'),
    });
    await expect(render({ rotation: 10 })).rejects.toMatchObject({ status: 415 });
    expect((await render({ width: 500 })).width).toBe(500);
  });
});

describe('tiles', () => {
  const wholes: Array<[string, TransformValues]> = [
    ['of the page', {}],
    ['of a reduced page', { width: 777 }],
    ['of a turned crop', { rotation: 90, left: 0.2, right: 0.9 }],
    ['of a padded picture', { width: 500, height: 450, fill: 'red' }],
    ['of a slanted picture', { rotation: 20, width: 400 }],
    ['of a sharpened picture', { width: 400, sharpen: 100 }],
  ];
  it.each(wholes)('%s make up the whole', async (_name, values) => {
    const whole = await png(a, values);
    const pieces = [];
    let y = 0;
    for (let row = 0; row < 3; row++) {
      let x = 0;
      let height = 0;
      for (let column = 0; column < 3; column++) {
        const rendered = await imaging.render({
          source: a,
          transform: transformOf({
            ...values,
            format: 'png',
            tile: { number: row * 3 + column + 1, grid: 9 },
          }),
        });
        pieces.push({ input: rendered.data, left: x, top: y });
        x += rendered.width;
        height = rendered.height;
      }
      y += height;
      expect(x).toBe(whole.width);
    }
    expect(y).toBe(whole.height);
    const assembled = await open({ ...whole, data: Buffer.alloc(whole.data.length) })
      .composite(pieces)
      .removeAlpha()
      .png()
      .toBuffer();
    expect(rms(await pixelsOf(assembled), whole)).toBeLessThan(0.5);
  });
});
