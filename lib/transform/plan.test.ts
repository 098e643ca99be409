import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import { normalize } from './normalize.ts';
import { plan } from './plan.ts';
import { arbitraryValues } from './testing/arbitrary-values.ts';
import { transformOf } from './testing/requests.ts';
import type { Plan, Rect, Size } from './values.ts';

type Pair = [number, number];

function planOf([width, height]: Pair, query: string): Plan {
  return plan(transformOf(query), { width, height });
}

/** A short notation: canvas, inner picture, its place. */
function framing({ canvas, inner, offset }: Plan): string {
  return `${canvas.width}x${canvas.height} ${inner.width}x${inner.height}+${offset.x}+${offset.y}`;
}

function output({ output: size }: Plan): Pair {
  return [size.width, size.height];
}

/** Top, left, bottom, right. */
function edges({ top, left, bottom, right }: Rect): number[] {
  return [top, left, bottom, right];
}

describe('sizes', () => {
  it.each<[Pair, string, string]>([
    [[1600, 1200], '', '1600x1200 1600x1200+0+0'],
    [[1600, 1200], 'width=500', '500x375 500x375+0+0'],
    [[1600, 1200], 'height=680', '907x680 907x680+0+0'],
    [[1600, 1200], 'width=500&height=500', '500x500 500x375+0+62'],
    [[1600, 1200], 'width=500&height=500&autosizefit=1', '500x375 500x375+0+0'],
    [[1600, 1200], 'width=5000', '1600x1200 1600x1200+0+0'],
    [[1600, 1200], 'width=5000&height=5000', '1600x1200 1600x1200+0+0'],
    [[1600, 1200], 'width=2000&height=500', '1600x500 667x500+466+0'],
    [[1600, 1200], 'width=2000&height=500&autosizefit=1', '667x500 667x500+0+0'],
    [[1600, 1200], 'width=600&height=5000', '600x1200 600x450+0+375'],
    [[470, 300], 'width=333', '333x213 333x213+0+0'],
    [[470, 300], 'height=100', '157x100 157x100+0+0'],
    [[470, 300], 'width=300&height=300', '300x300 300x192+0+54'],
    [[470, 300], 'width=100&height=65', '100x65 100x65+0+0'],
    [[470, 300], 'width=100&height=64&autosizefit=1', '100x64 100x64+0+0'],
    [[470, 300], 'width=100&height=66', '100x66 100x64+0+1'],
    [[1600, 1201], 'width=800&height=600', '800x600 800x600+0+0'],
    [[1600, 1204], 'width=800&height=600', '800x600 798x600+1+0'],
    [[1600, 1200], 'left=.25&right=.75&width=1200', '1200x1800 1200x1800+0+0'],
    [[15_000, 1], 'width=1', '1x1 1x1+0+0'],
    [[1, 15_000], 'width=1&height=1', '1x1 1x1+0+0'],
  ])('%o %s gives %s', (page, query, expected) => {
    expect(framing(planOf(page, query))).toBe(expected);
  });

  it('refuses to stretch a thin crop without end', () => {
    const query = 'left=0.5&right=0.501&width=1600';
    expect(() => planOf([1600, 1200], query)).toThrow(/^width, height: out of range.*at most 15000/);
    const thin = transformOf('left=0.4&right=0.6&width=1600');
    expect(() => plan(thin, { width: 1600, height: 1200 }, 5000)).toThrow('at most 5000');
    expect(output(plan(thin, { width: 1600, height: 1200 }, 6000))).toEqual([1600, 6000]);
  });

  it('does not hold the size of the file itself against it', () => {
    expect(output(plan(transformOf('strip=1'), { width: 40_000, height: 300 }, 1000))).toEqual([40_000, 300]);
    expect(output(plan(transformOf('height=300'), { width: 40_000, height: 300 }, 1000))).toEqual([
      40_000, 300,
    ]);
  });
});

describe('alignment', () => {
  it.each([
    ['', 140],
    ['halign=C0.5', 140],
    ['halign=C0.50', 140],
    ['halign=R1', 280],
    ['halign=L1', 280],
    ['halign=L0.99', 280],
    ['halign=L0.1', 60],
    ['halign=L0', 0],
    ['halign=R0', 0],
    ['halign=R0.9', 220],
    ['halign=C1', 280],
    ['halign=C0.25', 0],
  ])('%s puts 320 pixels of 600 at %i', (query, x) => {
    const result = planOf([800, 1000], `width=600&height=400&${query}`);
    expect(result.offset).toEqual({ x, y: 0 });
    const turned = planOf(
      [1000, 800],
      `width=400&height=600&${query.replace('h', 'v').replace('R', 'B').replace('L', 'T')}`,
    );
    expect(turned.offset).toEqual({ x: 0, y: x });
    expect(framing(result)).toBe(`600x400 320x400+${x}+0`);
  });
});

