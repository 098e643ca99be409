import type { Size, TransformValues } from '#lib/transform/values.ts';

/** Edges as fractions 0..1 of the picture after flipping and turning. */
export type CropEdges = { left: number; top: number; right: number; bottom: number };

export const WHOLE: CropEdges = { left: 0, top: 0, right: 1, bottom: 1 };

/** What of a crop frame is moved: all of it, or the sides and corners that the compass names. */
export type CropHandle = 'move' | 'n' | 'e' | 's' | 'w' | 'ne' | 'nw' | 'se' | 'sw';

/** Least width and height of a frame in pixels of the original. */
const LEAST = 2;

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}

/** The crop that values ask for; ends count as unset, as they do on the server. */
export function edgesOf(values: TransformValues): CropEdges {
  const edges = {
    left: values.left || 0,
    top: values.top || 0,
    right: values.right || 1,
    bottom: values.bottom || 1,
  };
  if (edges.left === 1) edges.left = 0;
  if (edges.top === 1) edges.top = 0;
  return edges.left < edges.right && edges.top < edges.bottom ? edges : WHOLE;
}

/** Edges with the 5 decimals that a URL carries. */
export function roundEdges(edges: CropEdges): CropEdges {
  const round = (value: number) => Number(clamp(value, 0, 1).toFixed(5));
  return {
    left: round(edges.left),
    top: round(edges.top),
    right: round(edges.right),
    bottom: round(edges.bottom),
  };
}

/** Whole pixels that the server keeps; it rounds up, so that a fraction a hair above a pixel would add one. */
export function pixelsOf(edges: CropEdges, frame: Size): CropEdges {
  return {
    left: Math.ceil(frame.width * edges.left),
    top: Math.ceil(frame.height * edges.top),
    right: Math.ceil(frame.width * edges.right),
    bottom: Math.ceil(frame.height * edges.bottom),
  };
}

/** The fraction of 5 decimals that the server takes for this pixel. */
export function fractionOf(pixel: number, side: number): number {
  const rounded = Number((pixel / side).toFixed(5));
  const lower = Number((rounded - 0.00001).toFixed(5));
  return Math.ceil(side * rounded) === pixel || lower < 0 ? rounded : lower;
}

/** Edges at whole pixels of the frame. */
export function snapEdges(edges: CropEdges, frame: Size): CropEdges {
  const at = (fraction: number, side: number) => fractionOf(Math.round(fraction * side), side);
  return roundEdges({
    left: at(edges.left, frame.width),
    top: at(edges.top, frame.height),
    right: at(edges.right, frame.width),
    bottom: at(edges.bottom, frame.height),
  });
}

/**
 * The frame after a handle was moved by fractions of the picture. It stays inside; with an aspect (width by height
 * in pixels) its shape is kept.
 */
export function moveHandle(
  start: CropEdges,
  handle: CropHandle,
  by: { x: number; y: number },
  frame: Size,
  aspect: number | undefined,
): CropEdges {
  if (handle === 'move') {
    const x = clamp(by.x, -start.left, 1 - start.right);
    const y = clamp(by.y, -start.top, 1 - start.bottom);
    return { left: start.left + x, right: start.right + x, top: start.top + y, bottom: start.bottom + y };
  }
  const leastX = Math.min(1, LEAST / frame.width);
  const leastY = Math.min(1, LEAST / frame.height);
  const edges = { ...start };
  if (handle.includes('w')) edges.left = clamp(start.left + by.x, 0, start.right - leastX);
  if (handle.includes('e')) edges.right = clamp(start.right + by.x, start.left + leastX, 1);
  if (handle.includes('n')) edges.top = clamp(start.top + by.y, 0, start.bottom - leastY);
  if (handle.includes('s')) edges.bottom = clamp(start.bottom + by.y, start.top + leastY, 1);
  return aspect === undefined ? edges : keepShape(edges, handle, frame, aspect);
}

/** Brings a frame to a shape; the sides opposite of the handle stay where they are. */
function keepShape(edges: CropEdges, handle: CropHandle, frame: Size, aspect: number): CropEdges {
  // Height in fractions for a width in fractions.
  const ratio = frame.width / frame.height / aspect;
  const isUpright = handle === 'n' || handle === 's';
  let width = edges.right - edges.left;
  let height = edges.bottom - edges.top;
  if (isUpright) width = height / ratio;
  else height = width * ratio;

  const room = {
    x: handle.includes('w') ? edges.right : handle.includes('e') ? 1 - edges.left : 1,
    y: handle.includes('n') ? edges.bottom : handle.includes('s') ? 1 - edges.top : 1,
  };
  const shrink = Math.min(1, room.x / width, room.y / height);
  width *= shrink;
  height *= shrink;
  const centreX = clamp((edges.left + edges.right) / 2, width / 2, 1 - width / 2);
  const centreY = clamp((edges.top + edges.bottom) / 2, height / 2, 1 - height / 2);
  const left = handle.includes('w')
    ? edges.right - width
    : handle.includes('e')
      ? edges.left
      : centreX - width / 2;
  const top = handle.includes('n')
    ? edges.bottom - height
    : handle.includes('s')
      ? edges.top
      : centreY - height / 2;
  return { left, top, right: left + width, bottom: top + height };
}

/** The largest frame of a shape inside the given one, about its middle. */
export function shapeEdges(edges: CropEdges, frame: Size, aspect: number): CropEdges {
  const ratio = frame.width / frame.height / aspect;
  const full = { width: edges.right - edges.left, height: edges.bottom - edges.top };
  const width = Math.min(full.width, full.height / ratio);
  const height = width * ratio;
  const left = edges.left + (full.width - width) / 2;
  const top = edges.top + (full.height - height) / 2;
  return { left, top, right: left + width, bottom: top + height };
}

/** A shape such as 16:9 or 1.85 as width by height; undefined when it is none. */
export function readAspect(text: string): number | undefined {
  const [, across, down = '1'] = /^\s*(\d*\.?\d+)\s*(?:[:/x×]\s*(\d*\.?\d+))?\s*$/.exec(text) ?? [];
  const aspect = Number(across) / Number(down);
  return Number.isFinite(aspect) && aspect >= 0.01 && aspect <= 100 ? aspect : undefined;
}
