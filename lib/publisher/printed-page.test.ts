import { describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import { printedPage } from './printed-page.ts';

const PIXELS = { width: 1600, height: 1200 };

function texts(
  values: TransformValues,
  sourceDpi: number | null | undefined,
  {
    src = 'a.jpg',
    base = {},
    pixels = PIXELS,
  }: { src?: string; base?: TransformValues; pixels?: typeof PIXELS } = {},
) {
  return printedPage({ src, template: undefined, values }, base, pixels, sourceDpi)?.texts;
}

describe('the page of a file for printing', () => {
  it.each([
    [
      'the picture alone',
      { format: 'pdf' },
      null,
      ['The page is as large as the picture: 564.4 × 423.3 mm at 72 dpi'],
    ],
    [
      'as its file says',
      { format: 'eps' },
      300,
      ['The page is as large as the picture: 135.5 × 101.6 mm at 300 dpi'],
    ],
    [
      'as asked for',
      { format: 'pdf', dpi: 200 },
      300,
      ['The page is as large as the picture: 203.2 × 152.4 mm at 200 dpi'],
    ],
    [
      'as large as fits',
      { format: 'pdf', pageSize: 'a4' },
      300,
      ['A4 landscape, 297 × 210 mm', 'The picture is printed 280 × 210 mm at 145 dpi'],
    ],
    [
      'as large as the resolution says',
      { format: 'pdf', pageSize: 'a4', dpi: 300 },
      undefined,
      ['A4 landscape, 297 × 210 mm', 'The picture is printed 135.5 × 101.6 mm at 300 dpi'],
    ],
    [
      'no larger than the sheet',
      { format: 'pdf', pageSize: 'letter', dpi: 72 },
      null,
      ['Letter landscape, 11 × 8.5 in', 'The picture is printed 11 × 8.25 in at 145 dpi'],
    ],
  ] satisfies [string, TransformValues, number | null | undefined, string[]][])(
    '%s',
    (_name, values, dpi, expected) => {
      expect(texts(values, dpi)).toEqual(expected);
    },
  );

  it('lies as the picture does', () => {
    const pixels = { width: 1200, height: 1600 };
    expect(texts({ format: 'pdf', pageSize: 'a6' }, null, { pixels })).toEqual([
      'A6 portrait, 105 × 148 mm',
      'The picture is printed 105 × 140 mm at 290 dpi',
    ]);
  });

  it('follows the template, and has no page where none is written or its size is unknown', () => {
    expect(texts({}, null, { base: { format: 'pdf', pageSize: 'a0' } })?.[0]).toBe(
      'A0 landscape, 1,189 × 841 mm',
    );
    expect(texts({ pageSize: 'a4' }, null)).toBeUndefined();
    expect(texts({ pageSize: 'a4' }, null, { src: 'a.pdf' })).toBeUndefined();
    expect(texts({ format: 'eps', pageSize: 'a4' }, null)).toHaveLength(1);
    expect(texts({ format: 'pdf' }, undefined)).toBeUndefined();
  });
});
