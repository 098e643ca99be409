import { parseFill } from '#lib/transform/colour.ts';
import type { Size } from '#lib/transform/values.ts';
import { rawBackground } from './background.ts';
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
  const data = Buffer.alloc(rgb.width * rgb.height * channels, 255);
  for (let from = 0, to = 0; from < rgb.data.length; from += 3, to += 4) {
    data[to] = rgb.data[from] ?? 0;
    data[to + 1] = rgb.data[from + 1] ?? 0;
    data[to + 2] = rgb.data[from + 2] ?? 0;
  }
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
  if (raster.space === 'cmyk') return { ...opaque, data: mixOver(raster, levels) };
  const pipeline = (await openRaster(raster, rules)).flatten({ background: rawBackground(opaque, levels) });
  return toRaster(pipeline, opaque);
}

function mixOver({ data, channels }: Raster, levels: readonly number[]): Buffer {
  const colours = channels - 1;
  const mixed = Buffer.allocUnsafe((data.length / channels) * colours);
  for (let from = 0, to = 0; from < data.length; from += channels, to += colours) {
    const cover = (data[from + colours] ?? 255) / 255;
    for (let i = 0; i < colours; i++) {
      mixed[to + i] = Math.round((data[from + i] ?? 0) * cover + (levels[i] ?? 0) * (1 - cover));
    }
  }
  return mixed;
}
