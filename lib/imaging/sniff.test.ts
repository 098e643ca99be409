import { expect, it } from 'vitest';
import { sniff } from './sniff.ts';

it.each([
  ['an icon of two pictures', [0, 0, 1, 0, 2, 0], 'ico'],
  ['a cursor', [0, 0, 2, 0, 1, 0], 'ico'],
  ['a Targa file in true colours, which has no mark', [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0], undefined],
] as const)('tells %s', (_what, head, kind) => {
  expect(sniff(Buffer.from([...head, ...Array.from({ length: 40 }, () => 0)]))).toBe(kind);
});
