import { type Parameters, shapeOf } from '../../core/image-url.ts';

/** Edges as parts of the picture, from 0 to 1. */
export type Crop = { top: number; left: number; bottom: number; right: number };

/** How much of width and height each level shows of the one before. */
const NARROWING = 0.7;
/** Levels; the first is the starting crop. */
export const LEVELS = 10;

/** The crop that the parameters of a page ask for; the whole picture when they ask for none or for an impossible one. */
export function startingCrop(parameters: Parameters): Crop {
  const { top = 0, left = 0, bottom = 1, right = 1 } = shapeOf(parameters);
  const valid = top >= 0 && left >= 0 && bottom <= 1 && right <= 1 && top < bottom && left < right;
  return valid ? { top, left, bottom, right } : { top: 0, left: 0, bottom: 1, right: 1 };
}

/**
 * The crop of a level about a point of what is shown.
 * @param shown the crop that is seen now
 * @param x, y the point, as parts of what is seen
 * @param level from 1; the first one is always the starting crop
 */
export function cropAbout(start: Crop, shown: Crop, x: number, y: number, level: number): Crop {
  if (level <= 1) return start;
  const part = NARROWING ** (level - 1);
  const [left, right] = about(
    start.left,
    start.right,
    shown.left + (shown.right - shown.left) * x,
    (start.right - start.left) * part,
  );
  const [top, bottom] = about(
    start.top,
    start.bottom,
    shown.top + (shown.bottom - shown.top) * y,
    (start.bottom - start.top) * part,
  );
  return { top, left, bottom, right };
}

/** A stretch of a length with its middle as near to `centre` as the outer stretch allows. */
function about(from: number, to: number, centre: number, length: number): [number, number] {
  const start = Math.min(Math.max(centre - length / 2, from), to - length);
  return [round8(start), round8(start + length)];
}

function round8(value: number): number {
  return Math.round(value * 1e8) / 1e8;
}
