import type { Rect, Size } from '#lib/transform/values.ts';
import { createByteLru } from './byte-lru.ts';
import { clampRect } from './cut.ts';
import { type Draft, draftFromPiece, draftFromRaster, draftOf } from './draft.ts';
import { decode, type Picture } from './open-picture.ts';
import type { Pyramid, Pyramids } from './pyramids.ts';
import { channelCount, type Raster } from './raster.ts';
import type { RasterStore } from './raster-store.ts';
import {
  extractArea,
  isNear,
  isWhole,
  outerRect,
  rectSize,
  roundRect,
  scaleRect,
  shiftRect,
} from './rect.ts';
import { addResize, addRoughResize, openRaster, type ResizeRules, toRaster } from './resize.ts';

/** Draws parts of stored pictures in any size, from whatever is at hand that gives the same pixels. */
export type Drawer = {
  /** The region (fractions of pixels allowed) of the stored page at exactly this size. */
  draw(picture: Picture, region: Rect, size: Size): Promise<Draft>;
  /**
   * Pixels of the stored page as they are. `band` is the strip across the picture that neighbouring requests
   * will come from: it is decoded once when it is asked for a second time.
   */
  cutOut(picture: Picture, rect: Rect, band: Rect): Promise<Draft>;
  /** Whether the picture was asked for before, so that what is drawn of it is worth keeping. */
  isPopular(picture: Picture): boolean;
  /** Keeps a drawing of the whole stored page for requests of half its size and less, or the same. */
  keep(picture: Picture, raster: Raster): void;
};

/** A source must hold this many times the wanted detail, or the filters of two reductions add up visibly. */
const MARGIN = 2;
/** The same for a source that was itself reduced in linear light and is used for nothing but the last step. */
const CLOSE_MARGIN = Math.SQRT2;
/** Levels of a pyramid were averaged in the light of the file, so more is left to do in linear light. */
const PYRAMID_MARGIN = 4;
/** Shrinking while decoding pays from here on. */
const ROUGH_SHRINK = 4;
const REMEMBERED = 4096;
/**
 * A band is read whole once so many of the last requests for the picture fell into it. Requests in random order
 * would push bands out before they have paid.
 */
const IN_A_ROW = 3;
const LATEST = 6;

