import type { Sharp } from 'sharp';
import type { Rect, Size } from '#lib/transform/values.ts';
import { clampRect, cutRepeating, sameRect } from './cut.ts';
import type { Picture } from './open-picture.ts';
import type { PixelKind, Raster } from './raster.ts';
import { extractArea, isNear, isWhole, outerRect, rectSize, roundRect, scaleRect } from './rect.ts';
import { addResize, openRaster, type ResizeRules } from './resize.ts';
import { warp } from './warp.ts';

/** Pixels under way: a pipeline that yields a picture of this size, to which more steps may be added. */
export type Draft = { pipeline: Sharp; size: Size; like: PixelKind };

/** A region of the stored page at a size, from a drawing of the whole page. */
export async function draftFromRaster(
  picture: Picture,
  level: Raster,
  region: Rect,
  size: Size,
  rules: ResizeRules,
): Promise<Draft> {
  if (isWhole(region, picture.stored))
    return draftOf(picture, await openRaster(level, rules), level, size, rules);
  const { width, height } = picture.stored;
  return draftFromPiece(
    picture,
    level,
    scaleRect(region, level.width / width, level.height / height),
    size,
    rules,
  );
}

/** From pixels of which a rectangle, not always of whole pixels, is the wanted region. */
export async function draftFromPiece(
  picture: Picture,
  piece: Raster,
  rect: Rect,
  size: Size,
  rules: ResizeRules,
): Promise<Draft> {
  const whole = roundRect(rect);
  const inside = sameRect(whole, clampRect(whole, piece.width, piece.height));
  if (isNear(rect, whole) && inside) {
    const opened = await openRaster(piece, rules);
    const isAll =
      whole.left === 0 && whole.top === 0 && whole.right === piece.width && whole.bottom === piece.height;
    return draftOf(
      picture,
      isAll ? opened : opened.extract(extractArea(whole)),
      rectSize(whole),
      size,
      rules,
    );
  }
  const outer = outerRect(rect, 3);
  const part = cutRepeating(piece, outer);
  const exact = { width: Math.ceil(rect.right - rect.left), height: Math.ceil(rect.bottom - rect.top) };
  const a = exact.width / (rect.right - rect.left);
  const d = exact.height / (rect.bottom - rect.top);
  const placing = { a, b: 0, c: 0, d, x: (outer.left - rect.left) * a, y: (outer.top - rect.top) * d };
  const moved = await warp(part, placing, exact, new Array<number>(part.channels).fill(0), rules);
  return draftOf(picture, await openRaster(moved, rules), exact, size, rules);
}

/** Finished pixels as a draft. */
export async function draftOfRaster(raster: Raster, rules: ResizeRules): Promise<Draft> {
  const { space, alpha, icc, depth, width, height } = raster;
  return {
    pipeline: await openRaster(raster, rules),
    size: { width, height },
    like: { space, alpha, icc, depth },
  };
}

/** The pipeline, resized where it does not have the size yet. */
export function draftOf(
  picture: Picture,
  pipeline: Sharp,
  from: Size,
  size: Size,
  rules: ResizeRules,
): Draft {
  const { space, alpha, icc, depth } = picture;
  const same = from.width === size.width && from.height === size.height;
  return {
    pipeline: same ? pipeline : addResize(pipeline, space, size, rules),
    size,
    like: { space, alpha, icc, depth },
  };
}
