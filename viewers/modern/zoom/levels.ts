import { type Level, type Size, zoomLevels } from '../../core/geometry.ts';

/** Sides of the boxes that first levels fit into: few, so that visitors with windows of all sizes share them. */
const FIRST = [500, 960, 1728];

/**
 * Levels of a picture, the first of which is enough for the viewport on this screen unless that is very large.
 * @param viewport CSS pixels
 * @param ratio pixels of the screen per CSS pixel
 */
export function levelsFor(full: Size, viewport: Size, ratio: number, mostTiles: number): Level[] {
  const scale = Math.min(viewport.width / full.width, viewport.height / full.height, 1);
  const side = Math.max(full.width, full.height) * scale * ratio;
  const first = FIRST.find((each) => each >= side) ?? FIRST.at(-1) ?? 1728;
  return zoomLevels(full, { width: first, height: first }, mostTiles);
}
