import { expect, test } from 'vitest';
import { fill, LABELS, readLabels, setLabels } from './labels.ts';

test('own texts win over those of the page, which win over English', () => {
  setLabels({ zoomIn: 'Größer', zoomOut: 'Kleiner' });
  const { zoomIn, zoomOut, close } = readLabels('{"zoomIn":"Näher","close":7}');
  expect([zoomIn, zoomOut, close]).toEqual(['Näher', 'Kleiner', LABELS.close]);
  expect(readLabels('no JSON').close).toBe(LABELS.close);
  expect(readLabels('null').close).toBe(LABELS.close);
});

test('words in braces are filled in, unknown ones stay', () => {
  expect(fill('{index} of {count}: {title} {x}', { index: 2, count: 9, title: '{count}' })).toBe(
    '2 of 9: {count} {x}',
  );
});
