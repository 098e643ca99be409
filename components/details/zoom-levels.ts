import { pictureUrl } from '#lib/transform/picture-url.ts';
import { plan } from '#lib/transform/plan.ts';
import { tileRect } from '#lib/transform/tile-rect.ts';
import type { Rect, Size, Transform } from '#lib/transform/values.ts';
import { type PageChoice, thumbnailUrl } from '../client/places.ts';

/** What the server gives out at most: tiles of a grid, pixels of a side, pixels of a picture. */
export type PictureLimits = { maxTiles: number; maxDimension: number; maxPixels: number };

/** One size of the whole picture, cut into `axis` x `axis` tiles. */
export type ZoomLevel = Size & {
  axis: number;
  /**
   * How its tiles are asked for: the loading picture itself, tiles of a picture of that side, tiles of the original, or
   * parts of an original too large to be asked for in one piece.
   */
  kind: 'thumbnail' | 'sized' | 'original' | 'parts';
};

/** Side of the picture that is shown at once; no larger one is zoomed into. */
export const FIRST_SIDE = 800;
/** Longest side of a tile where the limits allow it. */
const MOST_TILE = 768;

const asTransform = (values: object) => values as Transform;

/**
 * The sizes in which a picture is looked at, the smallest first: the loading picture, then halves of the original down
 * to about that, which is how the server keeps large pictures. None when its size is not known: its file cannot be read.
 */
export function zoomLevels(picture: Size, limits: PictureLimits): ZoomLevel[] {
  if (picture.width < 1 || picture.height < 1) return [];
  const first = plan(asTransform({ width: FIRST_SIDE, height: FIRST_SIDE, sizeFit: true }), picture).canvas;
  const levels: ZoomLevel[] = [{ ...first, axis: 1, kind: 'thumbnail' }];
  const long = Math.max(picture.width, picture.height);
  const side = picture.width >= picture.height ? 'width' : 'height';
  if (long <= FIRST_SIDE) return levels;
  for (let half = Math.floor(Math.log2(long / FIRST_SIDE)); half > 0; half--) {
    const wanted = Math.round(long / 2 ** half);
    if (wanted > limits.maxDimension || wanted < FIRST_SIDE * 1.25) continue;
    const { canvas } = plan(asTransform({ [side]: wanted }), picture);
    if (canvas.width * canvas.height > limits.maxPixels) continue;
    levels.push({ ...canvas, axis: axisOf(canvas, limits.maxTiles), kind: 'sized' });
  }
  const fits = picture.width * picture.height <= limits.maxPixels;
  levels.push({
    ...picture,
    axis: axisOf(picture, fits ? limits.maxTiles : Number.MAX_SAFE_INTEGER),
    kind: fits ? 'original' : 'parts',
  });
  return levels;
}

/** A power of two, as small as keeps tiles small. */
function axisOf({ width, height }: Size, maxTiles: number): number {
  let axis = 1;
  const most = Math.min(Math.sqrt(maxTiles), width, height);
  while (Math.max(width, height) / axis > MOST_TILE && axis * 2 <= most) axis *= 2;
  return axis;
}

/** Where a tile (column and row from 0) lies on its level. */
export function tileOf(level: ZoomLevel, column: number, row: number): Rect {
  return tileRect({ number: row * level.axis + column + 1, grid: level.axis ** 2 }, level);
}

/** The column or row in which a fraction 0..1 of the level falls; the last one is larger than the others. */
export function tileAt(level: ZoomLevel, side: 'width' | 'height', fraction: number): number {
  const tile = Math.floor(level[side] / level.axis);
  return Math.min(level.axis - 1, Math.max(0, Math.floor((fraction * level[side]) / tile)));
}

/** Files that may hold transparency are shown in a format that keeps it. */
const OPAQUE = /\.(jpe?g|jpe|jfif|jif|pjpe?g)$/i;

/** The page of a file of which tiles are asked for. */
export type ZoomedPage = PageChoice & { src: string; version: string };

/** The address of a tile. Colours are those of the screen, and it is not counted in the statistics. */
export function tileUrl(
  { src, version, page, dpi }: ZoomedPage,
  level: ZoomLevel,
  column: number,
  row: number,
): string {
  if (level.kind === 'thumbnail') return thumbnailUrl(src, FIRST_SIDE, version, { page, dpi });
  const side = level.width >= level.height ? 'width' : 'height';
  const grid = level.axis ** 2;
  const url = pictureUrl('/image', src, {
    ...(page !== undefined && page > 1 ? { page } : {}),
    ...(dpi === undefined ? {} : { dpi }),
    format: OPAQUE.test(src) ? 'jpg' : 'webp',
    quality: 90,
    colorspace: 'srgb',
    strip: true,
    stats: false,
    // Explicitly none: the default template may hold a size.
    width: 0,
    height: 0,
    ...(level.kind === 'sized' ? { [side]: level[side] } : {}),
    ...(level.kind === 'parts'
      ? partOf(level, tileOf(level, column, row))
      : grid === 1
        ? {}
        : { tile: `${row * level.axis + column + 1}:${grid}` }),
  });
  return `${url}&v=${encodeURIComponent(version)}`;
}

/** Crop edges that the server rounds up to exactly these pixels. */
function partOf({ width, height }: Size, { left, top, right, bottom }: Rect) {
  const edge = (pixel: number, side: number) =>
    pixel === 0 || pixel === side ? pixel / side : (pixel - 0.5) / side;
  return {
    left: edge(left, width),
    top: edge(top, height),
    right: edge(right, width),
    bottom: edge(bottom, height),
  };
}

/** Dots per inch in which what is drawn is zoomed into: those of good prints. */
const ZOOM_DPI = 300;
/** Pixels of a page that are drawn for that at most. */
const MOST_DRAWN = 40_000_000;

/**
 * Dots per inch in which a page without pixels of its own is looked at closely; undefined when it is not to be drawn
 * larger than usual.
 * @param usual its size at `usualDpi`
 */
export function zoomDpi(usual: Size, usualDpi: number, limits: PictureLimits): number | undefined {
  const most = Math.sqrt(Math.min(MOST_DRAWN, limits.maxPixels) / (usual.width * usual.height)) * usualDpi;
  const dpi = Math.floor(Math.min(ZOOM_DPI, most));
  return dpi > usualDpi ? dpi : undefined;
}
