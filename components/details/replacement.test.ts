import { expect, test } from 'vitest';
import { isReplacement } from './replacement.ts';

test.each([
  ['b.jpg', 'a.jpg', true],
  ['b.JPEG', 'a.jpg', true],
  ['b.tiff', 'a.TIF', true],
  ['b.png', 'a.jpg', false],
  ['b', 'a.jpg', false],
  ['b.jpg.exe', 'a.jpg', false],
])('%s in the place of %s: %s', (name, present, fits) => {
  expect(isReplacement(name, present)).toBe(fits);
});
