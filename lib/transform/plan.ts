import { badRequest } from '#lib/errors/error.ts';
import { alignedOffset, fitCanvas } from './canvas-size.ts';
import { cropRect, growCrop } from './crop-rect.ts';
import { fillWindow, type Placement, shrinkInto } from './fill-window.ts';
import { rotatedSize } from './rotated-size.ts';
import { tileRect } from './tile-rect.ts';
import type { Plan, Rect, Size, Transform } from './values.ts';

/** Longest side a small crop may be enlarged to when the settings say nothing else. */
const LONGEST_SIDE = 15_000;

function sizeOf(rect: Rect): Size {
  return { width: rect.right - rect.left, height: rect.bottom - rect.top };
}

function smaller(requested: number | undefined, most: number): number | undefined {
  return requested === undefined ? undefined : Math.min(requested, most);
}

function placementOf(transform: Transform): Placement | undefined {
  const { focusX, focusY, gravity } = transform;
  if (focusX !== undefined || focusY !== undefined) return { x: focusX ?? 0.5, y: focusY ?? 0.5 };
  return gravity === undefined ? undefined : { gravity };
}

/** A thin crop keeps its proportions, so one requested side can make the other one huge. */
function refuseHuge(canvas: Size, longest: number): void {
  if (Math.max(canvas.width, canvas.height) <= longest) return;
  throw badRequest(
    `width, height: out of range, the result would be ${canvas.width} x ${canvas.height} pixels, expected at most ${longest} on a side`,
  );
}

/**
 * All integers for drawing `transform` on a picture whose page, as it enters (after EXIF orientation, for
 * vector pages after drawing), has the size `page`. Every size is at least 1 and every rectangle lies inside
 * its frame. A request never enlarges beyond the uncropped page, but a crop may be enlarged up to it.
 *
 * Throws 400 for an empty tile, and when a thin crop would be drawn longer than both the page and
 * `maxDimension` pixels.
 */
export function plan(transform: Transform, page: Size, maxDimension = LONGEST_SIDE): Plan {
  const rotation = transform.rotation ?? 0;
  const rotated = rotatedSize(page, rotation);
  const width = smaller(transform.width, rotated.width);
  const height = smaller(transform.height, rotated.height);
  const hasBoth = width !== undefined && height !== undefined;

  let crop = cropRect(transform, rotated);
  if (transform.cropFit && hasBoth) crop = growCrop(crop, rotated, { width, height });

  const common = { page, flip: transform.flip, rotation, rotated };
  const placement = placementOf(transform);
  if (placement !== undefined && hasBoth && !transform.sizeFit) {
    const target = shrinkInto(
      { width: transform.width ?? width, height: transform.height ?? height },
      rotated,
    );
    crop = fillWindow(crop, rotated, target, placement);
    return finish({ ...common, crop, inner: target, canvas: target, offset: { x: 0, y: 0 } }, transform);
  }

  const { inner, canvas } = fitCanvas(sizeOf(crop), width, height, transform.sizeFit);
  refuseHuge(canvas, Math.max(maxDimension, rotated.width + 1, rotated.height + 1));
  const offset = {
    x: alignedOffset(transform.alignH, canvas.width, inner.width),
    y: alignedOffset(transform.alignV, canvas.height, inner.height),
  };
  return finish({ ...common, crop, inner, canvas, offset }, transform);
}

function finish(drawing: Omit<Plan, 'tile' | 'output'>, transform: Transform): Plan {
  const tile = transform.tile === undefined ? undefined : tileRect(transform.tile, drawing.canvas);
  return { ...drawing, tile, output: tile === undefined ? drawing.canvas : sizeOf(tile) };
}
