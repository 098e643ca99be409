import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Lcms } from 'lcms-wasm';
import type { Intent } from '#lib/transform/values.ts';
import type { Space } from '../raster.ts';

/** One end of a conversion: the shape of the numbers and the profile they are in. */
export type End = { space: Space | 'lab'; depth: 8 | 16; profile: Buffer | 'lab' | 'effect' };

/** One step: numbers of one kind to numbers of another. */
export type Conversion = { from: End; to: End; intent: Intent; bpc: boolean };

type Pixels = { data: Buffer; pixels: number; alpha: boolean };

/** LittleCMS in WebAssembly: every intent, black point compensation, abstract profiles, 8 and 16 bits. */
export type LcmsEngine = {
  /**
   * Takes interleaved pixels through the conversions, one after the other; opacity, as last channel, is carried
   * along. Throws Error when profiles cannot be combined. Works in bands with a turn of the event loop between
   * them.
   */
  convert(input: Pixels, chain: readonly [Conversion, ...Conversion[]]): Promise<Buffer>;
};

const COLOUR_TYPE = { gray: 3, rgb: 4, cmyk: 6, lab: 10 } as const;
const CHANNELS = { gray: 1, rgb: 3, cmyk: 4, lab: 3 } as const;
const INTENT = { perceptual: 0, relative: 1, saturation: 2, absolute: 3 } as const;
const FLAG_EXACT = 0x0100;
const FLAG_BPC = 0x2000;
const FLAG_COPY_ALPHA = 0x04000000;
/** Pixels between two turns of the event loop: 3 to 5 ms of work. */
const BAND = 48 * 1024;
/** Up to here it is quicker to compute each pixel than to prepare tables, which takes 20 to 60 ms. */
const FEW = 4096;
/** Enough for 16-bit CMYK with alpha. */
const BAND_BYTES = BAND * 5 * 2;
/** A prepared transform holds tables of up to some megabytes. */
const MAX_TRANSFORMS = 8;

/** The WebAssembly is loaded at the first conversion and kept; so are the last eight transforms. */
export function createLcmsEngine(): LcmsEngine {
  let loading: Promise<Loaded> | undefined;
  return {
    async convert(input, chain) {
      loading ??= load().catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      const mine = loading;
      try {
        return await run(await mine, input, chain);
      } catch (error) {
        // A trap inside leaves the instance's memory in an unknown state; the next conversion gets a new one.
        if (error instanceof WebAssembly.RuntimeError && loading === mine) loading = undefined;
        throw error;
      }
    },
  };
}

type Loaded = {
  lcms: Lcms;
  /** Two places for the pixels of a band, used in turn. */
  places: [number, number];
  /** Oldest use first. */
  transforms: Map<string, Transform>;
};

/** `dropped`: no longer in the cache, to be freed when its last user is done. */
type Transform = { pointer: number; users: number; dropped: boolean };

async function load(): Promise<Loaded> {
  const { instantiate } = await import('lcms-wasm');
  const lcms = await instantiate();
  return { lcms, places: [lcms._malloc(BAND_BYTES), lcms._malloc(BAND_BYTES)], transforms: new Map() };
}

async function run(
  loaded: Loaded,
  { data, pixels, alpha }: Pixels,
  chain: readonly [Conversion, ...Conversion[]],
): Promise<Buffer> {
  const { lcms, places } = loaded;
  const inBytes = pixelBytes(chain[0].from, alpha);
  const outBytes = pixelBytes((chain.at(-1) ?? chain[0]).to, alpha);
  const result = Buffer.allocUnsafe(pixels * outBytes);
  const transforms: Transform[] = [];
  try {
    for (const conversion of chain) {
      if (transforms.length > 0) await nextTurn();
      transforms.push(acquire(loaded, conversion, alpha, pixels <= FEW));
    }
    for (let from = 0; from < pixels; from += BAND) {
      if (from > 0) await nextTurn();
      const count = Math.min(BAND, pixels - from);
      let [here, there] = places;
      lcms.HEAPU8.set(data.subarray(from * inBytes, (from + count) * inBytes), here);
      for (const { pointer } of transforms) {
        lcms._cmsDoTransform(pointer, here, there, count);
        [here, there] = [there, here];
      }
      result.set(lcms.HEAPU8.subarray(here, here + count * outBytes), from * outBytes);
    }
  } finally {
    for (const transform of transforms) release(lcms, transform);
  }
  return result;
}

function release(lcms: Lcms, transform: Transform): void {
  transform.users -= 1;
  if (transform.dropped && transform.users === 0) lcms._cmsDeleteTransform(transform.pointer);
}

function pixelBytes({ space, depth }: End, alpha: boolean): number {
  return (CHANNELS[space] + (alpha ? 1 : 0)) * (depth / 8);
}

/** The cached or new transform, protected from being freed until its user count drops. */
function acquire(
  { lcms, transforms }: Loaded,
  conversion: Conversion,
  alpha: boolean,
  exact: boolean,
): Transform {
  const key = `${exact} ${endKey(conversion.from)} ${endKey(conversion.to)} ${conversion.intent} ${conversion.bpc} ${alpha}`;
  const transform: Transform = transforms.get(key) ?? {
    pointer: create(lcms, conversion, alpha, exact),
    users: 0,
    dropped: false,
  };
  transforms.delete(key);
  transforms.set(key, transform);
  transform.users += 1;
  for (const [oldKey, old] of transforms) {
    if (transforms.size <= MAX_TRANSFORMS) break;
    transforms.delete(oldKey);
    old.dropped = true;
    if (old.users === 0) lcms._cmsDeleteTransform(old.pointer);
  }
  return transform;
}

function endKey({ space, depth, profile }: End): string {
  const content = Buffer.isBuffer(profile) ? createHash('sha256').update(profile).digest('base64') : profile;
  return `${space}${depth} ${content}`;
}

function create(lcms: Lcms, { from, to, intent, bpc }: Conversion, alpha: boolean, exact: boolean): number {
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
