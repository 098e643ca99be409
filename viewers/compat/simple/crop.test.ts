import { expect, test } from 'vitest';
import { cropAbout, LEVELS } from './crop.ts';
import { cropSource } from './crop-url.ts';

const WHOLE = { top: 0, left: 0, bottom: 1, right: 1 };

test.each([
  ['the middle', WHOLE, 0.5, 0.5, 2, { top: 0.15, left: 0.15, bottom: 0.85, right: 0.85 }],
  ['a corner', WHOLE, 0, 1, 2, { top: 0.3, left: 0, bottom: 1, right: 0.7 }],
  [
    'a point of what is seen already',
    { top: 0.15, left: 0.15, bottom: 0.85, right: 0.85 },
    0.25,
    0.5,
    3,
    { top: 0.255, left: 0.08, bottom: 0.745, right: 0.57 },
  ],
])('about %s', (_, shown, x, y, level, expected) => {
  expect(cropAbout(WHOLE, shown, x, y, level)).toEqual(expected);
});

test('ten levels, each kept inside the starting crop and narrower by 30 %, with eight decimals', () => {
  const start = { top: 0.1, left: 0.2, bottom: 0.9, right: 0.6 };
  let shown = start;
  for (let level = 2; level <= LEVELS; level++) {
    const next = cropAbout(start, shown, 0.9, 0.9, level);
    expect(next.right - next.left).toBeCloseTo((shown.right - shown.left) * 0.7, 6);
    expect(next.bottom).toBeLessThanOrEqual(0.9);
    expect(next.right).toBeLessThanOrEqual(0.6);
    for (const edge of Object.values(next)) expect(String(edge)).toMatch(/^0(\.\d{1,8})?$/);
    shown = next;
  }
  expect(cropAbout(start, shown, 0.5, 0.5, 1)).toBe(start);
});

test.each([
  // Blank ones go; what the page says stays in its place.
  [
    '/image?tmp=&src=a/b.jpg&width=99&format=png',
    1,
    '/image?src=a%2Fb.jpg&width=400&format=jpeg&height=300&top=0&left=0&bottom=1&right=1',
  ],
  [
    'image?src=a.jpg&amp;quality=70&autocropfit=1&stats=1',
    1,
    'image?src=a.jpg&quality=70&width=400&height=300&top=0&left=0&bottom=1&right=1&format=jpeg',
  ],
  [
    '//img.example.org/pre/image?src=a.jpg',
    2,
    '//img.example.org/pre/image?src=a.jpg&width=400&height=300&top=0&left=0&bottom=1&right=1&format=jpeg&autocropfit=1&stats=0',
  ],
  [
    '/image?left=0.25&src=a.jpg&right=0.75&top=0.9&bottom=0.1',
    1,
    '/image?left=0&src=a.jpg&right=1&top=0&bottom=1&width=400&height=300&format=jpeg',
  ],
])('%s at level %i', (url, level, expected) => {
  const source = cropSource(url);
  expect(source.urlOf(source.start, level, { width: 400, height: 300 })).toBe(expected);
});
