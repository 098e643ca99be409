import { expect, test } from 'vitest';
import { createBands } from './bands.ts';

function filled() {
  const bands = createBands<string>();
  for (const [thing, top] of [
    ['d', 950],
    ['a', 0],
    ['c', 399],
    ['b', 210],
    ['e', 1000],
  ] as const) {
    bands.place(thing, top);
  }
  return bands;
}

test.each([
  [0, 150, 'a'],
  [150, 250, 'a b c'],
  [199, 200, 'a b c'],
  [400, 799, ''],
  [500, 990, 'd'],
  [500, 1000, 'd e'],
  [-300, 10, 'a'],
])('from %i to %i the bands hold "%s"', (top, bottom, expected) => {
  expect(filled().between(top, bottom).join(' ')).toBe(expected);
});

test('a thing that is placed again has moved, and one that was removed is gone', () => {
  const bands = filled();
  bands.place('a', 5000);
  bands.remove('b');
  bands.remove('never there');
  expect(bands.inOrder().join(' ')).toBe('c d e a');
  expect(bands.between(0, 400)).toEqual(['c']);
  expect([bands.meets('c', 0, 100), bands.meets('c', 250, 260), bands.meets('b', 0, 9999)]).toEqual([
    false,
    true,
    false,
  ]);
  bands.clear();
  expect(bands.inOrder()).toEqual([]);
});
