import sharp from 'sharp';
import type { Raster, Space } from '../raster.ts';
import { channelCount } from '../raster.ts';
import { wrapTiff } from '../wrap.ts';
import { isMatrixProfile } from './icc.ts';

/** Where a conversion leads: a profile as sharp opens it (path or built-in name) and its bytes. */
export type Target = { source: string; space: Space; icc: Buffer };

/**
 * Whether sharp can do this conversion as exactly: of 8 bits without opacity of grey, which its raw output drops, and
 * between profiles of curves and colours of light. Through tables of a profile its results are off by up to 2 delta E,
 * and those from CMYK by more.
 */
export function nativeCan(raster: Raster, icc: Buffer, target: Target): boolean {
  if (raster.depth !== 8 || raster.space !== 'rgb' || target.space === 'cmyk') return false;
  if (raster.alpha && target.space === 'gray') return false;
  return isMatrixProfile(icc) && (target.space === 'gray' || isMatrixProfile(target.icc));
}

/**
 * Perceptual conversion from `icc` to the target, off the event loop. Undefined when libvips refuses a
 * profile: it then only warns and leaves the numbers as they are.
 */
export async function nativeConvert(
  raster: Raster,
  icc: Buffer,
  target: Target,
): Promise<Raster | undefined> {
  const wrapped = await wrapTiff(raster, { icc });
  // Without ignoreIcc sharp would go through sRGB first and cut off all wider colours.
  const pipeline = sharp(wrapped, { ignoreIcc: true, limitInputPixels: false });
  let refused = false;
  pipeline.on('warning', () => {
    refused = true;
  });
  const { data, info } = await pipeline
    .withIccProfile(target.source)
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const channels = channelCount(target.space, raster.alpha);
  if (refused || info.channels !== channels) return undefined;
  return { ...raster, data, channels, space: target.space, icc: target.icc };
}
