import { describe, expect, test } from 'vitest';
import { bool, date, dateTime, int, json, list, text } from './fields.ts';

describe('bool', () => {
  test.each([
    ['1', true],
    ['T', true],
    ['y', true],
    ['True', true],
    ['YES', true],
    ['on', false],
    ['', false],
    ['0', false],
    ['2', false],
    [true, true],
    [false, false],
  ])('%j is %j', (value, expected) => {
    expect(bool.parse(value)).toBe(expected);
  });

  test('a number in JSON is refused', () => {
    expect(bool.safeParse(1).success).toBe(false);
  });
});

describe('int', () => {
  test.each([
    ['', 0],
    [' 12 ', 12],
    ['+3', 3],
    ['-3', -3],
    ['007', 7],
    [5, 5],
  ])('%j is %j', (value, expected) => {
    expect(int(-10, 100).parse(value)).toBe(expected);
  });

  test.each(['1.5', 'abc', '0x10', '1e3', '101', '-11', 1.5, Number.NaN, true, null, '9'.repeat(30)])(
    '%j is refused with what was expected',
    (value) => {
      const result = int(-10, 100).safeParse(value);
      expect(result.success).toBe(false);
      expect(result.error?.issues[0]?.message).toBe('expected a whole number from -10 to 100');
    },
  );
});

describe('text', () => {
  test.each([
    ['abc', { min: 1, max: 3 }, 'abc'],
    ['\u{1f600}\u{1f600}', { min: 2, max: 2 }, '\u{1f600}\u{1f600}'],
    ['  a  ', { min: 1, max: 1, trim: true }, 'a'],
    ['', { min: 0, max: 3 }, ''],
  ])('%j within %j', (value, { min, max, trim }: { min: number; max: number; trim?: boolean }, expected) => {
    expect(text(min, max, trim === undefined ? {} : { trim }).parse(value)).toBe(expected);
  });

  test.each([['abcd'], ['a\0b'], ['\ud800'], [5], [null], ['   ', true]])(
    '%j is refused',
    (value, trim = false) => {
      expect(text(1, 3, { trim }).safeParse(value).success).toBe(false);
    },
  );
});

describe('dates', () => {
  test.each([
    ['2020-01-31', '2020-01-31T00:00:00.000Z'],
    ['2020-02-29 and more', '2020-02-29T00:00:00.000Z'],
  ])('date %j', (value, expected) => {
    expect(date.parse(value).toISOString()).toBe(expected);
  });

  test.each(['2020-02-30', '2021-02-29', '20-1-1', 'soon', '2020/01/31', ''])('no date: %j', (value) => {
    expect(date.safeParse(value).success).toBe(false);
  });

  test.each([
    ['2020-01-31T10:20:30', '2020-01-31T10:20:30.000Z'],
    ['2020-01-31T10:20:30.123456+05:00', '2020-01-31T10:20:30.000Z'],
    ['2020-01-31T10:20:30Z', '2020-01-31T10:20:30.000Z'],
  ])('time %j', (value, expected) => {
    expect(dateTime.parse(value).toISOString()).toBe(expected);
  });

  test.each(['2020-01-31', '2020-01-31T25:00:00', '2020-01-31 10:20:30'])('no time: %j', (value) => {
    expect(dateTime.safeParse(value).success).toBe(false);
  });
});

test('json is read from text and taken as it is', () => {
  expect(json(2, 20).parse('{"a":1}')).toEqual({ a: 1 });
  expect(json(2, 20).parse({ a: 1 })).toEqual({ a: 1 });
  expect(json(2, 20).safeParse('{a:1}').success).toBe(false);
  expect(json(2, 20).safeParse('1').success).toBe(false);
  expect(json(2, 5).safeParse('{"a":1}').success).toBe(false);
});

test('lists are JSON arrays, or values between commas', () => {
  const numbers = list(int(1, 9), 3);
  expect(numbers.parse([1, 2])).toEqual([1, 2]);
  expect(numbers.parse('1,2')).toEqual([1, 2]);
  expect(numbers.parse('')).toEqual([]);
  expect(numbers.safeParse('1,2,3,4').success).toBe(false);
  expect(numbers.safeParse('1,x').success).toBe(false);
});
