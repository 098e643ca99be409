import { parseFill } from '#lib/transform/colour.ts';
import type { Size } from '#lib/transform/values.ts';
import { rawBackground } from './background.ts';
import { inBands } from './bands.ts';
import type { Colour } from './colour/colour.ts';
import { type Paint, paintLevels, WHITE } from './fill.ts';
import { channelCount, fullLevel, type Raster, roomFor, samplesOf } from './raster.ts';
import { openRaster, type ResizeRules, toRaster } from './resize.ts';
import { onCanvas } from './warp.ts';

/** The raster on a larger canvas. Transparent paint gives it opacity. */
export async function pad(
  raster: Raster,
  canvas: Size,
  offset: { x: number; y: number },
  paint: Paint,
  colour: Colour,
): Promise<Raster> {
  const ready = paint === 'none' ? await addOpacity(raster, colour) : raster;
  return onCanvas(ready, { left: offset.x, top: offset.y }, canvas, await paintLevels(paint, ready, colour));
}

/**
 * The raster with an opaque opacity channel. Grey and CMYK become RGB, because the first cannot be handed on
 * with opacity and few formats hold the second.
 */
export async function addOpacity(raster: Raster, colour: Colour): Promise<Raster> {
  const rgb =
    raster.space === 'rgb' ? raster : await colour.apply(raster, { colorspace: 'rgb', strip: false });
  if (rgb.alpha) return rgb;
  const channels = channelCount(rgb.space, true);
  const pixels = rgb.width * rgb.height;
  const from = samplesOf(rgb.data, rgb.depth);
  const { data, samples } = roomFor(pixels * channels, rgb.depth);
  const opaque = fullLevel(rgb.depth);
  await inBands(pixels, 1, (first, end) => {
    for (let i = first; i < end; i++) {
      samples[i * 4] = from[i * 3] ?? 0;
      samples[i * 4 + 1] = from[i * 3 + 1] ?? 0;
      samples[i * 4 + 2] = from[i * 3 + 2] ?? 0;
      samples[i * 4 + 3] = opaque;
    }
  });
  return { ...rgb, data, channels, alpha: true };
}

/**
 * The raster over the fill colour, without opacity. `none` cannot be kept and means white, `auto` the common
 * colour along the border. 415 for an unknown colour.
 */
export async function flatten(
  raster: Raster,
  fill: string | undefined,
  colour: Colour,
  rules: Pick<ResizeRules, 'timeoutSeconds'>,
): Promise<Raster> {
  const parsed = parseFill(fill);
  const paint =
    parsed.kind === 'colour' ? parsed : parsed.kind === 'none' ? WHITE : await colour.border(raster);
  const opaque = { ...raster, alpha: false, channels: channelCount(raster.space, false) };
  const levels = await paintLevels(paint, opaque, colour);
  // sharp takes colours in 8 bits of RGB only.
  if (raster.space === 'cmyk' || raster.depth === 16) {
    return { ...opaque, data: await mixOver(raster, levels) };
  }
  const pipeline = (await openRaster(raster, rules)).flatten({ background: rawBackground(opaque, levels) });
  return toRaster(pipeline, opaque);
}

async function mixOver(
  { data, channels, width, height, depth }: Raster,
  levels: readonly number[],
): Promise<Buffer> {
  const colours = channels - 1;
  const pixels = width * height;
  const most = fullLevel(depth);
  const from = samplesOf(data, depth);
  const mixed = roomFor(pixels * colours, depth);
  await inBands(pixels, 1, (first, end) => {
    for (let pixel = first; pixel < end; pixel++) {
      const at = pixel * channels;
      const cover = (from[at + colours] ?? most) / most;
      for (let i = 0; i < colours; i++) {
        mixed.samples[pixel * colours + i] = Math.round(
          (from[at + i] ?? 0) * cover + (levels[i] ?? 0) * (1 - cover),
        );
      }
    }
  });
  return mixed.data;
}
