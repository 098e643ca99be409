import type { Draft } from './draft.ts';
import { choosePaint, type Paint, paintLevels } from './fill.ts';
import { drawOverlay, layOverlay } from './overlay.ts';
import { addOpacity, pad } from './pad.ts';
import type { Raster } from './raster.ts';
import { isWhole, wholeOf } from './rect.ts';
import { openRaster, toRaster } from './resize.ts';
import { drawRotated } from './rotate.ts';
import { hasNewArea, type Scene, type Studio, storedCrop } from './scene.ts';
import { sharpen } from './sharpen.ts';
import { applyTurn, turnedSize } from './turns.ts';

/** The paint for new area; only read when there is some, since an unknown colour is no mistake otherwise. */
export async function paintOf(studio: Studio, scene: Scene): Promise<Paint | undefined> {
  if (!hasNewArea(scene)) return undefined;
  const { picture, transform, holdsAlpha } = scene;
  const region = scene.layout.rotation % 90 === 0 ? storedCrop(scene).region : wholeOf(picture.stored);
  return choosePaint(transform.fill, holdsAlpha, picture, region, studio.drawer, studio.colour);
}

/** The inner picture of a plan without a slanted rotation. */
export async function drawInner({ drawer, rules }: Studio, scene: Scene): Promise<Draft> {
  const { picture, layout } = scene;
  const { region, turn } = storedCrop(scene);
  let draft = await drawer.draw(picture, region, turnedSize(layout.inner, turn));
  const isSmaller = draft.size.width < picture.stored.width;
  if (isSmaller && isWhole(region, picture.stored) && drawer.isPopular(picture)) {
    const raster = await toRaster(draft.pipeline, draft.like);
    drawer.keep(picture, raster);
    draft = { ...draft, pipeline: await openRaster(raster, rules) };
  }
  return { ...draft, pipeline: applyTurn(draft.pipeline, turn), size: layout.inner };
}

/** Up to and including the overlay. */
export async function drawCanvas(studio: Studio, scene: Scene): Promise<Raster> {
  const { transform, layout } = scene;
  const paint = await paintOf(studio, scene);
  let raster = await finishedInner(studio, scene, paint);
  if (paint !== undefined) raster = await pad(raster, layout.canvas, layout.offset, paint, studio.colour);
  raster = await sharpen(raster, transform.sharpen ?? 0, studio.rules);
  if (scene.overlay === undefined) return raster;
  return layOverlay(raster, await drawOverlay(raster, scene.overlay, transform, studio), studio.rules);
}

async function finishedInner(studio: Studio, scene: Scene, paint: Paint | undefined): Promise<Raster> {
  const { picture, layout, upright } = scene;
  if (layout.rotation % 90 === 0) {
    const draft = await drawInner(studio, scene);
    return toRaster(draft.pipeline, draft.like);
  }
  const rotation = {
    picture,
    plan: layout,
    turn: upright,
    prepare: async (drawn: Raster) => {
      const raster = paint === 'none' ? await addOpacity(drawn, studio.colour) : drawn;
      return { raster, fill: await paintLevels(paint ?? 'none', raster, studio.colour) };
    },
  };
  const draft = await drawRotated(rotation, studio.drawer, studio.rules);
  return toRaster(draft.pipeline, draft.like);
}
