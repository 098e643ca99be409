import { describe, expect, it } from 'vitest';
import { EmulsionError } from '#lib/errors/error.ts';
import { normalize } from './normalize.ts';
import { parsePictureQuery } from './parse-query.ts';
import { plan } from './plan.ts';
import { applyPublicLimits, checkPublicSize, publicPostCheckNeeded } from './public-limits.ts';
import { applyDpr, mergeTemplate } from './template.ts';
import { LIMITS } from './testing/requests.ts';
import type { Size, TransformValues } from './values.ts';

const A: Size = { width: 1600, height: 1200 };
const PORTRAIT: Size = { width: 1200, height: 1600 };
const SMALL: Size = { width: 470, height: 300 };
const TALL: Size = { width: 1000, height: 9000 };
const T200: TransformValues = { width: 200, height: 200 };

/** What a visitor gets: a size, or the status of the refusal and when it came. */
function visit(
  limits: [number, number],
  page: Size,
  query: string,
  template?: TransformValues,
  defaults: TransformValues = {},
): string {
  const [maxWidth, maxHeight] = limits;
  const { values, dpr } = parsePictureQuery(`src=a.jpg&${query}`, LIMITS);
  let moment = 'before';
  try {
    const allowed = applyPublicLimits(values, dpr, template, { maxWidth, maxHeight });
    const merged = mergeTemplate(allowed.values, template ?? defaults);
    const { output } = plan(normalize(applyDpr(merged, allowed.dpr, LIMITS.maxDimension), 'jpg'), page);
    moment = 'after';
    const isNeeded = publicPostCheckNeeded(allowed.values, template, { maxWidth, maxHeight });
    if (isNeeded) checkPublicSize(output, template, { maxWidth, maxHeight });
    return `${output.width}x${output.height}`;
  } catch (error) {
    if (!(error instanceof EmulsionError)) throw error;
    expect(error.publicMessage).toContain('exceeds');
    return `${error.status} ${moment}`;
  }
}

describe('public limits', () => {
  it.each<[[number, number], Size, string, string, TransformValues?]>([
    [[0, 0], A, '', '1600x1200'],
    [[800, 0], A, '', '800x600'],
    [[0, 600], A, '', '800x600'],
    [[800, 0], A, 'width=900', '400 before'],
    [[800, 0], A, 'height=680', '400 after'],
    [[800, 0], A, 'height=680&angle=90', '510x680'],
    [[800, 400], A, 'width=810&height=410&left=.2&angle=5', '400 before'],
    [[800, 400], A, 'width=800&height=410', '400 before'],
    [[800, 800], A, '', '800x600'],
    [[800, 800], PORTRAIT, '', '600x800'],
    [[800, 800], A, 'autosizefit=0', '800x800'],
    [[800, 800], A, 'width=0&height=', '800x600'],
    [[800, 800], SMALL, '', '470x300'],
    [[100, 100], A, '', '200x200', T200],
    [[100, 100], A, 'width=150', '150x200', T200],
    [[100, 100], A, 'width=250', '400 before', T200],
    [[500, 500], A, '', '200x200', T200],
    [[500, 500], A, 'width=400', '400x200', T200],
    [[500, 500], A, 'width=600', '400 before', T200],
    [[800, 800], A, '', '800x600', {}],
    [[800, 800], A, 'width=900', '400 before', {}],
  ])('limits %o, picture %o, %s: %s', (limits, page, query, expected, template) => {
    expect(visit(limits, page, query, template)).toBe(expected);
  });

  it.each<[string, [number, number], Size, string, string, TransformValues?]>([
    ['a tall picture by its width', [800, 400], TALL, 'width=800', '400 after'],
    ['a wide crop by its height', [800, 400], A, 'bottom=.1&height=300', '400 after'],
    ['a tile that is none', [800, 400], A, 'width=1600&tile=1:1', '400 before'],
    ['a tile that is none, without a size', [800, 800], A, 'tile=1:1', '800x600'],
    ['the device pixel ratio', [800, 800], A, 'width=500&height=5&dpr=2', '400 before'],
    ['the device pixel ratio of a template', [300, 300], A, 'dpr=2', '400 before', T200],
    ['the device pixel ratio without a size', [800, 800], A, 'dpr=4', '800x600'],
    ['a template whose size the URL cancels', [800, 800], A, 'width=&height=', '800x600', T200],
    [
      'a template half of whose size the URL cancels',
      [800, 800],
      TALL,
      'width=800&height=',
      '400 after',
      T200,
    ],
  ])('does not let %s through', (_name, limits, page, query, expected, template) => {
    expect(visit(limits, page, query, template)).toBe(expected);
  });

  it('leaves tiles alone', () => {
    expect(visit([100, 100], A, 'tile=1:4')).toBe('800x600');
    expect(visit([100, 100], A, 'tile=1:4&width=1600')).toBe('800x600');
    expect(visit([100, 100], A, '', { tile: { number: 1, grid: 4 } })).toBe('800x600');
  });

  it('leaves the size that a template alone decides to its author', () => {
    expect(visit([800, 400], TALL, '', { width: 700 })).toBe('700x6300');
    expect(visit([800, 400], TALL, '', { width: 900 })).toBe('900x8100');
  });

  it('counts the other side of the default template when the URL gives only one', () => {
    expect(visit([800, 400], TALL, 'width=700', undefined, { height: 5000 })).toBe('400 after');
    expect(visit([800, 400], A, '', undefined, { width: 1500, height: 1100 })).toBe('534x400');
  });

  it('does not change the values it was given', () => {
    const values: TransformValues = {};
    applyPublicLimits(values, 2, undefined, { maxWidth: 5, maxHeight: 5 });
    expect(values).toEqual({});
  });
});