describe('rotation', () => {
  it.each<[Pair, string, Pair]>([
    [[110, 58], 'angle=10', [120, 78]],
    [[110, 58], 'angle=-10', [120, 78]],
    [[110, 58], 'angle=45', [120, 120]],
    [[1200, 1600], 'angle=45', [1982, 1982]],
    [[1200, 1600], 'angle=10', [1462, 1786]],
    [[1600, 1200], 'angle=90', [1200, 1600]],
    [[1600, 1200], 'angle=-90', [1200, 1600]],
    [[1600, 1200], 'angle=270', [1200, 1600]],
    [[1600, 1200], 'angle=180', [1600, 1200]],
    [[1600, 1200], 'angle=-90&width=500', [500, 667]],
    [[110, 58], 'angle=10&height=110', [120, 78]],
    [[110, 58], 'angle=45&width=180', [120, 120]],
    [[1600, 1200], 'angle=90&width=1600', [1200, 1600]],
    [[1200, 1600], 'angle=90&flip=v&width=500', [500, 375]],
  ])('%o %s gives %o', (page, query, expected) => {
    expect(output(planOf(page, query))).toEqual(expected);
  });

  it('reports what to do before the crop', () => {
    const { flip, rotation, rotated, page } = planOf([1200, 1600], 'angle=90&flip=v');
    expect({ flip, rotation, rotated, page }).toEqual({
      flip: 'v',
      rotation: 90,
      rotated: { width: 1600, height: 1200 },
      page: { width: 1200, height: 1600 },
    });
  });
});

describe('crop', () => {
  it.each<[Pair, string, number[]]>([
    [[1600, 1200], 'left=.1&right=.9&top=.1&bottom=.9', [120, 160, 1080, 1440]],
    [[1600, 1200], 'left=.55', [0, 881, 1200, 1600]],
    [[1600, 1200], 'right=.07', [0, 0, 1200, 113]],
    [[101, 101], 'left=.333&right=.667&top=.005', [1, 34, 101, 68]],
    [[1200, 1600], 'angle=45&top=.2&bottom=.8', [397, 0, 1586, 1982]],
    [[1600, 1200], 'top=.8&bottom=.2', [0, 0, 1200, 1600]],
    [[1600, 1200], 'top=.5&bottom=.5&left=.5', [0, 0, 1200, 1600]],
    [[1600, 1200], 'left=1&bottom=0', [0, 0, 1200, 1600]],
    [[100, 100], 'left=.99999', [0, 0, 100, 100]],
    [[100, 100], 'right=.00001', [0, 0, 100, 1]],
  ])('%o %s keeps %o', (page, query, expected) => {
    const result = planOf(page, query);
    expect(edges(result.crop)).toEqual(expected);
    const [top = 0, left = 0, bottom = 0, right = 0] = expected;
    expect(output(result)).toEqual([right - left, bottom - top]);
  });

  it.each<[Pair, string, number[], string]>([
    [
      [3000, 2000],
      'left=.32&right=.72&top=.15&bottom=.9&width=200&height=200',
      [300, 810, 1800, 2310],
      '200x200',
    ],
    [
      [1600, 1200],
      'left=.25&right=.75&top=.25&bottom=.75&width=400&height=400',
      [200, 400, 1000, 1200],
      '400x400',
    ],
    [
      [1600, 1200],
      'left=.25&right=.75&top=.05&bottom=.35&width=400&height=400',
      [0, 400, 800, 1200],
      '400x400',
    ],
    [
      [1600, 1200],
      'left=.25&right=.75&top=.65&bottom=.95&width=400&height=400',
      [400, 400, 1200, 1200],
      '400x400',
    ],
    [[1600, 1200], 'left=.1&right=.9&top=.1&bottom=.9&width=500&height=500', [0, 160, 1200, 1440], '500x469'],
    [
      [1001, 801],
      'left=.25&right=.75&top=.25&bottom=.75&width=333&height=300',
      [176, 251, 626, 751],
      '333x300',
    ],
    [[1600, 1200], 'top=.8&bottom=.2&width=400&height=400', [0, 0, 1200, 1600], '400x300'],
  ])('autocropfit: %o %s keeps %o', (page, query, expected, inner) => {
    const result = planOf(page, `${query}&autocropfit=1`);
    expect(edges(result.crop)).toEqual(expected);
    expect(`${result.inner.width}x${result.inner.height}`).toBe(inner);
  });

  it('pads what autocropfit could not grow', () => {
    const result = planOf(
      [1600, 1200],
      'left=.1&right=.9&top=.1&bottom=.9&width=500&height=500&autocropfit=1',
    );
    expect(framing(result)).toBe('500x500 500x469+0+15');
  });
});

