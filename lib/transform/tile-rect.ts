import { badRequest } from '#lib/errors/error.ts';
import type { Rect, Size, TileRef } from './values.ts';

/**
 * The part of the canvas that a tile shows; the last column and row take what the division leaves over.
 * Throws 400 for a tile without a pixel, which a grid finer than the picture has.
 */
export function tileRect(tile: TileRef, canvas: Size): Rect {
  const side = Math.sqrt(tile.grid);
  const column = (tile.number - 1) % side;
  const row = Math.floor((tile.number - 1) / side);
  const width = Math.floor(canvas.width / side);
  const height = Math.floor(canvas.height / side);
  const rect: Rect = {
    left: column * width,
    top: row * height,
    right: column === side - 1 ? canvas.width : (column + 1) * width,
    bottom: row === side - 1 ? canvas.height : (row + 1) * height,
  };
  if (rect.right > rect.left && rect.bottom > rect.top) return rect;
  throw badRequest(
    `tile: out of range, a picture of ${canvas.width} x ${canvas.height} pixels cannot be cut into ${tile.grid} tiles`,
  );
}
