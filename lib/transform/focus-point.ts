import { rotatedSize } from './rotated-size.ts';
import type { Size } from './values.ts';

/** From the left and top edge, as fractions 0..1. */
export type FocusPoint = { x: number; y: number };

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** A point of the page as fractions of the canvas of the page turned by `rotation` degrees; both have one middle. */
export function rotatedPoint({ x, y }: FocusPoint, page: Size, rotation: number): FocusPoint {
  const rotated = rotatedSize(page, rotation);
  const radians = (rotation * Math.PI) / 180;
  const dx = (x - 0.5) * page.width;
  const dy = (y - 0.5) * page.height;
  return {
    x: clamp(0.5 + (dx * Math.cos(radians) - dy * Math.sin(radians)) / rotated.width),
    y: clamp(0.5 + (dx * Math.sin(radians) + dy * Math.cos(radians)) / rotated.height),
  };
}

/** Digits behind the point that are kept: a hundredth of a pixel of a picture of 10,000. */
const STEPS = 1_000_000;

/** Where a point of the picture as it is shown lies once it is flipped, then rotated: what `focus` means by it. */
export function focusOnCanvas(
  point: FocusPoint,
  page: Size,
  { flip, rotation = 0 }: { flip?: 'h' | 'v' | undefined; rotation?: number | undefined },
): { focusX: number; focusY: number } {
  const flipped = {
    x: flip === 'h' ? 1 - point.x : point.x,
    y: flip === 'v' ? 1 - point.y : point.y,
  };
  const { x, y } = rotatedPoint(flipped, page, rotation);
  // Without the noise of cosines, so that one point is one key of the cache.
  return { focusX: Math.round(x * STEPS) / STEPS, focusY: Math.round(y * STEPS) / STEPS };
}