describe('cutting to fill', () => {
  it.each<[string, number[]]>([
    ['gravity=c', [0, 200, 1200, 1400]],
    ['gravity=smart', [0, 200, 1200, 1400]],
    ['gravity=n', [0, 200, 1200, 1400]],
    ['gravity=w', [0, 0, 1200, 1200]],
    ['gravity=e', [0, 400, 1200, 1600]],
    ['gravity=ne', [0, 400, 1200, 1600]],
    ['gravity=sw', [0, 0, 1200, 1200]],
    ['focus=0,0', [0, 0, 1200, 1200]],
    ['focus=1,1', [0, 400, 1200, 1600]],
    ['focus=.4,.5', [0, 40, 1200, 1240]],
    ['focus=.4,.5&gravity=e', [0, 40, 1200, 1240]],
  ])('%s of a wide picture', (query, expected) => {
    const result = planOf([1600, 1200], `width=300&height=300&${query}`);
    expect(edges(result.crop)).toEqual(expected);
    expect(framing(result)).toBe('300x300 300x300+0+0');
  });

  it.each<[string, number[]]>([
    ['gravity=n', [0, 0, 800, 1200]],
    ['gravity=nw', [0, 0, 800, 1200]],
    ['gravity=s', [800, 0, 1600, 1200]],
    ['gravity=se', [800, 0, 1600, 1200]],
    ['gravity=w', [400, 0, 1200, 1200]],
    ['focus=.5,.3', [80, 0, 880, 1200]],
  ])('%s of a tall picture', (query, expected) => {
    expect(edges(planOf([1200, 1600], `width=300&height=200&${query}`).crop)).toEqual(expected);
  });

  it('works inside a crop, and on the rotated picture', () => {
    const cropped = planOf([1600, 1200], 'left=.5&width=100&height=100&gravity=s');
    expect(edges(cropped.crop)).toEqual([400, 800, 1200, 1600]);
    const turned = planOf([1600, 1200], 'angle=90&width=100&height=100&gravity=s');
    expect(edges(turned.crop)).toEqual([400, 0, 1600, 1200]);
    const pointed = planOf([1600, 1200], 'right=.9&bottom=.5&width=100&height=100&focus=.5,.5');
    expect(edges(pointed.crop)).toEqual([0, 500, 600, 1100]);
    const outside = planOf([1600, 1200], 'left=.5&width=100&height=100&focus=0,0');
    expect(edges(outside.crop)).toEqual([0, 800, 800, 1600]);
  });

  it('keeps the requested shape when the picture is too small for it', () => {
    expect(framing(planOf([1000, 800], 'width=1200&height=1200&gravity=c'))).toBe('800x800 800x800+0+0');
    expect(framing(planOf([1600, 1200], 'width=4000&height=1000&gravity=c'))).toBe('1600x400 1600x400+0+0');
  });

  it('does nothing without both sides, or with autosizefit', () => {
    expect(framing(planOf([1600, 1200], 'width=300&gravity=c'))).toBe('300x225 300x225+0+0');
    expect(framing(planOf([1600, 1200], 'width=300&height=300&autosizefit=1&gravity=c'))).toBe(
      '300x225 300x225+0+0',
    );
  });
});

