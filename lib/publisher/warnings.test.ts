import { expect, it } from 'vitest';
import type { TransformValues } from '#lib/transform/values.ts';
import { warningsOf } from './warnings.ts';

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
