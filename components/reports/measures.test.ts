import { expect, it } from 'vitest';
import { changeText, chartMeasure, formatValue } from './measures.ts';

it.each([
  [110, 100, '10 % more'],
  [90, 100, '10 % less'],
  [0, 100, '100 % less'],
  [100.2, 100, 'as in the time before'],
  [5000, 100, 'more than ten times as much'],
  [5, 0, undefined],
  [null, 5, undefined],
])('%s after %s is %s', (now, before, text) => {
  expect(changeText(now, before)).toBe(text);
});

it.each([
  [1234, 'count', '1,234'],
  [1234, 'bytes', '1.2 kB'],
  [0.0004, 'seconds', '< 1 ms'],
  [1.5, 'seconds', '1.5 s'],
  [66.6, 'percent', '67 %'],
  [null, 'percent', '–'],
] as const)('%s in %s is %s', (value, unit, text) => {
  expect(formatValue(value, unit)).toBe(text);
});

it.each([
  ['bytes', false, 'bytes'],
  ['cpu', true, 'cpu'],
  ['cpu', false, 'served'],
  ['nonsense', true, 'served'],
  [null, true, 'served'],
])('%s of the system: %s is %s', (name, ofSystem, expected) => {
  expect(chartMeasure(name, ofSystem).value).toBe(expected);
});
