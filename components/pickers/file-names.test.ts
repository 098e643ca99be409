import { expect, test } from 'vitest';
import { nameProblem, stemLength } from './file-names.ts';

test.each([
  ['', 'Type a name.'],
  ['.hidden', 'A name cannot begin with a dot.'],
  ['a/b', 'A name cannot contain a slash.'],
  ['a\\b', 'A name cannot contain a slash.'],
  ['a..b', 'A name cannot contain two dots in a row.'],
  ['summer 2026 (best)', undefined],
  ['Überblick.jpg', undefined],
])('the name %j', (name, problem) => {
  expect(nameProblem(name)).toBe(problem);
});

test.each([
  ['cat.jpg', 3],
  ['a.b.tiff', 3],
  ['folder', 6],
  ['.x', 2],
])('the part of %s before its extension', (name, length) => {
  expect(stemLength(name)).toBe(length);
});
