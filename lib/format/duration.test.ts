import { expect, it } from 'vitest';
import { formatDuration } from './duration.ts';

it.each([
  [-5, '0 ms'],
  [0, '0 ms'],
  [320.4, '320 ms'],
  [1000, '1 s'],
  [4230, '4.2 s'],
  [9_970, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [200_000, '3 min 20 s'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
  [90_000_000, '1 d 1 h'],
])('%d ms is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
