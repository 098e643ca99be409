import type { Lcms } from 'lcms-wasm';
import type { Intent } from '#lib/transform/values.ts';
import type { Space } from '../raster.ts';

/** One end of a conversion: the shape of the numbers and the profile they are in. */
export type End = { space: Space | 'lab'; depth: 8 | 16; profile: Buffer | 'lab' | 'effect' };

/** One step: numbers of one kind to numbers of another. */
export type Conversion = { from: End; to: End; intent: Intent; bpc: boolean };

const COLOUR_TYPE = { gray: 3, rgb: 4, cmyk: 6, lab: 10 } as const;
const CHANNELS = { gray: 1, rgb: 3, cmyk: 4, lab: 3 } as const;
const INTENT = { perceptual: 0, relative: 1, saturation: 2, absolute: 3 } as const;
const FLAG_EXACT = 0x0100;
const FLAG_BPC = 0x2000;
const FLAG_COPY_ALPHA = 0x04000000;

/** Numbers of a pixel without opacity. */
export function colourCount({ space }: End): number {
  return CHANNELS[space];
}

export function pixelBytes(end: End, alpha: boolean): number {
  return (colourCount(end) + (alpha ? 1 : 0)) * (end.depth / 8);
}

/**
 * A transform of LittleCMS, to be deleted by the caller. `exact`: every pixel is computed, else interpolated in tables.
 * Throws when the profiles cannot be combined.
 */
export function createTransform(
  lcms: Lcms,
  { from, to, intent, bpc }: Conversion,
  alpha: boolean,
  exact: boolean,
): number {
  const input = open(lcms, from.profile);
  const output = to.profile === 'effect' ? 0 : open(lcms, to.profile);
  const flags =
    (exact ? FLAG_EXACT : 0) | (bpc && intent === 'relative' ? FLAG_BPC : 0) | (alpha ? FLAG_COPY_ALPHA : 0);
  const pointer =
    input === 0 || (output === 0 && to.profile !== 'effect')
      ? 0
      : lcms._cmsCreateTransform(
          input,
          pixelFormat(from, alpha),
          output,
          pixelFormat(to, alpha),
          INTENT[intent],
          flags,
        );
  if (input !== 0) lcms._cmsCloseProfile(input);
  if (output !== 0) lcms._cmsCloseProfile(output);
  if (pointer === 0) throw new Error('the colour profiles cannot be combined');
  return pointer;
}

/** LittleCMS copies the bytes, so they are freed at once. 0 when it refuses them. */
function open(lcms: Lcms, profile: End['profile']): number {
  if (!Buffer.isBuffer(profile)) return lcms._cmsCreateLab4Profile(0);
  const pointer = lcms._malloc(profile.length);
  if (pointer === 0) return 0;
  lcms.HEAPU8.set(profile, pointer);
  const handle = lcms._cmsOpenProfileFromMem(pointer, profile.length);
  lcms._free(pointer);
  return handle;
}

/** LittleCMS packs the description of a pixel into bit fields: colour type, extra channels, channels, bytes. */
function pixelFormat({ space, depth }: End, alpha: boolean): number {
  return (COLOUR_TYPE[space] << 16) | ((alpha ? 1 : 0) << 7) | (CHANNELS[space] << 3) | (depth / 8);
}