export function createDrawer(rules: ResizeRules, rasters: RasterStore, pyramids: Pyramids): Drawer {
  const visits = createByteLru<number>(REMEMBERED);
  const missedLevels = createByteLru<number>(REMEMBERED);
  const latestBands = createByteLru<readonly string[]>(REMEMBERED);

  const levelPrefix = ({ source, page }: Picture) => `${source.key}\0${page}\0level\0`;
  /** The whole page in a size as it may be handed out. */
  const levelKey = (picture: Picture, { width, height }: Size) => `${levelPrefix(picture)}${width}x${height}`;
  /** The same, partly reduced in the light of the file: good enough to draw smaller ones from. */
  const roughKey = (picture: Picture, size: Size) => `${levelKey(picture, size)} rough`;

  function visit(picture: Picture): boolean {
    const key = `${picture.source.key}\0${picture.page}`;
    const count = (visits.get(key) ?? 0) + 1;
    visits.set(key, count, 1);
    return count > 1;
  }

  async function draw(picture: Picture, region: Rect, size: Size): Promise<Draft> {
    const again = visit(picture);
    const whole = isWhole(region, picture.stored);
    const shrink = Math.min(
      (region.right - region.left) / size.width,
      (region.bottom - region.top) / size.height,
    );
    const stored = await storedLevel(picture, whole, size, shrink);
    if (stored !== undefined) return draftFromRaster(picture, stored, region, size, rules);

    const pyramid = await fromPyramid(picture, region, size, shrink);
    if (pyramid !== undefined) return pyramid;

    const base = await baseFor(picture, whole, size, shrink, again);
    if (base !== undefined) return draftFromRaster(picture, base, region, size, rules);

    return fromFile(picture, region, size);
  }

  /** The smallest kept drawing that holds enough detail, halved further while it has too much. */
  async function storedLevel(
    picture: Picture,
    whole: boolean,
    size: Size,
    shrink: number,
  ): Promise<Raster | undefined> {
    if (whole) {
      const same = rasters.get(levelKey(picture, size));
      if (same !== undefined) return same;
    }
    let best: Raster | undefined;
    for (const level of rasters.find(levelPrefix(picture))) {
      const suits = isFull(level, picture) || detailOf(level, picture) * shrink >= MARGIN;
      if (suits && (best === undefined || level.width < best.width)) best = level;
    }
    while (best !== undefined && detailOf(best, picture) * shrink >= MARGIN * 2) {
      const half = { width: Math.ceil(best.width / 2), height: Math.ceil(best.height / 2) };
      if (detailOf(half, picture) * shrink < MARGIN) break;
      const from = best;
      const key = isFull(from, picture) ? levelKey(picture, half) : roughKey(picture, half);
      best = await rasters.obtain(key, () => reduced(picture, from, half));
    }
    return best === undefined ? undefined : closer(picture, best, shrink);
  }

  /**
   * A level between `level` and the wanted size, from which drawing costs a third, once it was missed before.
   * Its own reduction was done in linear light and with a full filter, so a smaller margin is enough; it serves
   * for drawing only, never as the source of another level.
   */
  async function closer(picture: Picture, level: Raster, shrink: number): Promise<Raster> {
    const divisor = Math.min(
      2,
      Math.SQRT2 ** Math.floor(2 * Math.log2((detailOf(level, picture) * shrink) / CLOSE_MARGIN)),
    );
    if (divisor <= 1) return level;
    const size = { width: Math.round(level.width / divisor), height: Math.round(level.height / divisor) };
    const key = `${picture.source.key}\0${picture.page}\0close\0${size.width}x${size.height}`;
    const missed = missedLevels.get(key) !== undefined;
    missedLevels.set(key, 1, 1);
    if (!missed && rasters.get(key) === undefined) return level;
    return rasters.obtain(key, () => reduced(picture, level, size));
  }

  async function reduced(picture: Picture, from: Raster, size: Size): Promise<Raster> {
    return toRaster(addResize(await openRaster(from, rules), picture.space, size, rules), picture);
  }

  async function fromPyramid(
    picture: Picture,
    region: Rect,
    size: Size,
    shrink: number,
  ): Promise<Draft | undefined> {
    const pyramid = await pyramids.find(picture);
    if (pyramid === undefined) return undefined;
    let level = 0;
    while (level + 1 < pyramid.levels.length && 2 ** (level + 1) * PYRAMID_MARGIN <= shrink) level += 1;
    const bounds = pyramid.levels[level];
    if (bounds === undefined) return undefined;
    const scaled = scaleRect(region, 2 ** -level, 2 ** -level);
    const needed = clampRect(outerRect(scaled, 3), bounds.width, bounds.height);
    const bytes = (needed.right - needed.left) * (needed.bottom - needed.top) * pixelBytes(picture);
    if (level > 0 && rasters.hasRoomFor(bytes) && isWhole(region, picture.stored)) {
      // Small sizes of the whole are asked for again and again.
      const key = roughKey(picture, bounds);
      const kept = rasters.get(key) ?? (await pyramids.read(picture, pyramid, level, needed));
      if (kept === undefined) return undefined;
      rasters.set(key, kept);
      return draftFromRaster(picture, kept, region, size, rules);
    }
    const piece = await pyramids.read(picture, pyramid, level, needed);
    if (piece === undefined) return undefined;
    return draftFromPiece(picture, piece, shiftRect(scaled, -needed.left, -needed.top), size, rules);
  }

  /** A drawing of the whole page worth making first, because it is quicker or will be needed again. */
  async function baseFor(
    picture: Picture,
    whole: boolean,
    size: Size,
    shrink: number,
    again: boolean,
  ): Promise<Raster | undefined> {
    const { stored } = picture;
    const canShrink = (picture.kind === 'jpeg' || picture.kind === 'webp') && picture.space !== 'cmyk';
    if (canShrink && shrink >= ROUGH_SHRINK) {
      const once = { width: size.width * MARGIN, height: size.height * MARGIN };
      const level = whole && !again ? once : dividedSize(stored, powerOfTwo(shrink / MARGIN));
      return rasters.obtain(roughKey(picture, level), async () =>
        toRaster(addRoughResize(await decode(picture, rules.timeoutSeconds), level), picture),
      );
    }
    if (!again) return undefined;
    let divisor = 1;
    const bytes = stored.width * stored.height * pixelBytes(picture);
    while (!rasters.hasRoomFor(bytes / divisor ** 2) && divisor * 2 * MARGIN <= shrink) divisor *= 2;
    if (!rasters.hasRoomFor(bytes / divisor ** 2)) return undefined;
    if (divisor === 1) return full(picture);
    const level = dividedSize(stored, divisor);
    return rasters.obtain(levelKey(picture, level), async () =>
      toRaster(addResize(await decode(picture, rules.timeoutSeconds), picture.space, level, rules), picture),
    );
  }

  function full(picture: Picture): Promise<Raster> {
    return rasters.obtain(levelKey(picture, picture.stored), async () =>
      toRaster(await decode(picture, rules.timeoutSeconds), picture),
    );
  }

  async function cutOut(picture: Picture, rect: Rect, band: Rect): Promise<Draft> {
    visit(picture);
    const size = rectSize(rect);
    const kept = rasters.get(levelKey(picture, picture.stored));
    if (kept !== undefined) return draftFromPiece(picture, kept, rect, size, rules);
    const pyramid = await pyramids.find(picture);
    const piece = pyramid && (await fromBand(picture, pyramid, rect, band));
    if (piece !== undefined) return piece;
    const bytes = picture.stored.width * picture.stored.height * pixelBytes(picture);
    if (rasters.hasRoomFor(bytes)) return draftFromPiece(picture, await full(picture), rect, size, rules);
    return fromFile(picture, rect, size);
  }

  async function fromBand(
    picture: Picture,
    pyramid: Pyramid,
    rect: Rect,
    band: Rect,
  ): Promise<Draft | undefined> {
    const page = `${picture.source.key}\0${picture.page}`;
    const key = `${page}\0band\0${band.left},${band.top},${band.right},${band.bottom}`;
    const latest = [...(latestBands.get(page) ?? []), key].slice(-LATEST);
    latestBands.set(page, latest, 1);
    const pixel = pixelBytes(picture);
    const keepsAll = rasters.hasRoomFor(picture.stored.width * picture.stored.height * pixel);
    const { width, height } = rectSize(band);
    const asked = latest.filter((each) => each === key).length;
    const alone = asked < (keepsAll ? 2 : IN_A_ROW) || !rasters.hasRoomFor(width * height * pixel);
    const area = alone ? rect : band;
    const read = () => pyramids.read(picture, pyramid, 0, area);
    const piece = alone ? await read() : await rasters.obtainIfAny(key, read);
    if (piece === undefined) return undefined;
    return draftFromPiece(picture, piece, shiftRect(rect, -area.left, -area.top), rectSize(rect), rules);
  }

  /** In one go, without keeping anything. */
  async function fromFile(picture: Picture, region: Rect, size: Size): Promise<Draft> {
    const pipeline = await decode(picture, rules.timeoutSeconds);
    if (isWhole(region, picture.stored)) return draftOf(picture, pipeline, picture.stored, size, rules);
    const whole = roundRect(region);
    if (isNear(region, whole)) {
      return draftOf(picture, pipeline.extract(extractArea(whole)), rectSize(whole), size, rules);
    }
    const needed = clampRect(outerRect(region, 3), picture.stored.width, picture.stored.height);
    const piece = await toRaster(pipeline.extract(extractArea(needed)), picture);
    return draftFromPiece(picture, piece, shiftRect(region, -needed.left, -needed.top), size, rules);
  }

  return {
    draw,
    cutOut,
    isPopular: (picture) => (visits.get(`${picture.source.key}\0${picture.page}`) ?? 0) > 1,
    keep: (picture, raster) => rasters.set(levelKey(picture, raster), raster),
  };
}

/** Pixels of a level for one pixel of the original, on the poorer axis. */
function detailOf(level: Size, { stored }: Picture): number {
  return Math.min(level.width / stored.width, level.height / stored.height);
}

function isFull(level: Size, { stored }: Picture): boolean {
  return level.width === stored.width && level.height === stored.height;
}

function pixelBytes({ space, alpha, depth }: Picture): number {
  return channelCount(space, alpha) * (depth / 8);
}

function powerOfTwo(most: number): number {
  return 2 ** Math.max(0, Math.floor(Math.log2(most)));
}

function dividedSize(size: Size, divisor: number): Size {
  return { width: Math.ceil(size.width / divisor), height: Math.ceil(size.height / divisor) };
}
