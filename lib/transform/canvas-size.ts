import type { Size, Transform } from './values.ts';

/** The size the picture is drawn at and the canvas it stands on, which is larger when padded. */
type Fitting = { inner: Size; canvas: Size };

function bare(size: Size): Fitting {
  return { inner: size, canvas: size };
}

/** A border of one pixel looks like a mistake; the picture is stretched over it. */
function snap(side: number, canvasSide: number): number {
  return Math.abs(side - canvasSide) === 1 ? canvasSide : side;
}

function padded(canvas: Size, shape: number): Fitting {
  const isNarrower = canvas.width / canvas.height < shape;
  const width = isNarrower ? canvas.width : Math.ceil(canvas.height * shape);
  const height = isNarrower ? Math.ceil(canvas.width / shape) : canvas.height;
  return { canvas, inner: { width: snap(width, canvas.width), height: snap(height, canvas.height) } };
}

function fitted(box: Size, shape: number): Fitting {
  const height = Math.ceil(box.width / shape);
  if (height <= box.height) return bare({ width: box.width, height });
  return bare({ width: Math.ceil(box.height * shape), height: box.height });
}

/**
 * Sizes for a picture of `kept` pixels and a request of `width` and `height`, either of which may be absent.
 * The expressions are those of the original, to the last bit: their rounding noise decides about a pixel.
 */
export function fitCanvas(
  kept: Size,
  width: number | undefined,
  height: number | undefined,
  sizeFit: Transform['sizeFit'],
): Fitting {
  const shape = kept.width / kept.height;
  if (width !== undefined && height !== undefined) {
    return sizeFit ? fitted({ width, height }, shape) : padded({ width, height }, shape);
  }
  if (width !== undefined) return bare({ width, height: Math.ceil(width / shape) });
  if (height !== undefined) return bare({ width: Math.ceil(shape * height), height });
  return bare(kept);
}

/**
 * Left (or top) edge of the inner picture. `alignment` is an edge letter and a position: that edge, or the
 * centre, of the picture goes to that share of the canvas, as far as the picture stays inside.
 */
export function alignedOffset(alignment: string | undefined, canvasSide: number, innerSide: number): number {
  const room = canvasSide - innerSide;
  if (alignment === undefined) return Math.floor(room / 2);
  const letter = alignment[0];
  const share = letter === 'l' || letter === 't' ? 0 : letter === 'c' ? 0.5 : 1;
  const wanted = Math.floor(Number(alignment.slice(1)) * canvasSide - share * innerSide);
  return Math.min(Math.max(wanted, 0), room);
}
