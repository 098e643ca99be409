import { type Size, shownSize } from '../../core/geometry.ts';
import { shapeOf, tileUrl } from '../../core/image-url.ts';
import type { Point } from '../../core/view.ts';
import { createZoomEngine, type ZoomEngine } from '../../core/zoom-engine.ts';
import { create } from '../element/create.ts';
import type { Picture } from '../source/picture.ts';
import { followGestures } from './gestures.ts';
import { pressKey, wheelFactor } from './keys.ts';
import { levelsFor } from './levels.ts';

/** Pixels of the screen per CSS pixel that are drawn at most; more is not seen. */
const MOST_RATIO = 3;
/** Factors of a click and of a double tap. */
const CLICK = 2;
const DOUBLE_TAP = 3;
/** Milliseconds that a pinch goes on for after the fingers have gone. */
const AFTERGLOW = 90;
const FRAME = 1000 / 60;

export type PictureViewHooks = {
  /** Whether turns of the wheel zoom; else they scroll the page. */
  wantsWheel(): boolean;
  /** Whether drags to the side of the whole picture mean something. */
  wantsSwipes(): boolean;
  mostTiles(): number;
  enlargement(): number;
  onShown(picture: Picture): void;
  onFailed(picture: Picture): void;
  /** @param byPerson whether somebody has done something since the picture was shown */
  onSettle(byPerson: boolean): void;
  onPending(pending: number): void;
  onSwipe(direction: 1 | -1): void;
};

/** A picture in a box, with all that fingers, mouse and keys do to it. */
export type PictureView = {
  /** Undefined until a picture is there. */
  readonly engine: ZoomEngine | undefined;
  /** Drawn width over the picture's own; 0 without a picture. */
  readonly zoom: number;
  /** Shows a picture; the former one stays until the first level of it is there. */
  show(picture: Picture, original: Size): void;
  zoomBy(factor: number): void;
  /** @returns whether the key meant something */
  press(event: KeyboardEvent): boolean;
  clear(): void;
};

type Shown = { engine: ZoomEngine; canvas: HTMLCanvasElement; full: Size };

/**
 * @param box has a size of its own and is the place that fingers and mouse are followed on
 * @param signal ends everything but requests under way, which `clear` ends
 */
