import { describe, expect, it } from 'vitest';
import {
  type CropEdges,
  type CropHandle,
  edgesOf,
  fractionOf,
  moveHandle,
  pixelsOf,
  readAspect,
  roundEdges,
  shapeEdges,
  snapEdges,
} from './crop.ts';
import { fromPixels, toPixels } from './units.ts';

const FRAME = { width: 1000, height: 500 };
const HALF: CropEdges = { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 };

describe('moving a crop frame', () => {
  const cases: Array<[CropHandle, [number, number], number | undefined, number[]]> = [
    ['move', [0.1, 0], undefined, [0.35, 0.25, 0.85, 0.75]],
    ['move', [1, -1], undefined, [0.5, 0, 1, 0.5]],
    ['e', [0.1, 0.1], undefined, [0.25, 0.25, 0.85, 0.75]],
    ['e', [-1, 0], undefined, [0.25, 0.25, 0.252, 0.75]],
    ['nw', [-1, -0.1], undefined, [0, 0.15, 0.75, 0.75]],
    ['se', [0.05, 0], 1, [0.25, 0.25, 0.625, 1]],
    ['se', [-0.25, 0], 1, [0.25, 0.25, 0.5, 0.75]],
    ['nw', [-1, -1], 2, [0, 0, 0.75, 0.75]],
    ['s', [0, -0.25], 2, [0.375, 0.25, 0.625, 0.5]],
  ];
  it.each(cases)('%s by %j, shape %s', (handle, [x, y], aspect, [left, top, right, bottom]) => {
    expect(roundEdges(moveHandle(HALF, handle, { x, y }, FRAME, aspect))).toEqual({
      left,
      top,
      right,
      bottom,
    });
  });
});

it('shapes fit inside', () => {
  expect(shapeEdges(HALF, FRAME, 1)).toEqual({ left: 0.375, top: 0.25, right: 0.625, bottom: 0.75 });
  expect(shapeEdges(HALF, FRAME, 4)).toEqual({ left: 0.25, top: 0.375, right: 0.75, bottom: 0.625 });
});

it.each([
  ['16:9', 16 / 9],
  [' 3 / 2 ', 1.5],
  ['1.85', 1.85],
  ['0:1', undefined],
  ['wide', undefined],
  ['1:', undefined],
])('the shape %j', (text, aspect) => {
  expect(readAspect(text)).toBe(aspect);
});

it.each([
  [{}, [0, 0, 1, 1]],
  [{ left: 0.2, right: 1 }, [0.2, 0, 1, 1]],
  [{ left: 1, bottom: 0 }, [0, 0, 1, 1]],
  [{ top: 0.8, bottom: 0.2 }, [0, 0, 1, 1]],
])('edges of %j', (values, [left, top, right, bottom]) => {
  expect(edgesOf(values)).toEqual({ left, top, right, bottom });
});

it('every pixel has a fraction that the server takes for it', () => {
  for (const side of [3, 101, 1600, 4001, 14_999]) {
    for (let pixel = 0; pixel <= side; pixel += Math.ceil(side / 300)) {
      expect(Math.ceil(side * fractionOf(pixel, side)), `${pixel} of ${side}`).toBe(pixel);
    }
  }
});

it('edges snap to whole pixels', () => {
  const edges = snapEdges({ left: 0.3331, top: 0.1, right: 0.9999, bottom: 1 }, { width: 301, height: 199 });
  expect(pixelsOf(edges, { width: 301, height: 199 })).toEqual({
    left: 100,
    top: 20,
    right: 301,
    bottom: 199,
  });
});

it.each([
  [25.4, 'mm', 300, 300],
  [1, 'in', undefined, 600],
  [10, 'px', 72, 10],
] as const)('%d %s at %s dpi', (size, unit, dpi, pixels) => {
  expect(toPixels(size, unit, dpi)).toBe(pixels);
  expect(fromPixels(pixels, unit, dpi)).toBe(size);
});
