import { describe, expect, test } from 'vitest';
import { type Layout, layoutFor, pagesOf, placeAfterKey, rowsOf } from './grid-layout.ts';

const grid: Layout = { view: 'grid', columns: 4, rowHeight: 200, gap: 16, pictureHeight: 150 };
const list: Layout = { ...grid, view: 'list', columns: 1, rowHeight: 44 };

describe('the layout', () => {
  test('fills the width with columns of at least their least width', () => {
    expect(layoutFor('grid', 'medium', 1160).columns).toBe(5);
    expect(layoutFor('grid', 'small', 1160).columns).toBe(8);
    expect(layoutFor('grid', 'large', 1160).columns).toBe(3);
    expect(layoutFor('grid', 'large', 350).columns).toBe(2);
    expect(layoutFor('list', 'large', 1160).columns).toBe(1);
  });

  test('a last row may be short', () => {
    expect([0, 1, 4, 5].map((total) => rowsOf(total, grid))).toEqual([0, 1, 1, 2]);
  });
});

describe('a key in a grid of 4 columns and 10 images', () => {
  test.each([
    ['ArrowRight', 3, 4],
    ['ArrowRight', 9, 9],
    ['ArrowLeft', 4, 3],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 1, 5],
    ['ArrowDown', 7, 9],
    ['ArrowDown', 8, 8],
    ['ArrowUp', 9, 5],
    ['ArrowUp', 2, 2],
    ['PageDown', 1, 9],
    ['PageDown', 9, 9],
    ['PageUp', 9, 1],
    ['PageUp', 5, 1],
    ['PageUp', 2, 2],
    ['Home', 6, 4],
    ['End', 5, 7],
    ['End', 8, 9],
    ['x', 5, undefined],
  ])('%s at %i leads to %s', (key, from, to) => {
    expect(placeAfterKey(key, false, from, 10, grid, 2)).toBe(to);
  });

  test('with Ctrl to the ends of everything', () => {
    expect(placeAfterKey('Home', true, 6, 10, grid, 2)).toBe(0);
    expect(placeAfterKey('End', true, 2, 10, grid, 2)).toBe(9);
  });
});

test.each([
  ['ArrowRight', undefined],
  ['ArrowDown', 6],
  ['Home', 0],
  ['End', 9],
  ['PageUp', 0],
])('%s in a list', (key, to) => {
  expect(placeAfterKey(key, false, 5, 10, list, 8)).toBe(to);
});

describe('pages', () => {
  test.each([
    [0, -1, 0, [0]],
    [0, 5, 1000, [0]],
    [48, 51, 1000, [0, 1]],
    [100, 101, 1000, [2]],
    [248, 260, 1000, [4]],
  ])('rows %i to %i of %i are on %j', (first, last, total, pages) => {
    expect(pagesOf(first, last, grid, total)).toEqual(pages);
  });
});
