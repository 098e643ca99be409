import { expect, test } from 'vitest';
import { wheelFactor } from './keys.ts';
import { levelsFor } from './levels.ts';

test.each([
  ['a small window', 400, 300, 1, '500x375'],
  ['a window just larger', 520, 400, 1, '960x720'],
  ['the same on a dense screen', 520, 400, 2, '1728x1296'],
  ['a whole screen', 3000, 2000, 2, '1728x1296'],
] as const)('the first level for %s', (_name, width, height, ratio, expected) => {
  const [first] = levelsFor({ width: 4000, height: 3000 }, { width, height }, ratio, 256);
  expect([`${first?.width}x${first?.height}`, first?.tiles]).toEqual([expected, 1]);
});

test('small pictures have one level of their own size', () => {
  const levels = levelsFor({ width: 300, height: 200 }, { width: 900, height: 900 }, 2, 256);
  expect(levels).toEqual([{ width: 300, height: 200, axis: 1, tiles: 1 }]);
});

test.each([
  ['a notch of a wheel', -120, 0, false, 1.35],
  ['lines', -3, 1, false, 1.2],
  ['a spread on a touchpad', -10, 0, true, 1.1],
  ['a whirl', 100_000, 0, false, 0.55],
  ['nothing', 0, 0, false, 1],
] as const)('%s zooms by a fitting factor', (_name, deltaY, deltaMode, ctrlKey, expected) => {
  expect(wheelFactor({ deltaY, deltaMode, ctrlKey } as WheelEvent)).toBeCloseTo(expected, 1);
});
