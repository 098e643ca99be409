import { expect, test } from 'vitest';
import { entryUrl, nameOf, pathInFolder, serverBase } from './picture-list.ts';

test.each([
  ['', '/'],
  [undefined, '/'],
  ['https://img.example.org', 'https://img.example.org/'],
  ['//img.example.org/pre/', '//img.example.org/pre/'],
])('the server %j is %s', (given, expected) => {
  expect(serverBase(given)).toBe(expected);
});

test.each([
  ['shop', 'a.jpg', 'shop/a.jpg'],
  ['/shop/', 'a.jpg', '/shop/a.jpg'],
  ['', 'a.jpg', 'a.jpg'],
])('a file in %j', (folder, name, expected) => {
  expect(pathInFolder(folder, name)).toBe(expected);
});

const THUMB = { width: 120, height: 90, strip: 1 };
const STANDARD = { format: 'png', fill: 'none' };

test.each([
  [
    'nothing else said',
    {},
    { src: 'a/b c.jpg' },
    '/image?src=a%2Fb%20c.jpg&width=120&height=90&strip=1&format=png&fill=none',
  ],
  [
    'common parameters first, the picture winning in their place',
    { tmp: 't', quality: 50, fill: 'red' },
    { src: 'a.jpg', quality: 80, angle: 90 },
    '/image?tmp=t&quality=80&fill=red&src=a.jpg&angle=90&width=120&height=90&strip=1&format=png',
  ],
  [
    'what the list sets stays where the page has it',
    { width: 9, format: 'jpg' },
    { src: 'a.jpg' },
    '/image?width=120&format=jpg&src=a.jpg&height=90&strip=1&fill=none',
  ],
  [
    'words for people and links are no parameters',
    {},
    { src: 'a.jpg', title: 'T', description: 'D', url: '/x', server: 'https://other.example.org/pre' },
    'https://other.example.org/pre/image?src=a.jpg&width=120&height=90&strip=1&format=png&fill=none',
  ],
  [
    'repeated, blank and missing values',
    { tmp: '', icc: undefined, overlay: null },
    { src: 'a.jpg', x: ['1', '2'], flip: true },
    '/image?src=a.jpg&x=1&x=2&flip=true&width=120&height=90&strip=1&format=png&fill=none',
  ],
])('%s', (_, common, entry, expected) => {
  expect(entryUrl('/', common, entry, THUMB, STANDARD)).toBe(expected);
});

test('a picture is called by its title, else by its file', () => {
  expect([nameOf({ src: 'a/b.tar.jpg' }), nameOf({ src: 'a', title: 'T' })]).toEqual(['b.tar', 'T']);
});