describe('tiles', () => {
  it('gives the remainder to the last column and row', () => {
    const tiles = Array.from({ length: 9 }, (_, i) => planOf([100, 100], `tile=${i + 1}:9`));
    expect(tiles.map(output)).toEqual([
      [33, 33],
      [33, 33],
      [34, 33],
      [33, 33],
      [33, 33],
      [34, 33],
      [33, 34],
      [33, 34],
      [34, 34],
    ]);
    expect(tiles.map(({ tile }) => tile && edges(tile).slice(0, 2)).at(5)).toEqual([33, 66]);
    expect(tiles.reduce((sum, { output: size }) => sum + size.width * size.height, 0)).toBe(10_000);
  });

  it.each<[Pair, string, Pair]>([
    [[101, 75], 'tile=1:4', [50, 37]],
    [[101, 75], 'tile=4:4', [51, 38]],
    [[1600, 1200], 'left=.24&right=.8&width=600&tile=1:4', [300, 402]],
    [[1600, 1200], 'width=500&height=500&tile=2:4', [250, 250]],
    [[10, 10], 'tile=256:256', [10, 10]],
  ])('%o %s gives %o', (page, query, expected) => {
    expect(output(planOf(page, query))).toEqual(expected);
  });

  it('equals the crop when the sides divide', () => {
    const tile = planOf([1600, 1200], 'tile=1:4').tile;
    expect(tile).toEqual(planOf([1600, 1200], 'right=.5&bottom=.5').crop);
  });

  it('refuses an empty tile', () => {
    expect(() => planOf([10, 10], 'tile=1:256')).toThrow(/^tile: out of range, a picture of 10 x 10 pixels/);
  });
});

describe('any plan', () => {
  const sides = fc.oneof(fc.constantFrom(1, 2, 3, 15_000), fc.integer({ min: 1, max: 15_000 }));
  const pages: fc.Arbitrary<Size> = fc.record({ width: sides, height: sides });

  function expectInside(rect: Rect, frame: Size): void {
    for (const value of edges(rect)) expect(Number.isSafeInteger(value)).toBe(true);
    expect(rect.left).toBeGreaterThanOrEqual(0);
    expect(rect.top).toBeGreaterThanOrEqual(0);
    expect(rect.right).toBeGreaterThan(rect.left);
    expect(rect.bottom).toBeGreaterThan(rect.top);
    expect(rect.right).toBeLessThanOrEqual(frame.width);
    expect(rect.bottom).toBeLessThanOrEqual(frame.height);
  }

  it('has whole positive sizes inside their frames, or is refused with 400', () => {
    let refused = 0;
    const runs = 2000;
    fc.assert(
      fc.property(arbitraryValues, pages, (values, page) => {
        const transform = normalize(values, 'jpg');
        let result: Plan;
        try {
          result = plan(transform, page);
        } catch (error) {
          if (!(error instanceof EmulsionError)) throw error;
          expect(error.status).toBe(400);
          refused += 1;
          return;
        }
        const { rotated, crop, inner, canvas, offset, tile } = result;
        expectInside(crop, rotated);
        const place = {
          left: offset.x,
          top: offset.y,
          right: offset.x + inner.width,
          bottom: offset.y + inner.height,
        };
        expectInside(place, canvas);
        if (tile !== undefined) expectInside(tile, canvas);
        expect(result.output).toEqual(
          tile === undefined ? canvas : { width: tile.right - tile.left, height: tile.bottom - tile.top },
        );

        const longest = Math.max(15_000, rotated.width + 1, rotated.height + 1);
        expect(Math.max(canvas.width, canvas.height)).toBeLessThanOrEqual(longest);
        const isUncropped =
          crop.right - crop.left === rotated.width && crop.bottom - crop.top === rotated.height;
        if (isUncropped || (transform.width !== undefined && transform.height !== undefined)) {
          // One more at most: the original's rounding noise.
          expect(canvas.width).toBeLessThanOrEqual(rotated.width + 1);
          expect(canvas.height).toBeLessThanOrEqual(rotated.height + 1);
        }
        if (transform.width !== undefined) expect(canvas.width).toBeLessThanOrEqual(transform.width + 1);
        if (transform.height !== undefined) expect(canvas.height).toBeLessThanOrEqual(transform.height + 1);
      }),
      { numRuns: runs },
    );
    // About half of them are, as the values are wild.
    expect(refused).toBeLessThan(runs * 0.75);
  });

  it('cuts every canvas into tiles without gap or overlap', () => {
    const grids = fc.integer({ min: 1, max: 16 });
    fc.assert(
      fc.property(pages, grids, (page, n) => {
        fc.pre(page.width >= n && page.height >= n);
        let area = 0;
        for (let number = 1; number <= n * n; number += 1) {
          const { output: size } = plan(normalize({ tile: { number, grid: n * n } }, 'jpg'), page);
          area += size.width * size.height;
        }
        expect(area).toBe(page.width * page.height);
      }),
    );
  });
});
