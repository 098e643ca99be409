import { describe, expect, test } from 'vitest';
import { formatBytes } from './bytes.ts';
import { formatAgo, formatDate, formatDateTime, isTimeZone } from './dates.ts';
import { countOf, formatCount } from './numbers.ts';

describe('sizes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1499, '1.5 kB'],
    [9_940, '9.9 kB'],
    [9_960, '10 kB'],
    [650_000, '650 kB'],
    [999_499, '999 kB'],
    [999_600, '1 MB'],
    [1_400_000, '1.4 MB'],
    [18_200_000_000, '18 GB'],
    [-5, '0 B'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

test('counts', () => {
  expect(formatCount(4312)).toBe('4,312');
  expect(countOf(1, 'image')).toBe('1 image');
  expect(countOf(0, 'image')).toBe('0 images');
  expect(countOf(2, 'copy', 'copies')).toBe('2 copies');
});

describe('times', () => {
  test('are shown in a zone, summer and winter', () => {
    expect(formatDateTime('2026-01-31T23:30:00Z', 'UTC')).toBe('31 Jan 2026, 23:30');
    expect(formatDateTime('2026-01-31T23:30:00Z', 'Europe/Berlin')).toBe('1 Feb 2026, 00:30');
    expect(formatDateTime('2026-07-31T23:30:00Z', 'Europe/Berlin')).toBe('1 Aug 2026, 01:30');
    expect(formatDate(0, 'UTC')).toBe('1 Jan 1970');
  });
  test('zones are known by name', () => {
    expect(isTimeZone('Europe/Vienna')).toBe(true);
    expect(isTimeZone('Europe/Nowhere')).toBe(false);
  });
  test.each([
    [0, 'just now'],
    [-59, 'just now'],
    [-60, '1 minute ago'],
    [-3 * 3600, '3 hours ago'],
    [-86_400, 'yesterday'],
    [2 * 86_400, 'in 2 days'],
    [-400 * 86_400, 'last year'],
  ])('%d seconds away is %s', (seconds, text) => {
    expect(formatAgo(1_000_000_000_000 + seconds * 1000, 1_000_000_000_000)).toBe(text);
  });
});
