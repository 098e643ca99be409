import type { KernelEnum, Sharp } from 'sharp';
import sharp from 'sharp';
import type { Size } from '#lib/transform/values.ts';
import type { ImagingOptions } from './options.ts';
import type { PixelKind, Raster, Space } from './raster.ts';
import { channelCount, openRaw } from './raster.ts';
import { wrapTiff } from './wrap.ts';

/** How pictures are made smaller or larger. */
export type ResizeRules = Pick<ImagingOptions, 'resizeQuality' | 'linearLight' | 'timeoutSeconds'>;

const KERNELS = { 1: 'linear', 2: 'cubic', 3: 'lanczos3' } as const satisfies Record<
  number,
  keyof KernelEnum
>;

/**
 * Adds a resize to exactly this size. RGB goes through linear light as floating point when the rules say so:
 * with the transfer curve of sRGB, also for numbers of another profile, whose curves differ little from it.
 */
export function addResize(pipeline: Sharp, space: Space, size: Size, rules: ResizeRules): Sharp {
  if (space === 'rgb' && rules.linearLight) pipeline.pipelineColourspace('scrgb');
  return pipeline.resize(size.width, size.height, {
    fit: 'fill',
    kernel: KERNELS[rules.resizeQuality],
    fastShrinkOnLoad: false,
  });
}

/**
 * Adds a resize in the light of the file, which lets the decoder of JPEG and WebP leave out detail. Only for
 * a picture at least twice as large as wanted, to be finished by addResize.
 */
export function addRoughResize(pipeline: Sharp, size: Size): Sharp {
  return pipeline.resize(size.width, size.height, { fit: 'fill', kernel: 'cubic', fastShrinkOnLoad: true });
}

/** A pipeline over pixels in memory. */
export async function openRaster(raster: Raster, rules: Pick<ResizeRules, 'timeoutSeconds'>): Promise<Sharp> {
  const pipeline =
    raster.space === 'cmyk'
      ? sharp(await wrapTiff(raster), { limitInputPixels: false, ignoreIcc: true }).pipelineColourspace(
          'cmyk',
        )
      : openRaw(raster);
  return pipeline.timeout({ seconds: rules.timeoutSeconds });
}

const SHALLOW = { rgb: 'srgb', gray: 'b-w', cmyk: 'cmyk' } as const;
/** CMYK has one name for both depths. */
const DEEP = { rgb: 'rgb16', gray: 'grey16', cmyk: 'cmyk' } as const;

/** Runs a pipeline and gets its pixels in the depth of `like`. */
export async function toRaster(pipeline: Sharp, like: PixelKind): Promise<Raster> {
  const { space, alpha, icc, depth } = like;
  const channels = channelCount(space, alpha);
  if (space === 'rgb') {
    if (alpha) pipeline.ensureAlpha();
    else pipeline.removeAlpha();
  }
  const { data, info } = await pipeline
    .toColourspace((depth === 16 ? DEEP : SHALLOW)[space])
    .raw({ depth: depth === 16 ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if ((info.channels as number) !== channels) {
    throw new Error(`decoded to ${info.channels} channels instead of ${channels}`);
  }
  return { data, width: info.width, height: info.height, channels, space, alpha, depth, icc };
}
