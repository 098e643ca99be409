import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tileRect as serverTileRect } from '#lib/transform/tile-rect.ts';
import { type Level, type Shape, shownSize, zoomLevels } from './geometry.ts';
import { tileRect, tilesWithin } from './tile-grid.ts';

type Case = [original: string, viewport: string, levels: string, mostTiles?: number, shape?: Shape];

const size = (text: string) => {
  const [width = 0, height = 0] = text.split('x').map(Number);
  return { width, height };
};
const told = (levels: readonly Level[]) =>
  levels.map(({ width, height, tiles }) => `${width}x${height}/${tiles}`).join(', ');

describe('zoom levels', () => {
  it.each<Case>([
    ['300x200', '500x500', '300x200/1'],
    ['800x600', '500x500', '500x375/1, 800x600/1'],
    ['2048x2048', '500x500', '500x500/1, 960x960/1, 1728x1728/16, 2048x2048/64'],
    ['4000x3000', '500x500', '500x375/1, 960x720/1, 1728x1296/16, 3136x2352/64, 4000x3000/64'],
    ['4000x3000', '500x500', '500x375/1, 960x720/1, 1728x1296/16, 3120x2340/16, 4000x3000/16', 16],
    ['4000x3000', '500x500', '500x375/1, 960x720/1, 1728x1296/1, 3120x2340/1, 4000x3000/1', 1],
    [
      '4000x3000',
      '500x500',
      '188x500/1, 360x960/1, 648x1728/16, 1176x3136/64, 1488x3968/64',
      256,
      { angle: 90, left: 0.25, right: 0.75 },
    ],
    ['3000x4500', '400x400', '267x400/1, 640x960/1, 1152x1728/16, 2080x3120/64, 2992x4488/64'],
    ['10000x2000', '800x400', '800x160/1, 1740x348/16, 3120x624/64, 5600x1120/64, 10000x2000/256'],
    ['6000x4000', '1200x800', '1200x800/1, 3120x2080/64, 6000x4000/64'],
    [
      '20000x15000',
      '500x500',
      '500x375/1, 960x720/1, 1728x1296/16, 3136x2352/64, 5600x4200/64, 10240x7680/256, 19968x14976/256',
    ],
  ])('of %s in %s are %s', (original, viewport, levels, mostTiles, shape) => {
    expect(told(zoomLevels(shownSize(size(original), shape), size(viewport), mostTiles))).toBe(levels);
  });

  it('grow, end, and have tiles with pixels, whatever the picture and the box', () => {
    const side = fc.integer({ min: 1, max: 200_000 });
    const boxSide = fc.integer({ min: 1, max: 4000 });
    fc.assert(
      fc.property(
        side,
        side,
        boxSide,
        boxSide,
        fc.integer({ min: -3, max: 400 }),
        (width, height, w, h, most) => {
          const levels = zoomLevels({ width, height }, { width: w, height: h }, most);
          expect(levels.length).toBeLessThanOrEqual(10);
          for (const [index, level] of levels.entries()) {
            expect(level.tiles).toBeLessThanOrEqual(256);
            expect(level.tiles).toBe(level.axis ** 2);
            expect(Math.min(level.width, level.height)).toBeGreaterThanOrEqual(level.axis);
            const below = levels[index - 1];
            if (below && Math.min(below.width, below.height) > 40)
              expect(level.width).toBeGreaterThan(below.width);
          }
        },
      ),
    );
  });
});

describe('the size that a URL shows', () => {
  it.each<[string, Shape, string]>([
    ['4000x3000', {}, '4000x3000'],
    ['4000x3000', { angle: -90 }, '3000x4000'],
    ['4000x3000', { angle: 270 }, '3000x4000'],
    ['4000x3000', { angle: 180 }, '4000x3000'],
    ['4000x3000', { angle: 45 }, '4000x3000'],
    ['4000x3000', { left: 0.25 }, '3000x3000'],
    ['4000x3000', { angle: 90, left: 0.25, right: 0.75 }, '1500x4000'],
    ['4000x3000', { left: 0.8, right: 0.2 }, '4000x3000'],
    ['4000x3000', { left: 5, right: 90 }, '4000x3000'],
    ['10x10', { right: 0.001 }, '1x10'],
  ])('of %s with %o is %s', (original, shape, expected) => {
    expect(shownSize(size(original), shape)).toEqual(size(expected));
  });
});

describe('tiles', () => {
  it('are those that the server cuts', () => {
    for (const original of ['4000x3000', '3000x4500', '10000x2000', '20000x15000', '4001x2999']) {
      for (const level of zoomLevels(size(original), { width: 500, height: 500 })) {
        for (let number = 1; number <= level.tiles; number++) {
          expect(tileRect(level, number)).toEqual(serverTileRect({ number, grid: level.tiles }, level));
        }
      }
    }
  });

  it.each<[string, [number, number, number, number], number[]]>([
    ['all', [0, 0, 400, 200], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]],
    ['one', [0, 0, 100, 50], [1]],
    ['one by a fraction of a pixel', [99.5, 49.9, 100, 50], [1]],
    ['two by a fraction of a pixel', [99.5, 0, 100.1, 50], [1, 2]],
    ['the last', [399, 199, 500, 300], [16]],
    ['none', [400, 0, 500, 100], []],
  ])('within an area: %s', (_name, [left, top, right, bottom], tiles) => {
    const level = { width: 400, height: 200, axis: 4, tiles: 16 };
    expect(tilesWithin(level, { left, top, right, bottom })).toEqual(tiles);
  });
});
