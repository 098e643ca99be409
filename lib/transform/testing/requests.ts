import { extensionOf } from '#lib/paths/image-path.ts';
import { dropUnaskedQuality } from '../changes.ts';
import type { QueryLimits } from '../kinds.ts';
import { normalize } from '../normalize.ts';
import { parsePictureQuery } from '../parse-query.ts';
import { mergeTemplate } from '../template.ts';
import type { Transform, TransformValues } from '../values.ts';

export const LIMITS: QueryLimits = {
  maxDimension: 15_000,
  maxGridTiles: 256,
  iccNames: new Set(['srgb', 'greyscale', 'coatedfogra39']),
};

/** The transform of a query for a file, the way a request gets there. `defaults` is the default template. */
export function transformOf(query: string, file = 'a.jpg', defaults: TransformValues = {}): Transform {
  const { src, values } = parsePictureQuery(`src=${file}&${query}`, LIMITS);
  const transform = normalize(mergeTemplate(values, defaults), extensionOf(src));
  return dropUnaskedQuality(transform, values, false);
}
