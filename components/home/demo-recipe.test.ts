import { expect, test } from 'vitest';
import { parsePictureQuery } from '#lib/transform/parse-query.ts';
import { pictureUrl } from '#lib/transform/picture-url.ts';
import { DEMO_GROUPS, demoParameters, moveEdge, overlayGroup, WHOLE } from './demo-recipe.ts';

const GROUPS = [...DEMO_GROUPS, overlayGroup('samples/watermark.png')];
const LIMITS = { maxDimension: 15_000, maxGridTiles: 256, iccNames: new Set<string>() };

test('it begins with a square of 500 pixels on white', () => {
  expect(demoParameters(GROUPS, {}, WHOLE, false)).toEqual({
    width: 500,
    height: 500,
    fill: 'white',
    colorspace: 'rgb',
    format: 'jpg',
    quality: 80,
    strip: false,
  });
});

test('every choice is a request that the server understands', () => {
  for (const group of GROUPS) {
    expect(
      group.choices.some(({ id }) => id === group.standard),
      group.id,
    ).toBe(true);
    for (const { id } of group.choices) {
      const url = pictureUrl('/image', 'a.jpg', demoParameters(GROUPS, { [group.id]: id }, WHOLE, false));
      expect(() => parsePictureQuery(url.slice(url.indexOf('?') + 1), LIMITS), url).not.toThrow();
    }
  }
});

test('a crop is fractions, and fits the shape only where there is one', () => {
  const crop = { left: 25, top: 0, right: 75, bottom: 100 };
  expect(demoParameters([], {}, crop, true)).toEqual({ left: 0.25, right: 0.75, autocropfit: true });
  expect(demoParameters([], {}, WHOLE, true)).toEqual({});
});

test.each([
  ['left', 90, { ...WHOLE, left: 90 }],
  ['left', 120, { ...WHOLE, left: 95 }],
  ['right', -5, { ...WHOLE, right: 5 }],
  ['top', -5, WHOLE],
] as const)('the edge %s moved to %s leaves something', (edge, value, expected) => {
  expect(moveEdge(WHOLE, edge, value)).toEqual(expected);
});
