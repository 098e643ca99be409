import type { Gravity, Rect, Size } from './values.ts';

/** Where the window goes: a compass point of the crop, or a point of the frame to be centred on. */
export type Placement = { gravity: Gravity } | { x: number; y: number };

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}

/**
 * The target in the same proportions, small enough that neither side exceeds `most`. Cutting to fill promises
 * a shape, so here, unlike with padding, the sides are not clamped each on its own.
 */
export function shrinkInto(target: Size, most: Size): Size {
  const scale = Math.min(1, most.width / target.width, most.height / target.height);
  return {
    width: clamp(Math.round(target.width * scale), 1, most.width),
    height: clamp(Math.round(target.height * scale), 1, most.height),
  };
}

/** Share of the free room that lies before the window, per axis. */
function roomBefore(gravity: Gravity): { x: number; y: number } {
  if (gravity === 'smart') return { x: 0.5, y: 0.5 };
  return {
    x: gravity.endsWith('w') ? 0 : gravity.endsWith('e') ? 1 : 0.5,
    y: gravity.startsWith('n') ? 0 : gravity.startsWith('s') ? 1 : 0.5,
  };
}

/**
 * The largest part of `crop` that has the shape of `target`. `smart` counts as the centre here: whoever has
 * looked at the pixels passes the point it found instead. Points are fractions of `frame`.
 */
export function fillWindow(crop: Rect, frame: Size, target: Size, placement: Placement): Rect {
  const full = { width: crop.right - crop.left, height: crop.bottom - crop.top };
  const shape = target.width / target.height;
  const isTooWide = full.width / full.height > shape;
  const width = isTooWide ? clamp(Math.round(full.height * shape), 1, full.width) : full.width;
  const height = isTooWide ? full.height : clamp(Math.round(full.width / shape), 1, full.height);
  let left: number;
  let top: number;
  if ('gravity' in placement) {
    const share = roomBefore(placement.gravity);
    left = crop.left + Math.floor((full.width - width) * share.x);
    top = crop.top + Math.floor((full.height - height) * share.y);
  } else {
    left = clamp(Math.round(placement.x * frame.width - width / 2), crop.left, crop.right - width);
    top = clamp(Math.round(placement.y * frame.height - height / 2), crop.top, crop.bottom - height);
  }
  return { left, top, right: left + width, bottom: top + height };
}
