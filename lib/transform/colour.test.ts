import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import { parseFill } from './colour.ts';
import { COLOUR_NAMES } from './colour-names.ts';

const colour = (r: number, g: number, b: number) => ({ kind: 'colour', r, g, b });

const UNKNOWN =
  `spam|f00|ff0000|#ff00|#ff00000|#gg0000|rgb(1,2)|rgb(1,2,3,4)|rgb(256,0,0)|rgb(101%,0%,0%)|rgb(1,2%,3)
|rgb(-1,0,0)|rgb(1.5,0,0)|rgb(1e1,0,0)|rgb(,,)|rgb(1,2,3|hsl(0,0%,0%)|constructor||`.split('|');

describe('parseFill', () => {
  it.each([
    [undefined, colour(255, 255, 255)],
    ['red', colour(255, 0, 0)],
    ['Grey', colour(128, 128, 128)],
    ['gray', colour(128, 128, 128)],
    ['rebeccapurple', colour(102, 51, 153)],
    ['cornflowerblue', colour(100, 149, 237)],
    ['#ff8000', colour(255, 128, 0)],
    ['#F80', colour(255, 136, 0)],
    ['rgb(1,2,3)', colour(1, 2, 3)],
    ['rgb(1, 2, 3)', colour(1, 2, 3)],
    ['rgb(100%,50%,0%)', colour(255, 128, 0)],
    ['rgb(33.3%,0%,0.2%)', colour(85, 0, 1)],
    ['none', { kind: 'none' }],
    ['transparent', { kind: 'none' }],
    ['auto', { kind: 'auto' }],
  ])('%s', (text, expected) => {
    expect(parseFill(text)).toEqual(expected);
  });

  it.each(UNKNOWN)('does not know %j', (text) => {
    expect(() => parseFill(text)).toThrow(/unsupported fill colour/);
  });

  it('answers 415 for anything it does not know', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          parseFill(text);
        } catch (error) {
          expect((error as EmulsionError).status).toBe(415);
        }
      }),
    );
  });

  it('knows the names of CSS', () => {
    expect(COLOUR_NAMES.size).toBe(148);
    for (const hex of COLOUR_NAMES.values()) expect(hex).toMatch(/^[0-9a-f]{6}$/);
  });
});
