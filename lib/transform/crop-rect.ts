import type { Rect, Size, Transform } from './values.ts';

function edge(fraction: number | undefined, side: number, unset: number): number {
  return fraction === undefined ? unset : Math.ceil(side * fraction);
}

/** What is kept of a picture of `frame`: all of it without crop edges, and when they would keep nothing. */
export function cropRect(transform: Transform, frame: Size): Rect {
  const rect: Rect = {
    left: edge(transform.left, frame.width, 0),
    top: edge(transform.top, frame.height, 0),
    right: edge(transform.right, frame.width, frame.width),
    bottom: edge(transform.bottom, frame.height, frame.height),
  };
  if (rect.right > rect.left && rect.bottom > rect.top) return rect;
  return { left: 0, top: 0, right: frame.width, bottom: frame.height };
}

/** Widens the span [start, end) within [0, side) by `extra`, evenly where there is room. */
function growSpan(start: number, end: number, side: number, extra: number): [number, number] {
  const before = start;
  const after = side - end;
  if (before + after <= extra) return [0, side];
  if (2 * Math.min(before, after) >= extra) {
    const each = Math.floor(extra / 2);
    return [start - each, end + each];
  }
  return before < after ? [0, end + (extra - before)] : [start - (extra - after), side];
}

/** autocropfit: grows a crop along one axis towards the shape of `target`, as far as the frame allows. */
export function growCrop(crop: Rect, frame: Size, target: Size): Rect {
  const width = crop.right - crop.left;
  const height = crop.bottom - crop.top;
  const shape = target.width / target.height;
  if (shape < width / height) {
    const extra = Math.ceil(width / shape) - height;
    if (extra <= 0) return crop;
    const [top, bottom] = growSpan(crop.top, crop.bottom, frame.height, extra);
    return { ...crop, top, bottom };
  }
  const extra = Math.ceil(height * shape) - width;
  if (extra <= 0) return crop;
  const [left, right] = growSpan(crop.left, crop.right, frame.width, extra);
  return { ...crop, left, right };
}
