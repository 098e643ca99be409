import type { Raster } from './raster.ts';

/**
 * Channel levels (8 bits, opacity last) as sharp takes a background for a pipeline over such a raster. Grey is
 * given as three equal channels, from which sharp makes one.
 */
export function rawBackground(raster: Pick<Raster, 'space' | 'alpha'>, levels: readonly number[]) {
  const [r = 0, g = r, b = r] = levels;
  const alpha = raster.alpha ? (levels.at(-1) ?? 255) / 255 : 1;
  return { r, g: raster.space === 'gray' ? r : g, b: raster.space === 'gray' ? r : b, alpha };
}
