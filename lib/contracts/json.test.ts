import { expect, test } from 'vitest';
import { contractDate, contractJson } from './json.ts';

test.each([
  [{ b: 1, a: { d: [{ z: 1, y: 2 }], c: null } }, '{"a":{"c":null,"d":[{"y":2,"z":1}]},"b":1}\n'],
  [{ name: 'é \u{1f600} —' }, '{"name":"\\u00e9 \\ud83d\\ude00 \\u2014"}\n'],
  [{ quote: '"\\\n' }, '{"quote":"\\"\\\\\\n"}\n'],
  [{ big: 12n, gone: undefined }, '{"big":12}\n'],
  [{ at: new Date('2020-01-01T00:00:00.000Z') }, '{"at":"2020-01-01T00:00:00Z"}\n'],
  [JSON.parse('{"__proto__": {"a": 1}}'), '{"__proto__":{"a":1}}\n'],
])('value %# as JSON', (value, expected) => {
  expect(contractJson(value)).toBe(expected);
});

test.each([
  ['2018-03-09T16:54:51.662Z', '2018-03-09T16:54:51.662000Z'],
  ['2018-03-09T16:54:51.000Z', '2018-03-09T16:54:51Z'],
])('a time %s is written %s', (time, expected) => {
  expect(contractDate(new Date(time))).toBe(expected);
});
