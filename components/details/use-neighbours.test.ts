import { expect, test } from 'vitest';
import { listQuery } from './use-neighbours.ts';

test.each([
  ['', { path: '/a' }],
  ['view=grid', { path: '/a' }],
  ['path=/b/c&sort=-date&recursive=true&view=list', { path: '/b/c', sort: '-date', recursive: 'true' }],
  ['q=red+cat&tag=x,y&min_width=', { q: 'red cat', tag: 'x,y' }],
])('the list %j', (from, query) => {
  expect(listQuery(from, 'a/1.jpg')).toEqual(query);
});
