import { createAnimator, wantsLessMotion } from './animation.ts';
import { EASINGS, type Easing } from './easing.ts';
import type { Level, Size } from './geometry.ts';
import { loadPicture } from './load-picture.ts';
import { paintScene, tileKey } from './painter.ts';
import { tilesWithin } from './tile-grid.ts';
import { createTileLoader } from './tile-loader.ts';
import { createTileStore, type Decoded } from './tile-store.ts';
import { heightAt, levelFor, type Point, type View, visibleArea, withinEdges, zoomedAbout } from './view.ts';

export type ZoomEngineOptions = {
  canvas: HTMLCanvasElement;
  /** From `zoomLevels`; they stay the same when the viewport changes. */
  levels: readonly Level[];
  /** Room for the picture in CSS pixels; the canvas is made so large. */
  viewport: Size;
  /** Pixels of the canvas per CSS pixel. Default 1. */
  ratio?: number;
  /** URL of a tile. `levelNumber` and `tile` count from 1. */
  urlOf(level: Level, levelNumber: number, tile: number): string;
  /**
   * `levels`: views rest on levels, the first of them is the smallest. `free`: any size from that which fits into the
   * viewport. Default `levels`.
   */
  zoom?: 'levels' | 'free';
  /** Largest drawn width over the picture's own, with `free`. Default 1. */
  enlargement?: number;
  /** Tiles around the seen ones that are loaded when these are there. Default 0. */
  prefetch?: number;
  /** Whether enlarged pixels run into each other. Default true. */
  smoothing?: boolean;
  /** Default `out-quadratic`. */
  ease?: Easing;
  /** Ms of a zoom or glide. Default 20 frames of 60 a second. */
  duration?: number;
  /** Requests under way at a time. Default 2. */
  requests?: number;
  /** Decoded pixels that are kept beside the first level. Default 48 million, 192 MB. */
  mostPixels?: number;
  /** Draws over the picture in each frame, in CSS pixels. */
  overlay?(context: CanvasRenderingContext2D, viewport: Size): void;
  /** The first level is there. */
  onFirst?(): void;
  /** The first level did not come. */
  onFail?(): void;
  /** The view rests at another place, or the largest level has changed. */
  onSettle?(): void;
  /** A picture was asked for or has come; `pending` are awaited. */
  onProgress?(pending: number): void;
};

/** Shows a picture of many levels on a canvas. Has no controls and takes no input of its own. */
export type ZoomEngine = {
  /** Where the picture lies now, in CSS pixels of the viewport. */
  readonly view: View & { height: number };
  /** Number of the level at rest (`levels`) or of the one that is drawn (`free`), from 1. */
  readonly level: number;
  readonly canZoomIn: boolean;
  readonly canZoomOut: boolean;
  /** Whether an animation is under way. */
  readonly isMoving: boolean;
  /** Whether that is a zoom. */
  readonly isZooming: boolean;
  /** Pictures that are awaited. */
  readonly pending: number;
  /** Zooms to a level (from 1, clamped) about a point of the viewport, else its centre. */
  zoomToLevel(level: number, about?: Point, animated?: boolean): void;
  /** Zooms by a factor about a point; several in a row add up. Ends at any size: for `free`. */
  zoomBy(factor: number, about?: Point, animated?: boolean): void;
  panBy(x: number, y: number, animated?: boolean): void;
  /** Goes on moving from a speed in CSS pixels per frame (1/60 s), unless people want less motion. */
  glide(x: number, y: number): void;
  /** The whole picture, in the middle. */
  reset(animated?: boolean): void;
  resize(viewport: Size, ratio?: number): void;
  /** Ends an animation where it is. */
  stop(): void;
  /** Draws once more in the next frame. */
  repaint(): void;
  destroy(): void;
};

const FRAME = 1000 / 60;
const DURATION = 20 * FRAME;
/** Ms without movement after which the picture lies still. */
const CALM = 120;
/** Ms until a tile that did not come is tried again when it is seen. */
const FORGIVEN = 10_000;
const MOST_PIXELS = 48e6;

