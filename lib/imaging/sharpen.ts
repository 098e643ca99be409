import type { Raster } from './raster.ts';
import { openRaster, type ResizeRules, toRaster } from './resize.ts';

/** Width of the unsharp mask's blur, pixels. */
const MASK_SIGMA = 1;
const MASK_RADIUS = 3;

/**
 * `amount` -500..500. Above 0 an unsharp mask: what differs from a blur of 1 pixel is added amount / 100 times,
 * so 50 is slightly crisper and 500 an effect. Below 0 a Gaussian blur of 0.3 pixels more for each 15, so
 * that -300 (6.3 pixels) is clearly out of focus.
 */
export async function sharpen(
  raster: Raster,
  amount: number,
  rules: Pick<ResizeRules, 'timeoutSeconds'>,
): Promise<Raster> {
  if (amount === 0) return raster;
  const pipeline = await openRaster(raster, rules);
  if (amount > 0) pipeline.convolve(unsharpMask(amount / 100));
  else pipeline.blur(0.3 - amount / 50);
  return toRaster(pipeline, raster);
}

/** The picture, plus `strength` times what a Gaussian takes away. The sum is 1. */
function unsharpMask(strength: number) {
  const side = 2 * MASK_RADIUS + 1;
  const weights: number[] = [];
  for (let y = -MASK_RADIUS; y <= MASK_RADIUS; y++) {
    for (let x = -MASK_RADIUS; x <= MASK_RADIUS; x++) {
      weights.push(Math.exp(-(x * x + y * y) / (2 * MASK_SIGMA * MASK_SIGMA)));
    }
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const kernel = weights.map((weight) => (-strength * weight) / sum);
  const middle = (kernel.length - 1) / 2;
  kernel[middle] = (kernel[middle] ?? 0) + 1 + strength;
  return { width: side, height: side, kernel, scale: 1, offset: 0 };
}
