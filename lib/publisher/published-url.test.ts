import { describe, expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import { leanRecipe, publishedUrl } from './published-url.ts';
import { readRecipe, recipeParameters } from './recipe.ts';

const DEFAULT: TransformValues = { quality: 80, strip: true, colorspace: 'rgb', recordStats: true };
const SMALL: TransformValues = { ...DEFAULT, format: 'jpg', width: 200, height: 200 };

function lean(values: TransformValues, base = DEFAULT, template?: string): TransformValues {
  return leanRecipe({ src: 'a/b.jpg', template, values }, base).values;
}

describe('a recipe keeps only what makes a difference', () => {
  const cases: Array<[why: string, values: TransformValues, kept: TransformValues, base?: TransformValues]> =
    [
      ['another value', { width: 300 }, { width: 300 }],
      ['as the template', { strip: true, colorspace: 'rgb' }, {}],
      ['against the template', { strip: false }, { strip: false }],
      ['nothing over nothing', { width: 0, sharpen: 0, rotation: 0, bottom: 1, overlaySize: 0 }, {}],
      ['nothing over something', { width: 0 }, { width: 0 }, SMALL],
      ['the format of the file', { format: 'jpg' }, {}],
      [
        'white where nothing is filled',
        { width: 300, height: 300, fill: '#ffffff' },
        { width: 300, height: 300 },
      ],
      ['a fill without a place', { width: 300, fill: '#ff0000' }, { width: 300 }],
      ['a fill of corners', { rotation: 10, fill: '#ff0000' }, { rotation: 10, fill: '#ff0000' }],
      ['alignment in a template box', { alignH: 'l0' }, { alignH: 'l0' }, SMALL],
      ['fit without a box', { width: 300, sizeFit: true }, { width: 300 }],
      [
        'the middle as focal point says "cut to fill"',
        { focusX: 0.5, focusY: 0.5 },
        { focusX: 0.5, focusY: 0.5 },
        SMALL,
      ],
      ['a focal point without a box', { focusX: 0.2, focusY: 0.3 }, {}],
      ['overlay parts without an overlay', { overlayPos: 'ne', overlayOpacity: 0.5 }, {}],
      ['an intent without a profile', { iccIntent: 'relative', iccBpc: true }, {}],
      ['counted is what happens anyway', { recordStats: true, attachment: false }, {}],
      ['not counted', { recordStats: false, attachment: true }, { recordStats: false, attachment: true }],
      [
        'half a turn and a mirror are another mirror',
        { rotation: 180, flip: 'v' },
        { rotation: 180, flip: 'v' },
      ],
    ];
  it.each(cases)('%s', (_why, values, kept, base) => {
    expect(lean(values, base)).toEqual(kept);
  });

  it('a quality that the default template has too stays when it alone makes the server encode', () => {
    const onlyQuality: TransformValues = { quality: 80 };
    expect(lean({ quality: 80 }, onlyQuality)).toEqual({ quality: 80 });
    expect(lean({ quality: 80 }, DEFAULT)).toEqual({});
  });
});

describe('the published URL', () => {
  it('names the template in lower case and writes colours without #', () => {
    const recipe = readRecipe(
      new URLSearchParams('src=/a/b c%26d.jpg&tmp=SmallJpeg&height=100&width=50&fill=%23FF0000&focus=2,3'),
    );
    expect(publishedUrl('https://x.org/image', recipe, SMALL)).toBe(
      'https://x.org/image?src=a/b%20c%26d.jpg&tmp=smalljpeg&width=50&height=100&fill=ff0000',
    );
  });

  it('keeps quotes and angle brackets out of sight', () => {
    const url = publishedUrl('/image', { src: `a"b<'c.jpg`, template: undefined, values: {} }, DEFAULT);
    expect(url).toBe(`/image?src=a%22b%3C'c.jpg`);
  });
});

describe('a recipe in an address', () => {
  it('comes back as it was', () => {
    const values: TransformValues = {
      page: 2,
      format: 'auto',
      quality: 60,
      width: 0,
      sizeFit: false,
      alignH: 'l0.25',
      rotation: -90,
      flip: 'h',
      left: 0.12345,
      fill: '#a1b2c3',
      sharpen: -100,
      overlaySrc: 'marks/w m.png',
      overlayOpacity: 0.4,
      iccProfile: 'srgb',
      colorspace: 'gray',
      focusX: 0.25,
      focusY: 1,
      animate: true,
    };
    const parameters = recipeParameters({ template: 'web', values });
    const query = new URLSearchParams(
      Object.entries(parameters).flatMap(([name, value]) =>
        value === undefined
          ? []
          : [[name, typeof value === 'boolean' ? String(Number(value)) : String(value)]],
      ),
    );
    query.set('src', 'a.jpg');
    expect(readRecipe(query)).toEqual({ src: 'a.jpg', template: 'web', values });
  });

  it.each([
    'width=abc',
    'width=-5',
    'quality=0',
    'flip=x',
    'halign=T0',
    'focus=0.5',
    'focus=2,0.5',
    'fill=a',
  ])('leaves out what is wrong: %s', (query) => {
    expect(readRecipe(new URLSearchParams(`src=a.jpg&${query}`)).values).toEqual({});
  });
});
