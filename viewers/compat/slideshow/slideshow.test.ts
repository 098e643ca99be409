import { expect, test } from 'vitest';
import { stances } from './motion.ts';
import { slideshowOptions } from './options.ts';
import { clampIndex, dotsFit, neighbour } from './turns.ts';

test.each([
  [2, 5, 2],
  [9, 5, 4],
  [-3, 5, 0],
  ['3', 5, 3],
  ['none', 5, 0],
  [1.9, 5, 1],
])('slide %j of %i is %i', (index, count, expected) => {
  expect(clampIndex(index, count)).toBe(expected);
});

test.each([
  ['the next', 1, 1, [], 2],
  ['past the end', 4, 1, [], 0],
  ['past the beginning', 0, -1, [], 4],
  ['over broken ones', 1, 1, [2, 3], 4],
  ['backwards over broken ones', 1, -1, [0, 4], 3],
  ['nowhere when all others are broken', 1, 1, [0, 2, 3, 4], 1],
] as const)('%s', (_, from, direction, broken: readonly number[], expected) => {
  expect(neighbour(from, direction, 5, (index) => broken.includes(index))).toBe(expected);
});

test('dots may fill two rows', () => {
  expect([dotsFit(32, 400), dotsFit(33, 400), dotsFit(3, 0)]).toEqual([true, false, false]);
});

test.each([
  ['slide', 1, { shift: -0.25, opacity: 1 }, { shift: 0.75, opacity: 1 }],
  ['slide', -1, { shift: 0.25, opacity: 1 }, { shift: -0.75, opacity: 1 }],
  ['stack', 1, { shift: 0, opacity: 1 }, { shift: 0.75, opacity: 1 }],
  ['fade', 1, { shift: 0, opacity: 0.75 }, { shift: 0, opacity: 0.25 }],
] as const)('mode %s in direction %i after a quarter', (mode, direction, old, next) => {
  expect(stances(mode, 0.25, direction)).toMatchObject({ old, next });
});

test('options that the page leaves out have their defaults', () => {
  const { easeFn, ...options } = slideshowOptions({ delay: 2, params: undefined as never });
  expect(options).toEqual({
    mode: 'slide',
    server: '',
    folder: '',
    images: [],
    params: {},
    controls: true,
    dots: true,
    dotColor: '#666666',
    dotSelectedColor: '#dddddd',
    delay: 2,
    duration: 1000,
    pauseOnHover: true,
    bgColor: 'white',
  });
  expect([0, 250, 500, 750, 1000].map((time) => easeFn(time, 10, 80, 1000))).toEqual([10, 20, 50, 80, 90]);
});
