import { type Level, type Size, zoomLevels } from '../../core/geometry.ts';
import { type Rect, tileRect } from '../../core/tile-grid.ts';

/** The zoom levels of a picture and their tiles, known to pages as `ImgGrid`. */
export class ImgGrid {
  readonly levels: readonly Level[];

  /** @param full pixels of the whole picture. @param viewport pixels of the box it first fits into */
  constructor(full: Size, viewport: Size, maxTiles?: number) {
    this.levels = zoomLevels(full, viewport, maxTiles);
  }

  /** The part of a level (from 1) that a tile (from 1) shows; null when there is no such level. */
  tileRect(level: number, tile: number): Rect | null {
    const found = this.levels[level - 1];
    return found ? tileRect(found, tile) : null;
  }
}