export function createZoomEngine(options: ZoomEngineOptions): ZoomEngine {
  const { canvas, levels, ease = EASINGS['out-quadratic'], duration = DURATION } = options;
  const isFree = options.zoom === 'free';
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no canvas to draw on');
  const store = createTileStore(options.mostPixels ?? MOST_PIXELS);
  const animator = createAnimator();
  const failedAt = new Map<string, number>();
  const provenLevels = new Set<number>();
  let viewport = options.viewport;
  let ratio = options.ratio ?? 1;
  /** Index of the largest level that the server gives. */
  let top = levels.length - 1;
  /** Index of the level that a view rests on, or moves to. */
  let resting = 0;
  let view: View = { width: 1, x: 0, y: 0 };
  let target: View = view;
  let frame = 0;
  let calm: ReturnType<typeof setTimeout> | undefined;
  /** Whether the picture has lain still for a while, so that there is time to draw reduced pixels with more care. */
  let isCalm = false;
  let isDestroyed = false;

  const loader = createTileLoader<Decoded>({
    fetch: loadPicture,
    requests: options.requests ?? 2,
    onLoad(key, picture) {
      const index = Number.parseInt(key, 10);
      failedAt.delete(key);
      provenLevels.add(index);
      store.put(key, picture, index === 0);
      repaint();
      if (index === 0) {
        options.onFirst?.();
        requestTiles();
      } else if (loader.pending === 0) requestTiles();
    },
    onGiveUp(key) {
      const index = Number.parseInt(key, 10);
      failedAt.set(key, Date.now());
      if (index === 0) options.onFail?.();
      else if (!provenLevels.has(index) && navigator.onLine) refuse(index);
    },
    onProgress: () => options.onProgress?.(loader.pending),
  });

  /** A level of which no tile comes is larger than the server makes pictures: the one below is the last. */
  function refuse(index: number): void {
    if (index > top) return;
    top = index - 1;
    loader.retain(() => false);
    if (target.width > mostWidth()) moveTo(endOf(mostWidth(), centre(), target), true);
    else requestTiles();
    resting = Math.min(resting, top);
    options.onSettle?.();
  }

  const centre = (): Point => ({ x: viewport.width / 2, y: viewport.height / 2 });

  function leastWidth(): number {
    const [first] = levels;
    const last = levels.at(-1);
    if (!first || !last) return 1;
    if (!isFree) return first.width;
    const fitting = Math.min(viewport.width, (viewport.height * last.width) / last.height);
    return Math.max(1, Math.min(fitting, last.width));
  }

  function mostWidth(): number {
    const width = levels[top]?.width ?? 1;
    return Math.max(leastWidth(), isFree ? width * (options.enlargement ?? 1) : width);
  }

  /** Index of the level to draw a view from. */
  function drawnLevel(of: View): number {
    return Math.min(top, levelFor(levels, of.width * ratio));
  }

  function endOf(width: number, about: Point, from: View): View {
    const fromHeight = heightAt(levels, from.width);
    const height = heightAt(levels, width);
    const end = withinEdges(zoomedAbout(from, fromHeight, { width, height }, about), height, viewport);
    return { width, x: Math.round(end.x * ratio) / ratio, y: Math.round(end.y * ratio) / ratio };
  }

  function moveTo(end: View, animated: boolean, time = duration, curve = ease): void {
    const start = view;
    target = end;
    awaitCalm();
    const isZoom = start.width !== end.width;
    if (isZoom) loader.retain((key) => key === tileKey(0, 1));
    animator.run(
      animated ? time : 0,
      curve,
      (progress) => {
        view =
          progress === 1
            ? end
            : {
                width: Math.max(1, start.width + (end.width - start.width) * progress),
                x: start.x + (end.x - start.x) * progress,
                y: start.y + (end.y - start.y) * progress,
              };
        repaint();
      },
      () => {
        repaint();
        options.onSettle?.();
      },
    );
    // Tiles of sizes that are only passed through would be asked for in vain.
    if (!isZoom || !isFree) requestTiles();
  }

  /** With `free`, tiles for a size and careful drawing wait until the hand rests. */
  function awaitCalm(): void {
    isCalm = false;
    if (!isFree) return;
    clearTimeout(calm);
    calm = setTimeout(() => {
      requestTiles();
      if (animator.isRunning) {
        awaitCalm();
        return;
      }
      isCalm = true;
      repaint();
    }, CALM);
  }

  function repaint(): void {
    if (frame === 0 && !isDestroyed) frame = requestAnimationFrame(paint);
  }

  function paint(): void {
    frame = 0;
    if (!context) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingEnabled = options.smoothing ?? true;
    context.imageSmoothingQuality = isCalm ? 'medium' : 'low';
    paintScene(context, store, { levels, view, viewport, ratio, wanted: drawnLevel(view) });
    if (!options.overlay) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    options.overlay(context, viewport);
  }

  /** Asks for the tiles that the view will need where it comes to rest, from its middle outwards. */
  function requestTiles(): void {
    const index = drawnLevel(target);
    const level = levels[index];
    if (!level || isDestroyed || !store.has(tileKey(0, 1))) return;
    const area = visibleArea(target, heightAt(levels, target.width), viewport, level);
    const seen = tilesWithin(level, area);
    const wanted = seen.every((tile) => store.has(tileKey(index, tile)))
      ? tilesWithin(level, widened(area, level))
      : seen;
    const keys = new Set(wanted.map((tile) => tileKey(index, tile)));
    loader.retain((key) => keys.has(key));
    for (const tile of fromTheMiddle(wanted, level, area)) {
      const key = tileKey(index, tile);
      const failed = failedAt.get(key);
      if (store.has(key) || (failed !== undefined && Date.now() - failed < FORGIVEN)) continue;
      loader.want(key, options.urlOf(level, index + 1, tile));
    }
  }

  function widened(area: ReturnType<typeof visibleArea>, level: Level): typeof area {
    const margin = options.prefetch ?? 0;
    const x = (margin * level.width) / level.axis;
    const y = (margin * level.height) / level.axis;
    return {
      left: Math.max(0, area.left - x),
      top: Math.max(0, area.top - y),
      right: Math.min(level.width, area.right + x),
      bottom: Math.min(level.height, area.bottom + y),
    };
  }

  function fit(): void {
    canvas.width = Math.max(1, Math.round(viewport.width * ratio));
    canvas.height = Math.max(1, Math.round(viewport.height * ratio));
    canvas.style.width = `${viewport.width}px`;
    canvas.style.height = `${viewport.height}px`;
    // Emptied by the new size; waiting for the next frame would flash.
    paint();
  }

  function whole(): View {
    return endOf(leastWidth(), centre(), view);
  }

  const [first] = levels;
  if (!first) throw new Error('there is no level to show');
  view = target = whole();
  fit();
  loader.want(tileKey(0, 1), options.urlOf(first, 1, 1));

  return {
    get view() {
      return { ...view, height: heightAt(levels, view.width) };
    },
    get level() {
      return (isFree ? drawnLevel(view) : resting) + 1;
    },
    get canZoomIn() {
      return isFree ? target.width < mostWidth() - 0.5 : resting < top;
    },
    get canZoomOut() {
      return isFree ? target.width > leastWidth() + 0.5 : resting > 0;
    },
    get isMoving() {
      return animator.isRunning;
    },
    get isZooming() {
      return animator.isRunning && view.width !== target.width;
    },
    get pending() {
      return loader.pending;
    },
    zoomToLevel(level, about = centre(), animated = true) {
      resting = Math.min(top, Math.max(0, Math.round(level) - 1));
      moveTo(endOf(levels[resting]?.width ?? 1, about, view), animated);
    },
    zoomBy(factor, about = centre(), animated = false) {
      const from = animator.isRunning ? target.width : view.width;
      const width = Math.min(mostWidth(), Math.max(leastWidth(), from * factor));
      moveTo(endOf(width, about, view), animated);
    },
    panBy(x, y, animated = false) {
      const from = animated && animator.isRunning ? target : view;
      moveTo(endOf(from.width, centre(), { ...from, x: from.x + x, y: from.y + y }), animated);
    },
    glide(x, y) {
      if (wantsLessMotion()) return;
      // The curve begins with twice the mean speed: half the way of an unbroken movement.
      const frames = duration / FRAME / 2;
      const end = endOf(view.width, centre(), { ...view, x: view.x + x * frames, y: view.y + y * frames });
      moveTo(end, true, duration, EASINGS['out-quadratic']);
    },
    reset(animated = false) {
      resting = 0;
      moveTo(whole(), animated);
    },
    resize(size, newRatio = ratio) {
      const wasWhole = isFree && target.width <= leastWidth() + 0.5;
      const shift = { x: (size.width - viewport.width) / 2, y: (size.height - viewport.height) / 2 };
      animator.cancel();
      viewport = size;
      ratio = newRatio;
      const width = wasWhole ? leastWidth() : Math.min(mostWidth(), Math.max(leastWidth(), target.width));
      view = target = endOf(width, centre(), { ...target, x: target.x + shift.x, y: target.y + shift.y });
      fit();
      requestTiles();
      options.onSettle?.();
    },
    stop() {
      if (!animator.isRunning) return;
      animator.cancel();
      target = view;
      requestTiles();
    },
    repaint,
    destroy() {
      isDestroyed = true;
      clearTimeout(calm);
      animator.cancel();
      cancelAnimationFrame(frame);
      loader.destroy();
      store.clear();
    },
  };
}

function fromTheMiddle(
  tiles: readonly number[],
  level: Level,
  area: { left: number; top: number; right: number; bottom: number },
): number[] {
  const column = (((area.left + area.right) / 2) * level.axis) / level.width - 0.5;
  const row = (((area.top + area.bottom) / 2) * level.axis) / level.height - 0.5;
  const distance = (tile: number) =>
    Math.hypot(((tile - 1) % level.axis) - column, Math.floor((tile - 1) / level.axis) - row);
  return [...tiles].sort((a, b) => distance(a) - distance(b) || a - b);
}
