import { describe, expect, it } from 'vitest';
import { parseRange, rangeStillValid, unchangedSince } from './byte-range.ts';

describe('parseRange of 100 bytes', () => {
  it.each([
    [undefined, undefined],
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=50-500', { start: 50, end: 99 }],
    ['bytes=99-99', { start: 99, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=9-5', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,5-6', undefined],
    ['bytes=a-b', undefined],
    ['items=0-1', undefined],
    ['bytes=99999999999999999999-', undefined],
  ])('%s', (header, expected) => expect(parseRange(header, 100)).toEqual(expected));
});

it.each([
  [undefined, true],
  ['"tag"', true],
  ['W/"tag"', false],
  ['"other"', false],
  ['Thu, 01 Jan 2026 00:00:00 GMT', true],
  ['Thu, 01 Jan 2026 00:00:01 GMT', false],
])('If-Range %s: %s', (header, expected) => {
  expect(rangeStillValid(header, '"tag"', 'Thu, 01 Jan 2026 00:00:00 GMT')).toBe(expected);
});

it.each([
  [undefined, false],
  ['nonsense', false],
  ['Thu, 01 Jan 2026 00:00:00 GMT', true],
  ['Wed, 31 Dec 2025 23:59:59 GMT', false],
])('If-Modified-Since %s: %s', (header, expected) => {
  expect(unchangedSince(header, Date.UTC(2026, 0, 1) + 500)).toBe(expected);
});
