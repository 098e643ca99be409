import type { Level, Size } from './geometry.ts';
import { type Rect, tileRect, tilesWithin } from './tile-grid.ts';
import type { TileStore } from './tile-store.ts';
import { heightAt, type View, visibleArea } from './view.ts';

export type Scene = {
  levels: readonly Level[];
  view: View;
  /** CSS pixels. */
  viewport: Size;
  /** Pixels of the canvas per CSS pixel. */
  ratio: number;
  /** Index of the level that is drawn where its tiles are there; lower ones are elsewhere. */
  wanted: number;
};

/** Name of a tile in the store and the loader. */
export function tileKey(levelIndex: number, tile: number): string {
  return `${levelIndex}:${tile}`;
}

/** Draws what is seen of the picture, as well as the tiles at hand allow. Nothing is measured and nothing loaded. */
export function paintScene(context: CanvasRenderingContext2D, store: TileStore, scene: Scene): void {
  const { levels, view, viewport, wanted } = scene;
  const height = heightAt(levels, view.width);
  const layers: Array<{ index: number; level: Level; tiles: number[] }> = [];
  let area = visibleArea(view, height, viewport, WHOLE);
  for (let index = wanted; index >= 0; index--) {
    const level = levels[index];
    if (!level) continue;
    const tiles = tilesWithin(level, partOf(area, level));
    layers.push({ index, level, tiles });
    const missing = tiles.filter((tile) => !store.has(tileKey(index, tile)));
    if (missing.length === 0) break;
    area = around(missing, level, area);
  }
  for (const { index, level, tiles } of layers.reverse()) {
    for (const tile of tiles) paintTile(context, store, scene, height, { index, level, tile });
  }
}

const WHOLE = { width: 1, height: 1 };

/** Parts of the picture, from 0 to 1, as pixels of a level. */
function partOf(area: Rect, { width, height }: Size): Rect {
  return {
    left: area.left * width,
    top: area.top * height,
    right: area.right * width,
    bottom: area.bottom * height,
  };
}

/** What lower levels have to fill in: the box around the missing tiles within an area, in parts of the picture. */
function around(missing: readonly number[], level: Level, area: Rect): Rect {
  const rects = missing.map((tile) => tileRect(level, tile));
  return {
    left: Math.max(area.left, Math.min(...rects.map(({ left }) => left)) / level.width),
    top: Math.max(area.top, Math.min(...rects.map(({ top }) => top)) / level.height),
    right: Math.min(area.right, Math.max(...rects.map(({ right }) => right)) / level.width),
    bottom: Math.min(area.bottom, Math.max(...rects.map(({ bottom }) => bottom)) / level.height),
  };
}

function paintTile(
  context: CanvasRenderingContext2D,
  store: TileStore,
  { view, ratio }: Scene,
  height: number,
  { index, level, tile }: { index: number; level: Level; tile: number },
): void {
  const picture = store.get(tileKey(index, tile));
  if (!picture) return;
  const rect = tileRect(level, tile);
  const across = view.width / level.width;
  const down = height / level.height;
  // Edges on whole pixels: neighbours share them, and no seam shines through.
  const left = Math.round((view.x + rect.left * across) * ratio);
  const top = Math.round((view.y + rect.top * down) * ratio);
  const right = Math.round((view.x + rect.right * across) * ratio);
  const bottom = Math.round((view.y + rect.bottom * down) * ratio);
  context.drawImage(picture.source, left, top, right - left, bottom - top);
}
