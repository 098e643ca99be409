import { expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import { type SourceFacts, warningsOf } from './warnings.ts';

const SPACES: Readonly<Record<string, string>> = { srgb: 'rgb', fogra: 'cmyk', greyscale: 'gray' };

it.each([
  [{}, []],
  [{ width: 2000, height: 100 }, ['width']],
  [{ width: 1300 }, ['width']],
  [{ iccProfile: 'srgb' }, []],
  [{ iccProfile: 'srgb', format: 'png' }, ['format']],
  [{ colorspace: 'cmyk', format: 'webp' }, ['format']],
  [{ iccProfile: 'fogra', colorspace: 'rgb' }, ['colorspace']],
  [{ iccProfile: 'srgb', strip: true }, ['strip']],
  [{ iccProfile: 'fogra', strip: true }, ['strip']],
  [{ colorspace: 'cmyk', strip: true }, ['strip']],
  [{ fill: 'none' }, ['fill']],
  [{ fill: 'transparent', format: 'png' }, []],
  [{ fill: 'none', format: 'auto' }, []],
] satisfies Array<[TransformValues, string[]]>)('%j', (values, fields) => {
  const warnings = warningsOf(
    {
      recipe: { src: 'a.jpg', template: undefined, values: { width: 100, ...values } },
      base: {},
      page: { width: 1600, height: 1200 },
    },
    { profileSpace: (name) => SPACES[name], publicLimits: { maxWidth: 1250, maxHeight: 0 } },
  );
  const found: string[] = warnings.map(({ field }) => field);
  expect([...new Set(found)]).toEqual(fields);
});

const FILE = { colour: 'RGB', drawn: false, dpi: null };

it.each([
  ['a.tif', {}, FILE, { format: /not show this format/ }],
  ['a.tif', { format: 'auto' }, FILE, {}],
  ['a.tif', { attachment: true }, FILE, {}],
  ['a.psd', {}, FILE, {}],
  ['a.jpg', {}, { ...FILE, colour: 'CMYK' }, { colorspace: /stays so/ }],
  ['a.jpg', { colorspace: 'rgb' }, { ...FILE, colour: 'CMYK' }, {}],
  ['a.psd', {}, { ...FILE, colour: 'CMYK' }, {}],
  ['a.psd', {}, { ...FILE, depth: 16 }, { format: /has 16 bits/ }],
  ['a.psd', { format: 'jpg' }, { ...FILE, depth: 16 }, {}],
  ['a.psd', { depth: 16 }, { ...FILE, depth: 16 }, {}],
  ['a.pdf', { width: 1700 }, { ...FILE, drawn: true, dpi: 150 }, { width: /^At 150 dpi the page has 1600/ }],
  ['a.nef', { format: 'jpg' }, { ...FILE, embeddedPreview: true }, { format: /preview inside/ }],
  ['a.jpg', { iccProfile: 'p3', strip: true }, FILE, { strip: /show them dull/ }],
  ['a.jpg', { iccProfile: 'srgb', strip: true }, FILE, { strip: /profile too\.$/ }],
] satisfies Array<[string, TransformValues, SourceFacts, Partial<Record<keyof TransformValues, RegExp>>]>)(
  '%s with %j, made of %j',
  (src, values, source, expected) => {
    const warnings = warningsOf(
      { recipe: { src, template: undefined, values }, base: {}, page: { width: 1600, height: 1200 } },
      { source, profileSpace: () => 'rgb', publicLimits: { maxWidth: 0, maxHeight: 0 } },
    );
    const texts = Object.fromEntries(warnings.map(({ field, text }) => [field, text]));
    expect(Object.keys(texts)).toEqual(Object.keys(expected));
    for (const [field, pattern] of Object.entries(expected)) expect(texts[field]).toMatch(pattern);
  },
);
