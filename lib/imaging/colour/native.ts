import sharp from 'sharp';
import type { Raster, Space } from '../raster.ts';
import { channelCount } from '../raster.ts';
import { wrapTiff } from '../wrap.ts';

/** Where a conversion leads: a profile as sharp opens it (path or built-in name) and its bytes. */
export type Target = { source: string; space: Space; icc: Buffer };

/**
 * Whether sharp can do this conversion without loss: its raw output drops the opacity of grey pictures, and
 * CMYK goes through 8 bits.
 */
export function nativeCan(raster: Raster, target: Target): boolean {
  if (raster.alpha && (target.space === 'gray' || raster.space === 'gray')) return false;
  return raster.depth === 8 || (raster.space !== 'cmyk' && target.space !== 'cmyk');
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
  if (raster.space === 'cmyk') pipeline.pipelineColourspace('cmyk').toColourspace('cmyk');
  else if (raster.depth === 16) pipeline.toColourspace(raster.space === 'gray' ? 'grey16' : 'rgb16');
  let refused = false;
  pipeline.on('warning', () => {
    refused = true;
  });
  const { data, info } = await pipeline
    .withIccProfile(target.source)
    .raw({ depth: raster.depth === 16 ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const channels = channelCount(target.space, raster.alpha);
  if (refused || info.channels !== channels) return undefined;
  return { ...raster, data, channels, space: target.space, icc: target.icc };
}
