import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readIds, writeIds } from './id-runs.ts';

it.each([
  [[], ''],
  [[7], '7'],
  [[1, 2, 3, 4, 5, 53], '1+4,1c'],
  [[3, 1, 3], '1,2'],
  [[2_147_483_646, 2_147_483_647], 'zik0zi+1'],
])('%j is %s', (ids, text) => {
  expect(writeIds(ids)).toBe(text);
});

it('reads what it wrote', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 2_147_483_647 })), (ids) => {
      expect(readIds(writeIds(ids))).toEqual(ids.toSorted((a, b) => a - b));
    }),
  );
});

it('finds room for ten thousand ids in the parameters of a task', () => {
  const scattered = Array.from({ length: 10_000 }, (_, n) => (n + 1) * 214_748);
  expect(writeIds(scattered).length).toBeLessThan(56_000);
});
