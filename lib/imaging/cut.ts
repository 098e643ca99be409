import type { Rect } from '#lib/transform/values.ts';
import type { Raster } from './raster.ts';

/** A rectangle of a raster, copied row by row. Must lie inside. */
export function cut(raster: Raster, rect: Rect): Raster {
  const { channels, depth } = raster;
  const width = rect.right - rect.left;
  const height = rect.bottom - rect.top;
  if (width === raster.width && height === raster.height) return raster;
  const pixel = channels * (depth / 8);
  if (width === raster.width) {
    const row = width * pixel;
    return { ...raster, height, data: raster.data.subarray(rect.top * row, rect.bottom * row) };
  }
  const data = Buffer.allocUnsafe(width * height * pixel);
  for (let y = 0; y < height; y++) {
    const from = ((rect.top + y) * raster.width + rect.left) * pixel;
    raster.data.copy(data, y * width * pixel, from, from + width * pixel);
  }
  return { ...raster, data, width, height };
}

/** A rectangle that may reach beyond the raster, where the outermost pixels are repeated. */
export function cutRepeating(raster: Raster, rect: Rect): Raster {
  const inside = clampRect(rect, raster.width, raster.height);
  if (sameRect(inside, rect)) return cut(raster, rect);
  const { channels, depth } = raster;
  const pixel = channels * (depth / 8);
  const width = rect.right - rect.left;
  const height = rect.bottom - rect.top;
  const row = width * pixel;
  const data = Buffer.allocUnsafe(row * height);
  const before = inside.left - rect.left;
  const after = rect.right - inside.right;
  for (let y = inside.top; y < inside.bottom; y++) {
    const to = (y - rect.top) * row;
    const from = (y * raster.width + inside.left) * pixel;
    const end = (y * raster.width + inside.right) * pixel;
    raster.data.copy(data, to + before * pixel, from, end);
    for (let x = 0; x < before; x++) raster.data.copy(data, to + x * pixel, from, from + pixel);
    for (let x = 0; x < after; x++) raster.data.copy(data, to + row - (x + 1) * pixel, end - pixel, end);
  }
  const first = (inside.top - rect.top) * row;
  for (let y = 0; y < inside.top - rect.top; y++) data.copyWithin(y * row, first, first + row);
  const last = (inside.bottom - 1 - rect.top) * row;
  for (let y = inside.bottom - rect.top; y < height; y++) data.copyWithin(y * row, last, last + row);
  return { ...raster, data, width, height };
}

/** The part of a rectangle that lies inside, at least one pixel of it. */
export function clampRect(rect: Rect, width: number, height: number): Rect {
  const left = Math.min(Math.max(rect.left, 0), width - 1);
  const top = Math.min(Math.max(rect.top, 0), height - 1);
  return {
    left,
    top,
    right: Math.max(Math.min(rect.right, width), left + 1),
    bottom: Math.max(Math.min(rect.bottom, height), top + 1),
  };
}

export function sameRect(a: Rect, b: Rect): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}
