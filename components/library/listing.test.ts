import { describe, expect, test } from 'vitest';
import {
  browseQuery,
  folderPath,
  isNarrowed,
  isRecursive,
  listingText,
  listingValues,
  readListing,
  searchFields,
  sortOf,
  wholeFolder,
} from './listing.ts';

const read = (query: string) => readListing(new URLSearchParams(query));
const written = (query: string) => {
  const values = Object.entries(listingValues(read(query))).filter(([, value]) => value !== undefined);
  return new URLSearchParams(values as Array<[string, string]>).toString();
};

describe('the address of a listing', () => {
  test.each([
    ['', ''],
    ['path=/', ''],
    ['path=a/b/', 'path=%2Fa%2Fb'],
    ['q=%20red%20cat%20', 'q=red+cat'],
    ['type=image/png,,jpg', 'type=image%2Fpng%2Cjpg'],
    ['tag=a,b', 'tag=a%2Cb'],
    ['from=2026-01-31&to=yesterday', 'from=2026-01-31'],
    ['min_width=800&max_width=-3&min_bytes=1e9', 'min_width=800'],
    ['sort=name', ''],
    ['sort=-date', 'sort=-date'],
    ['sort=sideways', ''],
    ['q=x&sort=relevance', 'q=x'],
    ['q=x&sort=name', 'q=x&sort=name'],
    ['recursive=0', ''],
    ['recursive=1', 'recursive=1'],
    ['q=x&recursive=true', 'q=x'],
    ['q=x&recursive=false', 'q=x&recursive=0'],
  ])('%s is kept as %s', (query, kept) => {
    expect(written(query)).toBe(kept);
    expect(written(kept)).toBe(kept);
  });

  test('a complete query reads as the listing that it came from', () => {
    const listing = read('path=/a&q=cat&tag=red&min_width=100&sort=-size');
    expect(browseQuery(read(listingText(listing)))).toEqual(browseQuery(listing));
    expect(listingText(listing)).toContain('path=/a&recursive=true');
  });
});

describe('what is asked for', () => {
  test('a folder alone is itself only, something looked for is found below too', () => {
    expect(isRecursive(read('path=/a'))).toBe(false);
    expect(isRecursive(read('path=/a&q=x'))).toBe(true);
    expect(isRecursive(read('path=/a&tag=x'))).toBe(true);
    expect(isRecursive(read('path=/a&q=x&recursive=0'))).toBe(false);
    expect(isRecursive(read('path=/a&recursive=1'))).toBe(true);
  });

  test.each([
    ['', false],
    ['path=/a&sort=date&recursive=1', false],
    ['q=x', true],
    ['type=jpg', true],
    ['tag=a', true],
    ['to=2026-01-01', true],
    ['max_bytes=0', true],
  ])('%s is narrowed: %s', (query, narrowed) => {
    expect(isNarrowed(read(query))).toBe(narrowed);
  });

  test('the order is by name, or by relevance of words', () => {
    expect(sortOf(read(''))).toBe('name');
    expect(sortOf(read('q=x'))).toBe('relevance');
    expect(sortOf(read('sort=relevance'))).toBe('name');
    expect(sortOf(read('q=x&sort=-date'))).toBe('-date');
  });

  test('a selection names the images without their order', () => {
    expect(searchFields(read('path=/a&q=x&sort=-date'))).toEqual({ path: '/a', recursive: true, q: 'x' });
  });

  test('the whole folder again keeps the order', () => {
    expect(browseQuery(wholeFolder(read('path=/a&q=x&tag=y&sort=-date')))).toEqual({
      path: '/a',
      recursive: false,
      sort: '-date',
    });
    expect(sortOf(wholeFolder(read('q=x&sort=relevance'), '/b'))).toBe('name');
  });
});

test.each([
  ['', '/'],
  ['a', '/a'],
  ['//a//b/', '/a/b'],
])('the folder %j is %s', (typed, path) => {
  expect(folderPath(typed)).toBe(path);
});
