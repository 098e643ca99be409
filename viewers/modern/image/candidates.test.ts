import { expect, test } from 'vitest';
import { parseImageUrl } from '../../core/image-url.ts';
import { blurredUrl, negotiated, offeredWidths, sourceSet, urlAtWidth } from './candidates.ts';

const picture = (query: string) => ({
  ...parseImageUrl(`https://img.example.org/image?src=a/b.jpg${query}`),
  title: '',
  description: '',
  alt: undefined,
  link: '',
  width: 0,
  height: 0,
  download: false,
});
const at = (query: string) => `https://img.example.org/image?src=a%2Fb.jpg${query}`;

test.each([
  ['', 0, [160, 320, 480, 640, 800, 960, 1280, 1600, 1920, 2560, 3840]],
  ['', 700, [160, 320, 480, 640, 700]],
  ['', 100, [100]],
  ['800, 400 400', 0, [400, 800]],
  ['400 800', 500, [400, 500]],
  ['wide -3 0.5 1e9x', 300, [160, 300]],
] as const)('widths %j of a picture of %i pixels', (wanted, most, expected) => {
  expect(offeredWidths(wanted, most)).toEqual(expected);
});

test.each([
  ['', '&width=300'],
  ['&width=800', '&width=300'],
  ['&width=800&height=400', '&width=300&height=150'],
  ['&height=400', '&width=300'],
  ['&tmp=web&quality=70', '&tmp=web&quality=70&width=300'],
])('%j at a width of 300', (own, expected) => {
  expect(urlAtWidth(picture(own), 300)).toBe(at(expected));
});

test('candidates carry their widths and the format', () => {
  expect(sourceSet(picture(''), [100, 200], 'avif')).toBe(
    `${at('&width=100&format=avif')} 100w, ${at('&width=200&format=avif')} 200w`,
  );
});

test('the server chooses the format unless the picture says it', () => {
  expect(negotiated(picture(''), 'auto')).toBe('auto');
  expect(negotiated(picture('&format=png'), 'auto')).toBeUndefined();
  expect(negotiated(picture(''), 'none')).toBeUndefined();
});

test('the stand-in keeps the part of the picture, not its size and format', () => {
  expect(blurredUrl(picture('&width=800&height=400&format=png&left=0.2'))).toBe(
    at('&left=0.2&width=24&format=jpg&quality=50&strip=1&stats=0'),
  );
});
