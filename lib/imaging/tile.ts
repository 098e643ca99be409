import type { Rect } from '#lib/transform/values.ts';
import { cut } from './cut.ts';
import { type Draft, draftFromPiece, draftOfRaster } from './draft.ts';
import type { Paint } from './fill.ts';
import { pad } from './pad.ts';
import { rectSize, shiftRect } from './rect.ts';
import { toRaster } from './resize.ts';
import { type Scene, type Studio, storedCrop } from './scene.ts';
import { applyTurn, beforeTurn, turnedSize } from './turns.ts';

/** Larger drawings than this are not made whole for the sake of one tile. */
const SMALL_CANVAS = 4_000_000;
/** Wanted pixels around a resized tile, so that its filter sees its neighbours. */
const MARGIN = 4;

/** A tile of a picture that is only cropped, turned by quarters, resized and padded. */
export async function drawTile(
  studio: Studio,
  scene: Scene,
  tile: Rect,
  paint: Paint | undefined,
): Promise<Draft> {
  const { layout, picture } = scene;
  const { inner, offset } = layout;
  // In the coordinates of the inner picture.
  const wanted = shiftRect(tile, -offset.x, -offset.y);
  const part = {
    left: Math.min(Math.max(wanted.left, 0), inner.width - 1),
    top: Math.min(Math.max(wanted.top, 0), inner.height - 1),
    right: Math.max(Math.min(wanted.right, inner.width), 1),
    bottom: Math.max(Math.min(wanted.bottom, inner.height), 1),
  };
  part.right = Math.max(part.right, part.left + 1);
  part.bottom = Math.max(part.bottom, part.top + 1);
  // To decode a large PNG for one tile takes as long as to build its pyramid; a JPEG waits for the next tile.
  if (picture.kind !== 'jpeg' || studio.drawer.isPopular(picture)) await studio.pyramids.build(picture);
  const drawn = await drawPart(studio, scene, part);
  if (paint === undefined) return drawn;
  const size = { width: tile.right - tile.left, height: tile.bottom - tile.top };
  const at = { x: part.left - wanted.left, y: part.top - wanted.top };
  if (at.x === 0 && at.y === 0 && drawn.size.width === size.width && drawn.size.height === size.height) {
    return drawn;
  }
  const raster = await toRaster(drawn.pipeline, drawn.like);
  return draftOfRaster(await pad(raster, size, at, paint, studio.colour), studio.rules);
}

async function drawPart(studio: Studio, scene: Scene, part: Rect): Promise<Draft> {
  const { layout, picture } = scene;
  const { crop, inner, rotated } = layout;
  const { turn } = storedCrop(scene);
  const scaleX = (crop.right - crop.left) / inner.width;
  const scaleY = (crop.bottom - crop.top) / inner.height;
  if (scaleX === 1 && scaleY === 1) {
    const rect = beforeTurn(shiftRect(part, crop.left, crop.top), rotated, turn);
    const row = beforeTurn(
      { left: crop.left, right: crop.right, top: part.top + crop.top, bottom: part.bottom + crop.top },
      rotated,
      turn,
    );
    const piece = await studio.drawer.cutOut(picture, rect, row);
    return { ...piece, pipeline: applyTurn(piece.pipeline, turn), size: rectSize(part) };
  }
  const small = inner.width * inner.height <= SMALL_CANVAS;
  if (small) {
    const key = `${picture.source.key}\0${picture.page}\0inner\0${JSON.stringify([crop, inner, turn])}`;
    const whole = await studio.rasters.obtain(key, async () => {
      const draft = await studio.drawer.draw(
        picture,
        beforeTurn(crop, rotated, turn),
        turnedSize(inner, turn),
      );
      return toRaster(applyTurn(draft.pipeline, turn), draft.like);
    });
    return draftFromPiece(picture, whole, part, rectSize(part), studio.rules);
  }
  const window = {
    left: Math.max(0, part.left - MARGIN),
    top: Math.max(0, part.top - MARGIN),
    right: Math.min(inner.width, part.right + MARGIN),
    bottom: Math.min(inner.height, part.bottom + MARGIN),
  };
  const region = {
    left: crop.left + window.left * scaleX,
    top: crop.top + window.top * scaleY,
    right: crop.left + window.right * scaleX,
    bottom: crop.top + window.bottom * scaleY,
  };
  const size = { width: window.right - window.left, height: window.bottom - window.top };
  const draft = await studio.drawer.draw(picture, beforeTurn(region, rotated, turn), turnedSize(size, turn));
  const drawn = await toRaster(applyTurn(draft.pipeline, turn), draft.like);
  return draftOfRaster(cut(drawn, shiftRect(part, -window.left, -window.top)), studio.rules);
}
