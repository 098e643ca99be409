import type { ZoomEngine } from '../../core/zoom-engine.ts';

/** Factor of one step of zooming by key or button. */
export const STEP = 1.6;
/** Part of the viewport that an arrow key moves by. */
const SHARE = 0.2;

type Viewport = { width: number; height: number };

/**
 * Does what a key means for the picture.
 * @returns whether it meant something; arrows mean nothing on an axis on which the whole picture is seen
 */
export function pressKey(engine: ZoomEngine, viewport: Viewport, event: KeyboardEvent): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  const { view } = engine;
  const across = view.width > viewport.width + 0.5 ? viewport.width * SHARE : 0;
  const down = view.height > viewport.height + 0.5 ? viewport.height * SHARE : 0;
  const pan = (x: number, y: number) => {
    if (x === 0 && y === 0) return false;
    engine.panBy(x, y, true);
    return true;
  };
  switch (event.key) {
    case 'ArrowLeft':
      return pan(across, 0);
    case 'ArrowRight':
      return pan(-across, 0);
    case 'ArrowUp':
      return pan(0, down);
    case 'ArrowDown':
      return pan(0, -down);
    case '+':
    case '=':
      engine.zoomBy(STEP, undefined, true);
      return true;
    case '-':
    case '_':
      engine.zoomBy(1 / STEP, undefined, true);
      return true;
    case '0':
      engine.reset(true);
      return true;
    default:
      return false;
  }
}

/** Factor of a turn of the wheel; spreading fingers on a touchpad comes as turns with the Control key. */
export function wheelFactor({ deltaY, deltaMode, ctrlKey }: WheelEvent): number {
  const pixels = deltaY * (deltaMode === 1 ? 24 : deltaMode === 2 ? 400 : 1);
  const limited = Math.max(-240, Math.min(240, pixels));
  return Math.exp(-limited * (ctrlKey ? 0.01 : 0.0025));
}
