import type { Level } from './geometry.ts';

/** Edges in pixels; `right` and `bottom` are outside. */
export type Rect = { left: number; top: number; right: number; bottom: number };

/**
 * The part of a level that a tile shows, in pixels of the level. Tiles are numbered from 1, row by row; the last column
 * and row take what the division leaves over. The server cuts them in the same way.
 */
export function tileRect(level: Level, tile: number): Rect {
  const { axis } = level;
  const column = (tile - 1) % axis;
  const row = Math.floor((tile - 1) / axis);
  const width = Math.floor(level.width / axis);
  const height = Math.floor(level.height / axis);
  return {
    left: column * width,
    top: row * height,
    right: column === axis - 1 ? level.width : (column + 1) * width,
    bottom: row === axis - 1 ? level.height : (row + 1) * height,
  };
}

/** Numbers of the tiles that `area` (pixels of the level) touches, in ascending order. */
export function tilesWithin(level: Level, area: Rect): number[] {
  const columns = span(level.width, level.axis, area.left, area.right);
  const rows = span(level.height, level.axis, area.top, area.bottom);
  if (!columns || !rows) return [];
  const found: number[] = [];
  for (let row = rows[0]; row <= rows[1]; row++) {
    for (let column = columns[0]; column <= columns[1]; column++) found.push(row * level.axis + column + 1);
  }
  return found;
}

/** First and last column (or row) between two positions; undefined when they lie outside. */
function span(side: number, axis: number, from: number, to: number): [number, number] | undefined {
  if (to <= 0 || from >= side || to <= from) return undefined;
  const tile = Math.max(1, Math.floor(side / axis));
  const index = (position: number) => Math.min(axis - 1, Math.max(0, Math.floor(position / tile)));
  return [index(from), index(Math.ceil(to) - 1)];
}