export function createPictureView(
  box: HTMLElement,
  hooks: PictureViewHooks,
  signal: AbortSignal,
): PictureView {
  let shown: Shown | undefined;
  let coming: Shown | undefined;
  /** What is shown as soon as the box has a size. */
  let waiting: (() => void) | undefined;
  let viewport: Size = { width: box.clientWidth, height: box.clientHeight };
  let ratio = screenRatio();
  let hasActed = false;

  function show(picture: Picture, original: Size): void {
    drop(coming);
    coming = undefined;
    waiting = undefined;
    if (viewport.width === 0 || viewport.height === 0) {
      waiting = () => show(picture, original);
      return;
    }
    const full = shownSize(original, shapeOf(picture.parameters));
    const canvas = create('canvas', { 'aria-hidden': 'true', hidden: true });
    box.append(canvas);
    const engine = createZoomEngine({
      canvas,
      levels: levelsFor(full, viewport, ratio, hooks.mostTiles()),
      viewport,
      ratio,
      zoom: 'free',
      enlargement: hooks.enlargement(),
      prefetch: 1,
      requests: 4,
      urlOf: (level, levelNumber, tile) =>
        tileUrl(
          { base: picture.base, src: picture.src, parameters: picture.parameters },
          level,
          levelNumber,
          tile,
        ),
      onFirst() {
        drop(shown);
        shown = coming;
        coming = undefined;
        canvas.hidden = false;
        hasActed = false;
        showState();
        hooks.onShown(picture);
      },
      onFail: () => hooks.onFailed(picture),
      onSettle() {
        showState();
        if (shown?.engine === engine) hooks.onSettle(hasActed);
      },
      onProgress: hooks.onPending,
    });
    coming = { engine, canvas, full };
  }

  function drop(old: Shown | undefined): void {
    old?.engine.destroy();
    old?.canvas.remove();
  }

  function clear(): void {
    drop(shown);
    drop(coming);
    shown = coming = waiting = undefined;
    showState();
  }

  function showState(): void {
    const isZoomed = shown?.engine.canZoomOut ?? false;
    box.classList.toggle('zoomed', isZoomed);
    // A whole picture lets fingers scroll the page; one that is zoomed moves under them.
    box.style.touchAction = isZoomed ? 'none' : hooks.wantsSwipes() ? 'pan-y' : 'pan-x pan-y';
  }

  function act(action: (engine: ZoomEngine) => void): void {
    if (!shown) return;
    hasActed = true;
    action(shown.engine);
  }

  function measure(): void {
    viewport = { width: box.clientWidth, height: box.clientHeight };
    ratio = screenRatio();
    if (viewport.width === 0 || viewport.height === 0) return;
    waiting?.();
    for (const each of [shown, coming]) each?.engine.resize(viewport, ratio);
    if (shown) showState();
  }

  const observer = new ResizeObserver(measure);
  observer.observe(box);
  signal.addEventListener('abort', () => observer.disconnect());
  followScreenRatio(measure, signal);

  followGestures(
    box,
    {
      mayPan: (touch) => !touch || (shown?.engine.canZoomOut ?? false),
      onTouch: () => shown?.engine.stop(),
      onPan(x, y) {
        box.classList.add('panning');
        act((engine) => engine.panBy(x, y));
      },
      onThrow: ({ x, y }) => act((engine) => engine.glide(x * FRAME, y * FRAME)),
      onPinch: (factor, about) => act((engine) => engine.zoomBy(factor, about)),
      onPinchEnd(speed, about) {
        const factor = Math.exp(Math.max(-1, Math.min(1, speed * AFTERGLOW)));
        if (Math.abs(factor - 1) > 0.02) act((engine) => engine.zoomBy(factor, about, true));
      },
      onClick: (at, isShifted) => act((engine) => engine.zoomBy(isShifted ? 1 / CLICK : CLICK, at, true)),
      onDoubleTap(at: Point) {
        act((engine) => {
          if (engine.canZoomOut) engine.reset(true);
          else engine.zoomBy(DOUBLE_TAP, at, true);
        });
      },
      onSwipe: hooks.onSwipe,
    },
    signal,
  );
  for (const end of ['pointerup', 'pointercancel'] as const) {
    box.addEventListener(end, () => box.classList.remove('panning'), { signal });
  }
  box.addEventListener(
    'wheel',
    (event) => {
      if (!shown || !hooks.wantsWheel()) return;
      const factor = wheelFactor(event);
      // At its limits the wheel scrolls the page again.
      if (factor === 1 || !(factor > 1 ? shown.engine.canZoomIn : shown.engine.canZoomOut)) return;
      event.preventDefault();
      const edge = box.getBoundingClientRect();
      const about = { x: event.clientX - edge.left, y: event.clientY - edge.top };
      const isWheel = Math.abs(event.deltaY) >= 50;
      act((engine) => engine.zoomBy(factor, about, isWheel));
    },
    { signal, passive: false },
  );

  return {
    get engine() {
      return shown?.engine;
    },
    get zoom() {
      return shown ? shown.engine.view.width / shown.full.width : 0;
    },
    show,
    zoomBy: (factor) => act((engine) => engine.zoomBy(factor, undefined, true)),
    press(event) {
      if (!shown) return false;
      const before = hasActed;
      hasActed = true;
      const meant = pressKey(shown.engine, viewport, event);
      if (!meant) hasActed = before;
      return meant;
    },
    clear,
  };
}

function screenRatio(): number {
  return Math.min(MOST_RATIO, Math.max(1, devicePixelRatio || 1));
}

/** Calls when the window has moved to a screen of another density, or the page was zoomed. */
function followScreenRatio(onChange: () => void, signal: AbortSignal): void {
  const watch = () => {
    if (signal.aborted) return;
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const changed = () => {
      onChange();
      watch();
    };
    query.addEventListener('change', changed, { once: true, signal });
  };
  watch();
}
