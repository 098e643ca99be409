import type { Level, Size } from './geometry.ts';
import type { Rect } from './tile-grid.ts';

export type Point = { x: number; y: number };

/** How the picture lies in the viewport, in CSS pixels: its drawn width, and its top left corner. */
export type View = { width: number; x: number; y: number };

/** Drawn height for a drawn width: exactly that of a level at its width, in between on a straight line. */
export function heightAt(levels: readonly Level[], width: number): number {
  let below: Size | undefined;
  for (const level of levels) {
    if (width <= level.width) {
      if (!below || level.width === below.width) return (level.height * width) / level.width;
      const share = (width - below.width) / (level.width - below.width);
      return below.height + share * (level.height - below.height);
    }
    below = level;
  }
  return below ? (below.height * width) / below.width : 0;
}

/** The view with its edges where they may be: no gap beside a picture that fills an axis, else in the middle of it. */
export function withinEdges(view: View, height: number, viewport: Size): View {
  return {
    width: view.width,
    x: onAxis(view.x, view.width, viewport.width),
    y: onAxis(view.y, height, viewport.height),
  };
}

function onAxis(start: number, length: number, room: number): number {
  if (length <= room) return (room - length) / 2;
  return Math.min(0, Math.max(room - length, start));
}

/** The view at another width that leaves what is at `about` (CSS pixels of the viewport) where it is. */
export function zoomedAbout(
  view: View,
  height: number,
  target: { width: number; height: number },
  about: Point,
): View {
  return {
    width: target.width,
    x: about.x - ((about.x - view.x) * target.width) / view.width,
    y: about.y - ((about.y - view.y) * target.height) / height,
  };
}

/** The part of a level that is seen in the viewport, in pixels of the level. */
export function visibleArea(view: View, height: number, viewport: Size, level: Size): Rect {
  const across = level.width / view.width;
  const down = level.height / height;
  return {
    left: Math.max(0, -view.x * across),
    top: Math.max(0, -view.y * down),
    right: Math.min(level.width, (viewport.width - view.x) * across),
    bottom: Math.min(level.height, (viewport.height - view.y) * down),
  };
}

/** Index of the level to draw at a width in pixels of the canvas: the first that has enough pixels, else the last. */
export function levelFor(levels: readonly Level[], pixels: number): number {
  // A level that lacks less than a hundredth is sharp enough, and fractions of pixels do not ask for the next.
  const found = levels.findIndex((level) => level.width >= pixels * 0.99);
  return found === -1 ? levels.length - 1 : found;
}
