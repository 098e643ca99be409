import { expect, test } from 'vitest';
import { datedFolder } from './dated-folder.ts';

const now = new Date('2026-03-09T04:05:06Z');

test.each([
  ['%Y-%m-%d', '2026-03-09'],
  ['in/%y/%j', 'in/26/068'],
  ['%H%M%S', '040506'],
  ['100%%', '100%'],
  ['%Q', '%Q'],
  ['samples', 'samples'],
])('%s is %s', (path, expected) => {
  expect(datedFolder(path, now)).toBe(expected);
});
