import { createHash } from 'node:crypto';
import { mkdir, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Rect, Size } from '#lib/transform/values.ts';
import { decode, type Picture } from './open-picture.ts';
import type { ImagingOptions } from './options.ts';
import { emptyPyramidFolder, makeRoom, PYRAMID_SUFFIX, UNFINISHED_SUFFIX } from './pyramid-folder.ts';
import type { Raster } from './raster.ts';
import { toRaster } from './resize.ts';

/** A picture in full size and in halves of halves, cut into tiles, in one TIFF file. */
export type Pyramid = { file: string; levels: readonly Size[] };

export type Pyramids = {
  /** Whether pictures like this one get a pyramid. */
  suits(picture: Picture): boolean;
  /** The pyramid, if there is one now. */
  find(picture: Picture): Promise<Pyramid | undefined>;
  /** The pyramid, built now if need be; undefined when it cannot be written. */
  build(picture: Picture): Promise<Pyramid | undefined>;
  /** Builds it later, one at a time; does nothing when too many wait. */
  schedule(picture: Picture): void;
  /** Pixels of one level, the rectangle clamped by the caller. Undefined when the file is gone. */
  read(picture: Picture, pyramid: Pyramid, level: number, rect: Rect): Promise<Raster | undefined>;
  /**
   * Removes the pyramids of every picture whose key starts with the prefix and that was used here; with ''
   * all that are in the folder.
   */
  forget(keyPrefix: string): Promise<void>;
  /** Waits for what is being built. */
  close(): Promise<void>;
};

type Options = Pick<
  ImagingOptions,
  'pyramidDir' | 'pyramidDiskBytes' | 'pyramidThreshold' | 'timeoutSeconds'
>;

const SMALLEST_THRESHOLD = 1_000_000;
const TILE = 512;
/** JPEG inside the TIFF: from 90 on with full colour resolution. */
const JPEG_QUALITY = 95;
const MAX_WAITING = 64;
const MAX_KNOWN = 10_000;
/** A pyramid takes longer than any single answer may. */
const PATIENCE = 4;
/** Classic TIFF ends at 4 GiB. */
const BIG = 2 ** 31;
/** Milliseconds without another try after the disk was full or closed. */
const PAUSE = 60_000;

