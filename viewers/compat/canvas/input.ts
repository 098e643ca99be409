import type { Point } from '../../core/view.ts';
import type { ZoomEngine } from '../../core/zoom-engine.ts';
import { listenToGestures } from './gestures.ts';

export type InputOptions = {
  /** Whether a double click starts over. */
  canReset: boolean;
  /** What a click beside the picture does in place of zooming; undefined = zoom. */
  onBeside(): (() => void) | undefined;
};

/** Ms between the clicks of a double click. */
const DOUBLE = 300;
/** CSS pixels by which two fingers part for a level. */
const PINCH_STEP = 20;
/** CSS pixels of the last movement of a drag that go on in a glide. */
const GLIDE_FROM = 3;
/** Parts of the box that an arrow key goes. */
const KEY_STEP = 1 / 8;

/**
 * Zooms and moves the picture by mouse, fingers and, when the keyboard has brought the focus to it, by keys. During a
 * zoom all but a double click is ignored.
 */
export function listenToInput(
  canvas: HTMLCanvasElement,
  engine: ZoomEngine,
  { canReset, onBeside }: InputOptions,
  signal: AbortSignal,
): void {
  let lastTap = Number.NEGATIVE_INFINITY;
  let apart = 0;

  const zoom = (step: number, about?: Point) => engine.zoomToLevel(engine.level + step, about);

  function isBeside(at: Point): boolean {
    const { x, y, width, height } = engine.view;
    return at.x < x || at.y < y || at.x >= x + width || at.y >= y + height;
  }

  listenToGestures(
    canvas,
    {
      onPress() {
        if (!engine.isZooming) engine.stop();
      },
      onTap(at, event) {
        if (canReset && event.timeStamp - lastTap < DOUBLE) {
          lastTap = Number.NEGATIVE_INFINITY;
          engine.reset();
          return;
        }
        lastTap = event.timeStamp;
        const beside = isBeside(at) ? onBeside() : undefined;
        if (beside) beside();
        else if (!engine.isZooming) zoom(event.shiftKey ? -1 : 1, at);
      },
      onDragStart: () => canvas.classList.add('panning'),
      onDrag(x, y) {
        if (!engine.isZooming) engine.panBy(x, y);
      },
      onDragEnd(x, y) {
        canvas.classList.remove('panning');
        if (engine.isZooming || Math.hypot(x, y) <= GLIDE_FROM) return;
        engine.glide(x, y);
      },
      onPinchStart(distance) {
        apart = distance;
      },
      onPinch(pinch) {
        if (engine.isZooming || Math.abs(pinch.apart - apart) < PINCH_STEP) return;
        zoom(pinch.apart > apart ? 1 : -1, pinch.middle);
        apart = pinch.apart;
      },
    },
    signal,
  );
  canvas.style.touchAction = 'none';

  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoom(1),
    '=': () => zoom(1),
    '-': () => zoom(-1),
    '0': () => engine.reset(),
    Home: () => engine.reset(),
    ArrowLeft: () => engine.panBy(canvas.clientWidth * KEY_STEP, 0),
    ArrowRight: () => engine.panBy(-canvas.clientWidth * KEY_STEP, 0),
    ArrowUp: () => engine.panBy(0, canvas.clientHeight * KEY_STEP),
    ArrowDown: () => engine.panBy(0, -canvas.clientHeight * KEY_STEP),
  };
  canvas.tabIndex = 0;
  canvas.addEventListener(
    'keydown',
    (event) => {
      const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if (!engine.isZooming) act();
    },
    { signal },
  );
}
