import sharp from 'sharp';
import { unsupported } from '#lib/errors/error.ts';
import { drawCanvas } from './canvas.ts';
import { codecOf } from './codec.ts';
import type { Colour, ColourPlan } from './colour/colour.ts';
import { cut } from './cut.ts';
import { draftFromPiece, draftFromRaster } from './draft.ts';
import type { Drawer } from './draw.ts';
import { encodePipeline, type OutputPlan } from './encode.ts';
import { decode, type Picture } from './open-picture.ts';
import { drawOverlay, layOverlay, type Overlay } from './overlay.ts';
import { addOpacity } from './pad.ts';
import type { Raster } from './raster.ts';
import { rectSize } from './rect.ts';
import { type ResizeRules, toRaster } from './resize.ts';
import type { Scene, Studio } from './scene.ts';

/** Pixels of all frames together, decoded at once or finished. */
const MAX_PIXELS = 60_000_000;
/** Pixels that are decoded at a time. */
const BATCH_PIXELS = 8_000_000;

/**
 * Every frame drawn like a single picture, with delays and loops kept, when the transform asks for it, the
 * source is animated and the format can be. Undefined otherwise. 415 beyond the frame or pixel limit.
 */
export async function renderAnimation(
  studio: Studio,
  scene: Scene,
  out: OutputPlan,
): Promise<Buffer | undefined> {
  const { picture, transform, layout, format } = scene;
  const codec = codecOf(format);
  if (!transform.animate || picture.frames < 2 || (codec !== 'gif' && codec !== 'webp')) return undefined;
  const { frames, stored } = picture;
  if (frames > studio.options.maxFrames) {
    throw unsupported(
      `animate: the file has ${frames} frames, expected at most ${studio.options.maxFrames}.`,
    );
  }
  const source = stored.width * stored.height;
  const target = layout.canvas.width * layout.canvas.height;
  const most = Math.min(MAX_PIXELS, studio.options.maxOutputPixels);
  if (source * frames > studio.options.maxInputPixels || target * frames > most) {
    throw unsupported(`animate: all frames together have too many pixels, expected at most ${most}.`);
  }

  const batch = Math.max(1, Math.floor(BATCH_PIXELS / source));
  const finished: Raster[] = [];
  let overlay: Overlay | undefined;
  for (let first = 0; first < frames; first += batch) {
    for (const frame of await decodeFrames(picture, first, Math.min(batch, frames - first), studio.rules)) {
      let canvas = await drawFrame(studio, scene, frame);
      if (scene.overlay !== undefined) {
        overlay ??= await drawOverlay(canvas, scene.overlay, transform, studio);
        canvas = await layOverlay(canvas, overlay, studio.rules);
      }
      const part = layout.tile === undefined ? canvas : cut(canvas, layout.tile);
      finished.push(await inSrgb(part, studio.colour, scene.colourPlan));
    }
  }
  return encodeFrames(finished, picture, out);
}

async function decodeFrames(
  picture: Picture,
  first: number,
  count: number,
  rules: ResizeRules,
): Promise<Raster[]> {
  const pipeline = await decode(picture, rules.timeoutSeconds, { page: first, pages: count });
  const roll = await toRaster(pipeline, {
    space: 'rgb',
    alpha: true,
    icc: picture.icc,
    depth: 8,
  });
  const { height } = picture.stored;
  return Array.from({ length: count }, (_, i) =>
    cut(roll, { left: 0, top: i * height, right: roll.width, bottom: (i + 1) * height }),
  );
}

/** One frame up to the overlay, which is the same on all of them. */
async function drawFrame(studio: Studio, scene: Scene, frame: Raster): Promise<Raster> {
  const picture: Picture = { ...scene.picture, space: 'rgb', alpha: true };
  const drawer: Drawer = {
    draw: (_picture, region, size) => draftFromRaster(picture, frame, region, size, studio.rules),
    cutOut: (_picture, rect) => draftFromPiece(picture, frame, rect, rectSize(rect), studio.rules),
    isPopular: () => false,
    keep: () => undefined,
  };
  return drawCanvas({ ...studio, drawer }, { ...scene, picture, overlay: undefined });
}

/** With opacity and without profile, which the raw frames cannot take into the encoder. */
async function inSrgb(raster: Raster, colour: Colour, plan: ColourPlan): Promise<Raster> {
  const planned = await colour.apply(raster, plan);
  return addOpacity(await colour.apply(planned, { colorspace: 'rgb', strip: true }), colour);
}

function encodeFrames(frames: readonly Raster[], picture: Picture, out: OutputPlan): Promise<Buffer> {
  const [first] = frames;
  if (first === undefined) throw new Error('no frames');
  const { width, height } = first;
  const data = Buffer.concat(frames.map((frame) => frame.data));
  const pipeline = sharp(data, {
    raw: { width, height: height * frames.length, channels: 4, pageHeight: height },
    limitInputPixels: false,
  });
  return encodePipeline(pipeline, { ...out, animation: { delay: picture.delay, loop: picture.loop } });
}
