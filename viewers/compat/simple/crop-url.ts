import { formatQuery, parseImageUrl, withoutParameters, withParameters } from '../../core/image-url.ts';
import { type Crop, startingCrop } from './crop.ts';

export type CropSource = {
  start: Crop;
  /** Address of a crop in a box of some size; the first level is the page's own picture, counted as such. */
  urlOf(crop: Crop, level: number, size: { width: number; height: number }): string;
};

/** Makes the addresses of crops from the address of a picture, keeping what stands before `?` as it is. */
export function cropSource(url: string): CropSource {
  const { base, parameters } = parseImageUrl(url);
  return {
    start: startingCrop(parameters),
    urlOf({ top, left, bottom, right }, level, { width, height }) {
      const values = { width, height, top, left, bottom, right, format: 'jpeg' };
      const all =
        level > 1
          ? withParameters(parameters, { ...values, autocropfit: 1, stats: 0 })
          : withoutParameters(withParameters(parameters, values), ['autocropfit', 'stats']);
      return `${base}?${formatQuery(all)}`;
    },
  };
}
