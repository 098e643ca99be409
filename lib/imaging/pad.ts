import { parseFill } from '#lib/transform/colour.ts';
import type { Size } from '#lib/transform/values.ts';
import { rawBackground } from './background.ts';
import { inBands } from './bands.ts';
import type { Colour } from './colour/colour.ts';
import { type Paint, paintLevels, WHITE } from './fill.ts';
import { channelCount, type Raster } from './raster.ts';
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
  const data = Buffer.allocUnsafe(pixels * channels);
  await inBands(pixels, 1, (first, end) => {
    for (let i = first; i < end; i++) {
      data[i * 4] = rgb.data[i * 3] ?? 0;
      data[i * 4 + 1] = rgb.data[i * 3 + 1] ?? 0;
      data[i * 4 + 2] = rgb.data[i * 3 + 2] ?? 0;
      data[i * 4 + 3] = 255;
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
  if (raster.space === 'cmyk') return { ...opaque, data: await mixOver(raster, levels) };
  const pipeline = (await openRaster(raster, rules)).flatten({ background: rawBackground(opaque, levels) });
  return toRaster(pipeline, opaque);
}

async function mixOver({ data, channels }: Raster, levels: readonly number[]): Promise<Buffer> {
  const colours = channels - 1;
  const pixels = data.length / channels;
  const mixed = Buffer.allocUnsafe(pixels * colours);
  await inBands(pixels, 1, (first, end) => {
    for (let pixel = first; pixel < end; pixel++) {
      const from = pixel * channels;
      const cover = (data[from + colours] ?? 255) / 255;
      for (let i = 0; i < colours; i++) {
        mixed[pixel * colours + i] = Math.round(
          (data[from + i] ?? 0) * cover + (levels[i] ?? 0) * (1 - cover),
        );
      }
    }
  });
  return mixed;
}
