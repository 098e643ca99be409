import { expect, test } from 'vitest';
import { parsePictureQuery, QUERY_NAMES } from '#lib/transform/parse-query.ts';
import { pictureUrl } from '#lib/transform/picture-url.ts';
import { OPTION_GROUPS } from './options.ts';

const OPTIONS = OPTION_GROUPS.flatMap(({ options }) => options);

test('the guide tells of every parameter once', () => {
  const names = OPTIONS.flatMap((option) => [...option.names]);
  expect(names.toSorted()).toEqual([...QUERY_NAMES].toSorted());
});

test('every example is a request that the server understands', () => {
  const limits = { maxDimension: 15_000, maxGridTiles: 256, iccNames: new Set(['srgb']) };
  for (const { names, examples = [] } of OPTIONS) {
    for (const { src = 'samples/coast.jpg', parameters } of examples) {
      const url = pictureUrl('/image', src, parameters);
      expect(() => parsePictureQuery(url.slice(url.indexOf('?') + 1), limits), url).not.toThrow();
      expect(
        names.some((name) => new URL(url, 'http://here').searchParams.has(name)),
        url,
      ).toBe(true);
    }
  }
});
