import { expect, it } from 'vitest';
import { createRecent } from './recent.ts';

it('forgets what was used longest ago', () => {
  const recent = createRecent<number>(3);
  for (const key of ['a', 'b', 'c']) recent.set(key, 1);
  expect(recent.get('a')).toBe(1);
  recent.set('b', 2);
  recent.set('d', 1);
  expect(['a', 'b', 'c', 'd'].map(recent.get)).toEqual([1, 2, undefined, 1]);
  recent.delete('a');
  recent.set('e', 1);
  expect(['a', 'b', 'd', 'e'].map(recent.get)).toEqual([undefined, 2, 1, 1]);
});
