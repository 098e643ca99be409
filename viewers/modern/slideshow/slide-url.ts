import { hasParameter, type Picture, pictureUrl } from '../source/picture.ts';

/** Sides are rounded up to multiples of this, so that windows of nearly the same size share pictures. */
const STEP = 64;
/** Pixels of a side that are asked for at most. */
const MOST = 4096;

export type Fit = 'contain' | 'cover';

/**
 * Address of a picture for a box.
 * @param box CSS pixels
 * @param ratio pixels of the screen per CSS pixel
 */
export function slideUrl(
  picture: Picture,
  box: { width: number; height: number },
  ratio: number,
  fit: Fit,
): string {
  const side = (pixels: number) => Math.min(MOST, Math.max(STEP, Math.ceil((pixels * ratio) / STEP) * STEP));
  return pictureUrl(picture, {
    width: side(box.width),
    height: side(box.height),
    ...(fit === 'cover' ? { gravity: 'smart' } : { autosizefit: 1 }),
    strip: 1,
    ...(hasParameter(picture, 'format') ? {} : { format: 'auto' }),
  });
}

/** An index within the list, wrapped around its ends. */
export function wrap(index: number, count: number): number {
  return count === 0 ? 0 : ((index % count) + count) % count;
}