export function createPyramids(options: Options): Pyramids {
  /** By file name; undefined = looked for and not there. */
  const known = new Map<string, { key: string; pyramid: Pyramid | undefined }>();
  const building = new Map<string, Promise<Pyramid | undefined>>();
  const waiting: Picture[] = [];
  let background: Promise<void> | undefined;
  let closed = false;
  /** Time before which nothing is written, after the disk has refused. */
  let pauseUntil = 0;

  function remember(name: string, key: string, pyramid: Pyramid | undefined): void {
    known.delete(name);
    known.set(name, { key, pyramid });
    for (const oldest of known.keys()) {
      if (known.size <= MAX_KNOWN) break;
      known.delete(oldest);
    }
  }

  function suits(picture: Picture): boolean {
    return (
      options.pyramidThreshold >= SMALLEST_THRESHOLD &&
      picture.stored.width * picture.stored.height >= options.pyramidThreshold &&
      picture.frames === 1 &&
      picture.kind !== 'svg'
    );
  }

  async function find(picture: Picture): Promise<Pyramid | undefined> {
    if (!suits(picture)) return undefined;
    const name = fileName(picture);
    const entry = known.get(name);
    if (entry !== undefined) return entry.pyramid;
    const pyramid = await inspect(join(options.pyramidDir, name));
    remember(name, picture.source.key, pyramid);
    return pyramid;
  }

  async function build(picture: Picture): Promise<Pyramid | undefined> {
    const found = await find(picture);
    if (found !== undefined || !suits(picture) || Date.now() < pauseUntil) return found;
    const name = fileName(picture);
    const running = building.get(name);
    if (running !== undefined) return running;
    const making = make(picture, name);
    building.set(name, making);
    try {
      const pyramid = await making;
      remember(name, picture.source.key, pyramid);
      return pyramid;
    } finally {
      building.delete(name);
    }
  }

  async function make(picture: Picture, name: string): Promise<Pyramid | undefined> {
    const file = join(options.pyramidDir, name);
    const temporary = `${file}.${process.pid}.${Date.now()}${UNFINISHED_SUFFIX}`;
    try {
      await mkdir(options.pyramidDir, { recursive: true });
      await writePyramid(picture, temporary, options.timeoutSeconds * PATIENCE);
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      if (!isDiskError(error)) throw error;
      pauseUntil = Date.now() + PAUSE;
      return undefined;
    }
    await makeRoom(options.pyramidDir, options.pyramidDiskBytes, name);
    return inspect(file);
  }

  async function drain(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined && !closed; next = waiting.shift()) {
      // A picture that cannot be decoded has been answered as such already.
      await build(next).catch(() => undefined);
    }
    background = undefined;
  }

  return {
    suits,
    find,
    build,
    schedule(picture) {
      if (closed || !suits(picture) || waiting.length >= MAX_WAITING) return;
      const name = fileName(picture);
      if (building.has(name) || known.get(name)?.pyramid !== undefined) return;
      if (waiting.some((each) => fileName(each) === name)) return;
      waiting.push(picture);
      background ??= drain();
    },
    async read(picture, pyramid, level, rect) {
      const { left, top, right, bottom } = rect;
      try {
        const pipeline = sharp(pyramid.file, { page: level, limitInputPixels: false, ignoreIcc: true })
          .timeout({ seconds: options.timeoutSeconds })
          .extract({ left, top, width: right - left, height: bottom - top });
        if (picture.space === 'cmyk') pipeline.pipelineColourspace('cmyk');
        return await toRaster(pipeline, picture);
      } catch (error) {
        if (error instanceof Error && /timeout/.test(error.message)) throw error;
        known.delete(fileName(picture));
        return undefined;
      }
    },
    async forget(keyPrefix) {
      if (keyPrefix === '') {
        known.clear();
        return emptyPyramidFolder(options.pyramidDir);
      }
      for (const [name, { key }] of known) {
        if (!key.startsWith(keyPrefix)) continue;
        known.delete(name);
        await rm(join(options.pyramidDir, name), { force: true });
      }
    },
    async close() {
      closed = true;
      await background;
    },
  };
}

/** The content decides the name, so a pyramid outlives the process and is never taken for another's. */
function fileName({ source, page }: Picture): string {
  return createHash('sha256').update(`1\0${source.key}\0${page}`).digest('hex').slice(0, 40) + PYRAMID_SUFFIX;
}

async function writePyramid(picture: Picture, file: string, timeoutSeconds: number): Promise<void> {
  const lossy = picture.kind === 'jpeg' && picture.space !== 'cmyk' && !picture.alpha;
  const pipeline = await decode(picture, timeoutSeconds);
  const deep = picture.depth === 16;
  if (picture.space === 'gray') pipeline.toColourspace(deep ? 'grey16' : 'b-w');
  else if (picture.space === 'cmyk') pipeline.toColourspace('cmyk');
  else if (deep) pipeline.toColourspace('rgb16');
  await pipeline
    .tiff({
      pyramid: true,
      tile: true,
      tileWidth: TILE,
      tileHeight: TILE,
      compression: lossy ? 'jpeg' : 'deflate',
      quality: JPEG_QUALITY,
      // Costs a tenth more bytes for photographs and makes reading a third quicker.
      predictor: 'none',
      bigtiff: picture.stored.width * picture.stored.height * (picture.depth / 2) > BIG,
    })
    .toFile(file);
}

async function inspect(file: string): Promise<Pyramid | undefined> {
  try {
    const { pages = 1, width, height } = await sharp(file, { limitInputPixels: false }).metadata();
    const levels: Size[] = [{ width, height }];
    for (let page = 1; page < pages; page++) {
      const level = await sharp(file, { page, limitInputPixels: false }).metadata();
      levels.push({ width: level.width, height: level.height });
    }
    const now = new Date();
    await utimes(file, now, now);
    return { file, levels };
  } catch {
    return undefined;
  }
}

function isDiskError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') return true;
  return /unable to (open|write)|write error|No space/i.test(error.message);
}
