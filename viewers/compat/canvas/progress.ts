import type { Size } from '../../core/geometry.ts';

/** How far the loading of a batch of pictures is. */
export type Progress = {
  /** Tells how many are awaited now. */
  update(pending: number): void;
  /** Draws a bar when loading takes long. */
  paint(context: CanvasRenderingContext2D, viewport: Size): void;
  destroy(): void;
};

/** Ms of loading until the bar is shown. */
const PATIENCE = 500;
const BAR = { height: 8, bottom: 15, least: 100, most: 300 };

/**
 * @param onChange the bar looks different now
 * @param covered CSS pixels at the lower edge that something else lies over; must not measure anything
 */
export function createProgress(onChange: () => void, covered: () => number): Progress {
  let began = 0;
  let awaited = 0;
  let most = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  return {
    update(pending) {
      if (pending > 0 && awaited === 0) {
        began = performance.now();
        most = 0;
        timer = setTimeout(onChange, PATIENCE + 1);
      }
      if (pending === 0) clearTimeout(timer);
      awaited = pending;
      most = Math.max(most, pending);
      if (began > 0 && performance.now() - began > PATIENCE) onChange();
    },
    paint(context, viewport) {
      if (awaited === 0 || performance.now() - began <= PATIENCE) return;
      const width = Math.min(BAR.most, Math.max(BAR.least, viewport.width / 2));
      const x = Math.round((viewport.width - width) / 2);
      const y = viewport.height - covered() - BAR.bottom - BAR.height;
      const share = most === 0 ? 0 : (most - awaited) / most;
      context.fillStyle = 'rgb(0 0 0 / 45%)';
      fillRounded(context, x, y, width, BAR.height);
      context.fillStyle = '#ffffff';
      fillRounded(context, x + 2, y + 2, Math.max(BAR.height - 4, (width - 4) * share), BAR.height - 4);
    },
    destroy: () => clearTimeout(timer),
  };
}

function fillRounded(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const radius = height / 2;
  context.beginPath();
  context.arc(x + radius, y + radius, radius, Math.PI / 2, (3 * Math.PI) / 2);
  context.arc(x + width - radius, y + radius, radius, -Math.PI / 2, Math.PI / 2);
  context.fill();
}
