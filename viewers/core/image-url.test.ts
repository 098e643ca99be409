import { expect, it } from 'vitest';
import {
  detailsUrl,
  downloadUrl,
  formatQuery,
  parseImageUrl,
  parseQuery,
  serverOf,
  tileUrl,
} from './image-url.ts';

const PAGE = 'https://shop.example.org/articles/one.html';
const TILED = { width: 1728, height: 1296, axis: 4, tiles: 16 };
const WHOLE = { width: 500, height: 375, axis: 1, tiles: 1 };

it.each<[string, string, number, string]>([
  [
    'a plain one',
    '/image?src=a/b.jpg',
    3,
    '/image?src=a%2Fb.jpg&format=jpg&autosizefit=0&strip=1&stats=0&width=1728&height=1296&tile=7%3A16',
  ],
  [
    'own parameters in their order, blank ones gone, what the viewer sets where it was',
    'https://img.example.org/p/image?width=200&amp;tmp=&src=a%20b.jpg&amp;stats=1&halign=C0.5&tmp=web',
    2,
    'https://img.example.org/p/image?width=1728&src=a%20b.jpg&stats=0&halign=C0.5&tmp=web' +
      '&format=jpg&autosizefit=0&strip=1&height=1296&tile=7%3A16',
  ],
  [
    'names that are there twice, and a fragment',
    '//h/image?x=1&src=a.jpg&x=2&width=1&width=2#top',
    2,
    '//h/image?x=1&src=a.jpg&x=2&width=1728&format=jpg&autosizefit=0&strip=1&stats=0&height=1296&tile=7%3A16',
  ],
])('asks for tiles: %s', (_name, url, levelNumber, expected) => {
  expect(tileUrl(parseImageUrl(url), TILED, levelNumber, 7)).toBe(expected);
});

it('counts the first level as a look and asks for it in one piece', () => {
  expect(tileUrl(parseImageUrl('image?src=a.jpg&tile=1:4&stats=0'), WHOLE, 1, 1)).toBe(
    'image?src=a.jpg&stats=1&format=jpg&autosizefit=0&strip=1&width=500&height=375',
  );
});

it.each([
  ['/image?src=a', 'https://shop.example.org/'],
  ['https://img.example.org:8443/image?src=a', 'https://img.example.org:8443/'],
  ['//img.example.org/image/?src=a', 'https://img.example.org/'],
  ['/pictures/of/ours/image?src=a', 'https://shop.example.org/pictures/of/ours/'],
  ['image?src=a', 'https://shop.example.org/articles/'],
  ['../image?src=a', 'https://shop.example.org/'],
  ['https://img.example.org/erez4/erez?src=a', 'https://img.example.org/'],
  ['https://img.example.org/p/erez4/erez?src=a', 'https://img.example.org/p/'],
  ['https://img.example.org/some/picture?src=a', 'https://img.example.org/'],
])('finds the server of %s', (url, server) => {
  expect(serverOf(parseImageUrl(url).base, PAGE)).toBe(server);
});

it('asks for details and the original by path', () => {
  const image = parseImageUrl('/p/image?src=a/b%20ü.jpg&width=3');
  expect(image.src).toBe('a/b ü.jpg');
  expect(detailsUrl(image, PAGE)).toBe('https://shop.example.org/p/api/v1/details/?src=a%2Fb%20%C3%BC.jpg');
  expect(downloadUrl(image, PAGE)).toBe(
    'https://shop.example.org/p/original?src=a%2Fb%20%C3%BC.jpg&attach=1',
  );
});

it('asks for the details of the page and resolution that are shown', () => {
  const image = parseImageUrl('/image?src=a.pdf&dpi=300&width=3&page=2');
  expect(detailsUrl(image, PAGE)).toMatch(/\?src=a\.pdf&dpi=300&page=2$/);
  expect(detailsUrl(parseImageUrl('/image?src=a.pdf&page='), PAGE)).toMatch(/\?src=a\.pdf$/);
});

it('reads queries as the server does', () => {
  expect(parseQuery('?a=1&amp;b=x+y;c&d=%zz&=5&e=a=b')).toEqual([
    ['a', '1'],
    ['b', 'x y'],
    ['c', ''],
    ['d', '%zz'],
    ['', '5'],
    ['e', 'a=b'],
  ]);
  expect(formatQuery([['a b', '1/2:3']])).toBe('a%20b=1%2F2%3A3');
});
