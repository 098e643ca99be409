import { parseFill } from '#lib/transform/colour.ts';
import type { Rect } from '#lib/transform/values.ts';
import type { Colour, Rgb } from './colour/colour.ts';
import type { Drawer } from './draw.ts';
import type { Picture } from './open-picture.ts';
import { fullLevel, type Raster } from './raster.ts';
import { toRaster } from './resize.ts';

/** What new area is filled with: a colour in sRGB, or nothing at all. */
export type Paint = Rgb | 'none';

export const WHITE: Rgb = { r: 255, g: 255, b: 255 };
/** Size of the drawing whose border is looked at for `auto`. */
const SAMPLE = 64;

/**
 * The paint that a fill text means for this picture. `auto` is the most common colour
 * along the border of `region` (of the stored page), which is even in the pictures it is meant for. `none`
 * where the answer cannot be seen through is white. 415 for an unknown colour.
 */
export async function choosePaint(
  text: string | undefined,
  holdsAlpha: boolean,
  picture: Picture,
  region: Rect,
  drawer: Drawer,
  colour: Colour,
): Promise<Paint> {
  const fill = parseFill(text);
  if (fill.kind === 'colour') return { r: fill.r, g: fill.g, b: fill.b };
  if (fill.kind === 'none') return holdsAlpha ? 'none' : WHITE;
  const scale = Math.min(1, SAMPLE / Math.max(region.right - region.left, region.bottom - region.top));
  const size = {
    width: Math.max(1, Math.round((region.right - region.left) * scale)),
    height: Math.max(1, Math.round((region.bottom - region.top) * scale)),
  };
  const draft = await drawer.draw(picture, region, size);
  return colour.border(await toRaster(draft.pipeline, draft.like));
}

/** Channel levels for new area of this raster, opacity last if it has that. */
export async function paintLevels(
  paint: Paint,
  raster: Pick<Raster, 'space' | 'alpha' | 'depth' | 'icc'>,
  colour: Colour,
): Promise<number[]> {
  const levels = await colour.fill(raster, paint === 'none' ? WHITE : paint);
  if (!raster.alpha) return levels;
  return [...levels, paint === 'none' ? 0 : fullLevel(raster.depth)];
}
