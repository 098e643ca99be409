/** Width and height in pixels. */
export type Size = { width: number; height: number };

/** One zoom level: the size of the whole picture and the square number of tiles it is asked for in. */
export type Level = Size & {
  /** Tiles per axis; 1 = the level is one picture. */
  axis: number;
  /** All tiles: the square of `axis`. */
  tiles: number;
};

/** What of a picture's own parameters changes its shape: an angle in degrees, crop edges from 0 to 1. */
export type Shape = { angle?: number; top?: number; left?: number; bottom?: number; right?: number };

/** Long sides and tile counts that all visitors share, so that they share cached tiles too. */
const STANDARDS: ReadonlyArray<readonly [side: number, tiles: number]> = [
  [500, 1],
  [960, 1],
  [1728, 16],
  [3120, 64],
  [5600, 64],
  [10240, 256],
  [18432, 1024],
  [33024, 1024],
  [59392, 4096],
  [107008, 16384],
];
const MOST_LEVELS = 10;
/** A level that comes so near to the full size is the full size. */
const NEARLY_FULL = 0.85;
/** Multiples that the search for an exact shape may go away from the standard width. */
const SEARCH = 10;
const MOST_TILES = 256;

/**
 * Size of the picture that a URL with such parameters shows in full, in pixels: quarter turns swap the sides, other
 * angles are ignored, a crop that keeps something is taken off afterwards.
 */
export function shownSize(original: Size, shape: Shape = {}): Size {
  const swapped = Math.abs(shape.angle ?? 0) === 90 || Math.abs(shape.angle ?? 0) === 270;
  const turned = swapped ? { width: original.height, height: original.width } : original;
  const { top = 0, left = 0, bottom = 1, right = 1 } = shape;
  const within = [top, left, bottom, right].every((edge) => edge >= 0 && edge <= 1);
  if (!within || top >= bottom || left >= right) return { ...turned };
  return {
    width: atLeastOne(turned.width * (right - left)),
    height: atLeastOne(turned.height * (bottom - top)),
  };
}

/**
 * The zoom levels of a picture of `full` pixels in a box of `viewport` pixels, the one that fits into the box first.
 * Sizes are standard ones from the second level on and divide evenly into tiles where a near size of the same shape
 * does. Pages and caches know these sizes: they are part of the compatibility contract.
 * @param mostTiles largest number of tiles of a level; 1 = never cut. Clamped to 1 … 256
 */
export function zoomLevels(full: Size, viewport: Size, mostTiles = MOST_TILES): Level[] {
  const aspect = full.width / full.height;
  const toWidth = aspect >= viewport.width / viewport.height;
  const first = fit(full, viewport, aspect, toWidth);
  const levels: Level[] = [{ ...first, axis: 1, tiles: 1 }];
  const side = toWidth ? first.width : first.height;
  const found = STANDARDS.findIndex(([standard]) => standard >= side);
  const start = firstAbove(first, aspect, found === -1 ? STANDARDS.length - 1 : found);
  let isLast = first.width >= full.width || first.height >= full.height;
  for (let z = 2; !isLast && z <= MOST_LEVELS; z++) {
    const index = Math.min(start + z - 1, STANDARDS.length - 1);
    const [standard, tiles] = STANDARDS[index] ?? [full.width, 1];
    const axis = Math.max(1, Math.round(Math.sqrt(Math.min(tiles, clampTiles(mostTiles)))));
    let size = bySide(standard, aspect);
    isLast = index === STANDARDS.length - 1;
    if (size.width > full.width * NEARLY_FULL || size.height > full.height * NEARLY_FULL) {
      size = { ...full };
      isLast = true;
    }
    const level = cutLevel(size, axis, aspect, first.width, full.width);
    // Of the thinnest pictures two levels may be of one size in whole pixels.
    if (level.width > (levels.at(-1)?.width ?? 0)) levels.push(level);
  }
  return levels;
}

/** In very narrow boxes the second level could be smaller than the first; then it is the next that is larger. */
function firstAbove(first: Size, aspect: number, start: number): number {
  let index = start;
  while (index + 1 < STANDARDS.length) {
    const next = bySide(STANDARDS[index + 1]?.[0] ?? 0, aspect);
    if (next.width > first.width && next.height > first.height) break;
    index++;
  }
  return index;
}

function fit(full: Size, viewport: Size, aspect: number, toWidth: boolean): Size {
  if (toWidth) {
    const width = atLeastOne(Math.min(full.width, viewport.width));
    return { width, height: atLeastOne(width / aspect) };
  }
  const height = atLeastOne(Math.min(full.height, viewport.height));
  return { width: atLeastOne(height * aspect), height };
}

function bySide(side: number, aspect: number): Size {
  return aspect >= 1
    ? { width: side, height: atLeastOne(side / aspect) }
    : { width: atLeastOne(side * aspect), height: side };
}

/** The level of about that size in so many tiles per axis; in one piece where that would be less than a pixel each. */
function cutLevel(size: Size, axis: number, aspect: number, least: number, most: number): Level {
  if (axis === 1 || Math.min(size.width, size.height) < axis) return { ...size, axis: 1, tiles: 1 };
  const even = divisible(size, Math.max(axis, 4), aspect, least, most);
  // Thin pictures would become much larger or smaller by a multiple; uneven tiles do as well.
  const isNear = even.width <= size.width * 1.1 && even.width >= size.width * 0.9;
  return { ...(isNear ? even : size), axis, tiles: axis * axis };
}

/** A size near `wanted` whose sides are multiples of `step`, of exactly the same shape if there is one. */
function divisible(wanted: Size, step: number, aspect: number, least: number, most: number): Size {
  const start = { width: toMultiple(wanted.width, step), height: toMultiple(wanted.height, step) };
  const miss = (size: Size) => Math.abs(size.width / size.height - aspect);
  const isExact = (size: Size) => toEight(size.width / size.height) === toEight(aspect);
  if (isExact(start)) return start;
  let closest = start.width <= most ? start : undefined;
  for (const direction of [1, -1]) {
    for (let away = 1; away <= SEARCH; away++) {
      const width = start.width + direction * away * step;
      if (width > most || width < least || width <= 0) break;
      const size = { width, height: toMultiple(width / aspect, step) };
      if (isExact(size)) return size;
      if (closest === undefined || miss(size) < miss(closest)) closest = size;
    }
  }
  return closest ?? start;
}

function clampTiles(count: number): number {
  return count >= 1 ? Math.min(count, MOST_TILES) : MOST_TILES;
}

function toMultiple(value: number, step: number): number {
  return Math.max(step, Math.round(value / step) * step);
}

function toEight(value: number): number {
  return Math.round(value * 1e8);
}

function atLeastOne(value: number): number {
  return Math.max(1, Math.round(value));
}
