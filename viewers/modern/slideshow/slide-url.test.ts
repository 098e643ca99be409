import { expect, test } from 'vitest';
import { parseImageUrl } from '../../core/image-url.ts';
import { slideUrl, wrap } from './slide-url.ts';

const picture = (query: string) => ({
  ...parseImageUrl(`/image?src=a.jpg${query}`),
  title: '',
  description: '',
  alt: undefined,
  link: '',
  width: 0,
  height: 0,
  download: false,
});

test.each([
  [
    'sides are rounded up, so that near sizes share a picture',
    '',
    600,
    300,
    1,
    'contain',
    '&width=640&height=320&autosizefit=1&strip=1&format=auto',
  ],
  [
    'and asked for by pixels of the screen',
    '',
    600,
    300,
    2,
    'contain',
    '&width=1216&height=640&autosizefit=1&strip=1&format=auto',
  ],
  ['never without end', '', 9000, 1, 3, 'contain', '&width=4096&height=64&autosizefit=1&strip=1&format=auto'],
  [
    'filled around what matters',
    '',
    128,
    64,
    1,
    'cover',
    '&width=128&height=64&gravity=smart&strip=1&format=auto',
  ],
  [
    'with the own format and place of parameters',
    '&format=png&width=5',
    64,
    64,
    1,
    'contain',
    '&format=png&width=64&height=64&autosizefit=1&strip=1',
  ],
] as const)('%s', (_name, own, width, height, ratio, fit, expected) => {
  expect(slideUrl(picture(own), { width, height }, ratio, fit)).toBe(`/image?src=a.jpg${expected}`);
});

test.each([
  [3, 3, 0],
  [-1, 3, 2],
  [-7, 3, 2],
  [0, 0, 0],
])('index %i of %i is %i', (index, count, expected) => {
  expect(wrap(index, count)).toBe(expected);
});
