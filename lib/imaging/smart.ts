import { type FocusPoint, rotatedPoint } from '#lib/transform/focus-point.ts';
import type { Plan, Size, Transform } from '#lib/transform/values.ts';
import { createByteLru } from './byte-lru.ts';
import { decode, type Picture } from './open-picture.ts';
import type { Raster } from './raster.ts';
import type { RasterStore } from './raster-store.ts';
import { addRoughResize, openRaster, type ResizeRules, toRaster } from './resize.ts';
import { applyTurn, type Turn, turnedSize } from './turns.ts';

/** Finds what to show of a picture that is cut to a shape. */
export type FocusFinder = {
  /**
   * The transform with the point that draws attention (strong colours, skin, edges; libvips) in place of
   * `gravity: smart`. Looked for on the whole page, so that every size of a picture shows the same part.
   */
  settle(transform: Transform, plan: Plan, picture: Picture, turn: Turn): Promise<Transform>;
  forget(keyPrefix: string): void;
};

/** Longest side of the drawing that is searched. */
const LOOK = 320;
/** Points that are remembered. */
const REMEMBERED = 10_000;
/** Steps in which shapes are told apart, within a doubling of width to height: sizes are whole pixels. */
const SHAPES = 16;

export function createFocusFinder(rules: ResizeRules, rasters: RasterStore): FocusFinder {
  const points = createByteLru<FocusPoint>(REMEMBERED);

  async function find(picture: Picture, turn: Turn, shape: number): Promise<FocusPoint> {
    const page = `${picture.source.key}\0${picture.page}`;
    const key = `${page}\0${turn.mirror}${turn.quarters}\0${shape}`;
    const known = points.get(key);
    if (known !== undefined) return known;
    const stored = await rasters.obtain(`${page}\0look`, () => drawSmall(picture, rules));
    const point = await search(stored, turn, 2 ** (shape / SHAPES), rules);
    points.set(key, point, 1);
    return point;
  }

  return {
    async settle(transform, plan, picture, turn) {
      const shape = Math.round(Math.log2(plan.inner.width / plan.inner.height) * SHAPES);
      const point = await find(picture, turn, shape);
      const { x, y } = rotatedPoint(point, plan.page, plan.rotation);
      return { ...transform, gravity: undefined, focusX: x, focusY: y };
    },
    forget: (keyPrefix) => points.forget(keyPrefix),
  };
}

/**
 * Always made in the same way from the file, never from what else is kept of the picture: attention may turn to
 * another part when a reduction is a little sharper, and one address would show two pictures.
 */
async function drawSmall(picture: Picture, rules: ResizeRules): Promise<Raster> {
  const { width, height } = picture.stored;
  const scale = Math.min(1, LOOK / Math.max(width, height));
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  return toRaster(addRoughResize(await decode(picture, rules.timeoutSeconds), size), picture);
}

/** @param aspect width by height of the part to be shown */
async function search(stored: Raster, turn: Turn, aspect: number, rules: ResizeRules): Promise<FocusPoint> {
  const { width, height } = turnedSize(stored, turn);
  const turned = applyTurn(await openRaster(stored, rules), turn);
  const small = await toRaster(turned, stored);
  const window = fitInside(aspect, { width, height });
  const { info } = await (await openRaster(small, rules))
    .resize(window.width, window.height, { fit: 'cover', position: 'attention' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    x: info.attentionX === undefined ? 0.5 : info.attentionX / width,
    y: info.attentionY === undefined ? 0.5 : info.attentionY / height,
  };
}

/** As large as fits into the frame: with one of its sides, and smaller on the other so that there is a choice. */
function fitInside(aspect: number, frame: Size): Size {
  return {
    width: Math.max(1, Math.min(frame.width, Math.round(frame.height * aspect))),
    height: Math.max(1, Math.min(frame.height, Math.round(frame.width / aspect))),
  };
}
