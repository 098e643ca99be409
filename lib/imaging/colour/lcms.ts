import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Lcms } from 'lcms-wasm';
import { type Conversion, createTransform, type End, pixelBytes } from './lcms-profiles.ts';
import { type Carried, carry, type Prepared, prepare, release } from './prepared.ts';

export type { Conversion, End } from './lcms-profiles.ts';

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

/** Pixels between two turns of the event loop: 2 to 5 ms of work. */
const BAND = 16 * 1024;
/** The same where every pixel is computed. */
const EXACT_BAND = 8 * 1024;
/** To prepare tables takes as long as to compute so many pixels: done when a conversion has been asked for more. */
const FEW = 256 * 1024;
/** Conversions whose pixels are counted. */
const MOST_COUNTED = 1000;
/** Enough for 16-bit CMYK with alpha. */
const BAND_BYTES = BAND * 5 * 2;
/** Prepared conversions hold tables of up to some megabytes. */
const MAX_PREPARED = 12;

/** The WebAssembly is loaded at the first conversion and kept; so are the conversions prepared last. */
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
  /** Places for the pixels of a band, free between turns of the event loop. */
  places: readonly [number, number, number];
  /** Oldest use first. */
  prepared: Map<string, Kept>;
  /** Pixels that were computed one by one. */
  computed: Map<string, number>;
};

/** `dropped`: no longer in the cache, to be freed when its last user is done. */
type Kept = { making: Promise<Prepared>; users: number; dropped: boolean };

async function load(): Promise<Loaded> {
  const { instantiate } = await import('lcms-wasm');
  const lcms = await instantiate();
  const place = () => lcms._malloc(BAND_BYTES);
  return { lcms, places: [place(), place(), place()], prepared: new Map(), computed: new Map() };
}

async function run(
  loaded: Loaded,
  { data, pixels, alpha }: Pixels,
  chain: readonly [Conversion, ...Conversion[]],
): Promise<Buffer> {
  const inBytes = pixelBytes(chain[0].from, alpha);
  const outBytes = pixelBytes((chain.at(-1) ?? chain[0]).to, alpha);
  // Memory of its own, which can be handed to another thread.
  const result = Buffer.allocUnsafeSlow(pixels * outBytes);
  const inUse: Array<() => void> = [];
  const steps: Prepared[] = [];
  try {
    for (const conversion of chain) {
      const { step, done } = await acquire(loaded, conversion, alpha, pixels);
      steps.push(step);
      inUse.push(done);
    }
    const band = steps.some(({ table, levels }) => !table && !levels) ? EXACT_BAND : BAND;
    for (let from = 0; from < pixels; from += band) {
      if (from > 0) await nextTurn();
      const count = Math.min(band, pixels - from);
      const input = data.subarray(from * inBytes, (from + count) * inBytes);
      const carried: Carried = { lcms: loaded.lcms, places: loaded.places, count, alpha };
      result.set(carry(carried, input, steps), from * outBytes);
    }
  } finally {
    for (const done of inUse) done();
  }
  return result;
}

/** The cached or new step, protected from being freed until `done` is called. */
async function acquire(
  { lcms, places, prepared, computed }: Loaded,
  conversion: Conversion,
  alpha: boolean,
  pixels: number,
): Promise<{ step: Prepared; done: () => void }> {
  const key = keyOf(conversion, alpha);
  const known = prepared.get(key);
  const count = (computed.get(key) ?? 0) + pixels;
  if (known === undefined && count <= FEW) {
    computed.delete(key);
    computed.set(key, count);
    for (const oldest of computed.keys()) {
      if (computed.size <= MOST_COUNTED) break;
      computed.delete(oldest);
    }
    const exact = createTransform(lcms, conversion, alpha, true);
    return {
      step: { conversion, table: undefined, exact, distrust: undefined, levels: undefined },
      done: () => lcms._cmsDeleteTransform(exact),
    };
  }
  const kept = known ?? { making: prepare(lcms, places, conversion, alpha), users: 0, dropped: false };
  kept.users += 1;
  prepared.delete(key);
  prepared.set(key, kept);
  const forget = () => {
    if (kept.dropped && kept.users === 0) void kept.making.then((step) => release(lcms, step));
  };
  for (const [oldKey, old] of prepared) {
    if (prepared.size <= MAX_PREPARED) break;
    prepared.delete(oldKey);
    old.dropped = true;
    if (old.users === 0) void old.making.then((step) => release(lcms, step));
  }
  try {
    return {
      step: await kept.making,
      done() {
        kept.users -= 1;
        forget();
      },
    };
  } catch (error) {
    if (prepared.get(key) === kept) prepared.delete(key);
    throw error;
  }
}

function keyOf({ from, to, intent, bpc }: Conversion, alpha: boolean): string {
  return `${endKey(from)} ${endKey(to)} ${intent} ${bpc} ${alpha}`;
}

function endKey({ space, depth, profile }: End): string {
  const content = Buffer.isBuffer(profile) ? createHash('sha256').update(profile).digest('base64') : profile;
  return `${space}${depth} ${content}`;
}
