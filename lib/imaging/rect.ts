import type { Rect, Size } from '#lib/transform/values.ts';

/** Nearer to a whole pixel than this counts as one. */
const WHOLE = 1 / 64;

export function wholeOf({ width, height }: Size): Rect {
  return { left: 0, top: 0, right: width, bottom: height };
}

export function isWhole(rect: Rect, size: Size): boolean {
  return rect.left === 0 && rect.top === 0 && rect.right === size.width && rect.bottom === size.height;
}

export function scaleRect(rect: Rect, x: number, y: number): Rect {
  return { left: rect.left * x, top: rect.top * y, right: rect.right * x, bottom: rect.bottom * y };
}

export function shiftRect(rect: Rect, x: number, y: number): Rect {
  return { left: rect.left + x, top: rect.top + y, right: rect.right + x, bottom: rect.bottom + y };
}

export function roundRect(rect: Rect): Rect {
  const left = Math.round(rect.left);
  const top = Math.round(rect.top);
  return {
    left,
    top,
    right: Math.max(left + 1, Math.round(rect.right)),
    bottom: Math.max(top + 1, Math.round(rect.bottom)),
  };
}

export function isNear(rect: Rect, whole: Rect): boolean {
  return (['left', 'top', 'right', 'bottom'] as const).every(
    (side) => Math.abs(rect[side] - whole[side]) < WHOLE,
  );
}

export function outerRect(rect: Rect, margin: number): Rect {
  return {
    left: Math.floor(rect.left) - margin,
    top: Math.floor(rect.top) - margin,
    right: Math.ceil(rect.right) + margin,
    bottom: Math.ceil(rect.bottom) + margin,
  };
}

export function rectSize(rect: Rect): Size {
  return { width: rect.right - rect.left, height: rect.bottom - rect.top };
}

export function extractArea(rect: Rect) {
  return { left: rect.left, top: rect.top, ...rectSize(rect) };
}
