import { expect, test } from 'vitest';
import { placeOf, type RecentPlace, readPlaces, withPlace } from './recent-places.ts';

const place = (name: string): RecentPlace => ({
  href: `/list/?path=/${name}`,
  kind: 'folder',
  path: `/${name}`,
});

test.each([
  ['/list/', 'path=/a b/c&sort=-date', { href: '/list/?path=/a%20b/c', kind: 'folder', path: '/a b/c' }],
  ['/list', 'path=a/', { href: '/list/?path=/a', kind: 'folder', path: '/a' }],
  ['/details/', 'src=a/b.jpg&from=x', { href: '/details/?src=a/b.jpg', kind: 'image', path: 'a/b.jpg' }],
  ['/list/', '', undefined],
  ['/list/', 'path=/', undefined],
  ['/details/', '', undefined],
  ['/admin/users/', 'path=/a', undefined],
])('%s?%s', (pathname, query, expected) => {
  expect(placeOf(pathname, new URLSearchParams(query))).toEqual(expected);
});

test('the last place comes first, once, and a few are kept', () => {
  const many = Array.from({ length: 12 }, (_, index) => place(String(index))).reduce(
    withPlace,
    [] as RecentPlace[],
  );
  expect(many.map(({ path }) => path)).toEqual(['/11', '/10', '/9', '/8', '/7', '/6', '/5', '/4']);
  expect(
    withPlace(many, place('8'))
      .map(({ path }) => path)
      .slice(0, 3),
  ).toEqual(['/8', '/11', '/10']);
});

test('what does not read as places is no places', () => {
  expect(readPlaces(null)).toEqual([]);
  expect(readPlaces('{"a":1}')).toEqual([]);
  expect(readPlaces('no JSON')).toEqual([]);
  const bad = [{ href: 'https://evil.example/', kind: 'folder', path: '/a' }, 7, null, place('good')];
  expect(readPlaces(JSON.stringify(bad))).toEqual([place('good')]);
});
