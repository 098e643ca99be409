import type { KernelEnum, Sharp } from 'sharp';
import sharp from 'sharp';
import type { Size } from '#lib/transform/values.ts';
import type { ImagingOptions } from './options.ts';
import type { Raster, Space } from './raster.ts';
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

/** Runs a pipeline and gets its pixels, 8 bits a channel. */
export async function toRaster(
  pipeline: Sharp,
  like: Pick<Raster, 'space' | 'alpha' | 'icc'>,
): Promise<Raster> {
  const { space, alpha, icc } = like;
  const channels = channelCount(space, alpha);
  if (space === 'rgb') {
    if (alpha) pipeline.ensureAlpha();
    else pipeline.removeAlpha();
  }
  const { data, info } = await pipeline
    .toColourspace(space === 'rgb' ? 'srgb' : space === 'gray' ? 'b-w' : 'cmyk')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if ((info.channels as number) !== channels) {
    throw new Error(`decoded to ${info.channels} channels instead of ${channels}`);
  }
  return { data, width: info.width, height: info.height, channels, space, alpha, depth: 8, icc };
}
