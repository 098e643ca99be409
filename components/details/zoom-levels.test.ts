import { describe, expect, test } from 'vitest';
import { normalize } from '#lib/transform/normalize.ts';
import { parsePictureQuery } from '#lib/transform/parse-query.ts';
import { plan } from '#lib/transform/plan.ts';
import { tileAt, tileOf, tileUrl, zoomDpi, zoomLevels } from './zoom-levels.ts';

const limits = { maxTiles: 256, maxDimension: 15_000, maxPixels: 225_000_000 };
const shown = (width: number, height: number) =>
  zoomLevels({ width, height }, limits).map(
    (level) => `${level.width}x${level.height}/${level.axis} ${level.kind}`,
  );

describe('the levels of a picture', () => {
  test.each([
    [0, 0, []],
    [300, 200, ['300x200/1 thumbnail']],
    [800, 600, ['800x600/1 thumbnail']],
    [1000, 700, ['800x560/1 thumbnail', '1000x700/2 original']],
    [3000, 4500, ['534x800/1 thumbnail', '750x1125/2 sized', '1500x2250/4 sized', '3000x4500/8 original']],
    [
      20_000,
      15_000,
      [
        '800x600/1 thumbnail',
        '1250x938/2 sized',
        '2500x1875/4 sized',
        '5000x3750/8 sized',
        '10000x7500/16 sized',
        '20000x15000/32 parts',
      ],
    ],
    [
      10_000,
      3,
      ['800x1/1 thumbnail', '1250x1/1 sized', '2500x1/1 sized', '5000x2/2 sized', '10000x3/2 original'],
    ],
  ])('%i x %i', (width, height, levels) => {
    expect(shown(width, height)).toEqual(levels);
  });
});

describe('tiles', () => {
  const sizes = [
    { width: 4001, height: 3001 },
    { width: 1999, height: 5001 },
    { width: 20_000, height: 15_000 },
  ];

  test.each(sizes)('$width x $height: the server draws exactly what the viewer expects', (picture) => {
    for (const level of zoomLevels(picture, limits)) {
      const tiles = [
        [0, 0],
        [level.axis - 1, level.axis - 1],
        [Math.floor(level.axis / 3), Math.floor(level.axis / 2)],
      ] as const;
      for (const [column, row] of tiles) {
        const url = tileUrl({ src: 'a.jpg', version: 'x' }, level, column, row);
        const { values } = parsePictureQuery(url.slice(url.indexOf('?') + 1), {
          maxDimension: limits.maxDimension,
          maxGridTiles: limits.maxTiles,
          iccNames: new Set(),
        });
        const rect = tileOf(level, column, row);
        const drawn = plan(normalize({ ...values, format: 'jpg' }, 'jpg'), picture);
        expect([url, drawn.output]).toEqual([
          url,
          { width: rect.right - rect.left, height: rect.bottom - rect.top },
        ]);
      }
    }
  });

  test('a place on the picture falls into the tile that shows it', () => {
    const level = zoomLevels({ width: 4001, height: 3001 }, limits).at(-1);
    if (!level) throw new Error('no level');
    expect(tileAt(level, 'width', 0)).toBe(0);
    expect(tileAt(level, 'width', 1)).toBe(level.axis - 1);
    for (const fraction of [0.1, 0.49, 0.5, 0.51, 0.9999]) {
      const column = tileAt(level, 'width', fraction);
      const { left, right } = tileOf(level, column, 0);
      expect(fraction * level.width).toBeGreaterThanOrEqual(left);
      expect(fraction * level.width).toBeLessThan(right);
    }
  });
});

test.each([
  ['a sheet of paper', 1240, 1754, 300],
  ['a poster', 4961, 7016, 160],
  ['a plan of a building', 9933, 14_043, undefined],
])('%s is drawn for zooming with as many dots per inch as make sense', (_what, width, height, dpi) => {
  expect(zoomDpi({ width, height }, 150, limits)).toBe(dpi);
});
