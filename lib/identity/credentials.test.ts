import { expect, it } from 'vitest';
import { cookieOf, tokenOf } from './credentials.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

it.each<[string, string | undefined]>([
  ['Bearer abc', 'abc'],
  ['bearer   abc ', 'abc'],
  [basic('abc:'), 'abc'],
  [basic('abc:unused'), 'abc'],
  [basic('abc'), 'abc'],
  [basic('abc:').replace('Basic', 'bAsIc'), 'abc'],
  [basic(':'), ''],
  ['Digest abc', undefined],
  ['abc', undefined],
  ['Bearer', undefined],
  ['Bearer a b', undefined],
  ['', undefined],
  [`Bearer ${'x'.repeat(5000)}`, undefined],
])('the token in %j', (header, token) => {
  expect(tokenOf(header)).toBe(token);
});

it.each<[string, string | undefined]>([
  ['session=a.b', 'a.b'],
  ['x=1; session=a.b; y=2', 'a.b'],
  ['x=1;session="a.b"', 'a.b'],
  ['session=first; session=second', 'first'],
  ['mysession=a; sessions=b', undefined],
  ['session', undefined],
  ['', undefined],
  [`x=${'y'.repeat(20_000)}; session=a`, undefined],
])('the cookie in %j', (header, value) => {
  expect(cookieOf(header, 'session')).toBe(value);
});
