import { unsupported } from '#lib/errors/error.ts';
import { type OverlayPlace, placeOverlay } from '#lib/transform/place-overlay.ts';
import type { Transform } from '#lib/transform/values.ts';
import { inBands } from './bands.ts';
import type { Colour } from './colour/colour.ts';
import { toDepth } from './depth.ts';
import type { Draft } from './draft.ts';
import type { Drawer } from './draw.ts';
import { isDrawnExtension } from './foreign/kinds.ts';
import type { Picture, PictureOpener } from './open-picture.ts';
import type { Source } from './options.ts';
import type { Profile } from './profiles.ts';
import { fullLevel, type Raster, roomFor, samplesOf } from './raster.ts';
import { openRaster, type ResizeRules, toRaster } from './resize.ts';
import { applyTurn, turnedSize } from './turns.ts';

export type OverlayTools = { opener: PictureOpener; drawer: Drawer; colour: Colour; rules: ResizeRules };

/** A picture ready to be laid on rasters of one size, model and profile. */
export type Overlay = { raster: Raster; place: OverlayPlace; opacity: number };

/**
 * Another picture's first page, scaled and placed for this raster as the transform says, in the colour model
 * and profile of the raster. 404 when the overlay's file is gone, 415 when it cannot be drawn.
 */
export async function drawOverlay(
  main: Raster,
  source: Source,
  transform: Transform,
  tools: OverlayTools,
): Promise<Overlay> {
  if (isDrawnExtension(source.extension)) {
    throw unsupported('overlay: PDF and PostScript files are not supported as overlays.');
  }
  const picture = await tools.opener.open(source);
  const place = placeOverlay(main, picture.size, transform.overlaySize, transform.overlayPos);
  const whole = { left: 0, top: 0, right: picture.stored.width, bottom: picture.stored.height };
  const draft = await tools.drawer.draw(picture, whole, turnedSize(place, picture.turn));
  const drawn = await upright(draft, picture);
  const raster = await toDepth(await inModelOf(main, drawn, tools.colour), main.depth);
  return { raster, place, opacity: transform.overlayOpacity ?? 1 };
}

/** The raster with the overlay on it. */
export function layOverlay(main: Raster, overlay: Overlay, rules: ResizeRules): Promise<Raster> {
  return main.space === 'cmyk' || main.depth === 16 ? blend(main, overlay) : composite(main, overlay, rules);
}

async function upright(draft: Draft, picture: Picture): Promise<Raster> {
  return toRaster(applyTurn(draft.pipeline, picture.turn), draft.like);
}

/** The overlay's colours as numbers of the main picture's model and profile. */
async function inModelOf(main: Raster, overlay: Raster, colour: Colour): Promise<Raster> {
  const { icc } = main;
  if (icc === undefined)
    return colour.apply(overlay, { colorspace: main.space, strip: main.space !== 'cmyk' });
  if (overlay.icc?.equals(icc)) return overlay;
  const profile: Profile = {
    name: 'embedded',
    family: main.space,
    deviceClass: icc.toString('latin1', 12, 16),
    hash: '',
    source: '',
    read: () => Promise.resolve(icc),
  };
  return colour.apply(overlay, { icc: profile, intent: 'relative', bpc: true, strip: false });
}

async function composite(
  main: Raster,
  { raster, place, opacity }: Overlay,
  rules: ResizeRules,
): Promise<Raster> {
  const rgba = await withOpacity(raster, opacity, rules);
  const pipeline = (await openRaster(main, rules)).composite([
    {
      input: rgba.data,
      raw: { width: rgba.width, height: rgba.height, channels: 4 },
      left: place.left,
      top: place.top,
    },
  ]);
  return toRaster(pipeline, main);
}

/** As RGBA, the opacity multiplied. */
async function withOpacity(overlay: Raster, opacity: number, rules: ResizeRules): Promise<Raster> {
  const like = { space: 'rgb', alpha: true, icc: undefined, depth: 8 } as const;
  const rgba = await toRaster((await openRaster(overlay, rules)).toColourspace('srgb'), like);
  if (opacity >= 1) return rgba;
  // A run of its own: within one, sharp would multiply before it adds the channel.
  return toRaster((await openRaster(rgba, rules)).linear([1, 1, 1, opacity], [0, 0, 0, 0]), like);
}

/** For CMYK and 16 bits, which sharp cannot compose without going through RGB of 8 bits. */
async function blend(main: Raster, { raster: overlay, place, opacity }: Overlay): Promise<Raster> {
  const { data, samples: to } = roomFor(main.width * main.height * main.channels, main.depth);
  to.set(samplesOf(main.data, main.depth));
  const from = samplesOf(overlay.data, overlay.depth);
  const colours = main.channels - (main.alpha ? 1 : 0);
  const most = fullLevel(main.depth);
  await inBands(overlay.height, overlay.width, (first, end) => {
    for (let y = first; y < end; y++) {
      for (let x = 0; x < overlay.width; x++) {
        const over = (y * overlay.width + x) * overlay.channels;
        const under = ((place.top + y) * main.width + place.left + x) * main.channels;
        const cover = opacity * (overlay.alpha ? (from[over + colours] ?? most) / most : 1);
        const below = main.alpha ? (to[under + colours] ?? most) / most : 1;
        const total = cover + below * (1 - cover);
        if (total === 0) continue;
        for (let i = 0; i < colours; i++) {
          const mixed = (from[over + i] ?? 0) * cover + (to[under + i] ?? 0) * below * (1 - cover);
          to[under + i] = Math.round(mixed / total);
        }
        if (main.alpha) to[under + colours] = Math.round(total * most);
      }
    }
  });
  return { ...main, data };
}
