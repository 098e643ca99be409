import type { OverlayPosition, Size } from './values.ts';

/** Where an overlay is drawn, pixels of the canvas. */
export type OverlayPlace = Size & { left: number; top: number };

function scaled(side: number, scale: number, most: number): number {
  return Math.min(most, Math.max(1, Math.round(side * scale)));
}

/**
 * Scales an overlay into the box of `size` (0..1) times the canvas, keeping its shape and never enlarging it,
 * and puts it flush against a border or corner, or in the centre. It always lies inside the canvas.
 */
export function placeOverlay(
  canvas: Size,
  overlay: Size,
  size = 1,
  position: OverlayPosition = 'c',
): OverlayPlace {
  const scale = Math.min(1, (size * canvas.width) / overlay.width, (size * canvas.height) / overlay.height);
  const width = scaled(overlay.width, scale, canvas.width);
  const height = scaled(overlay.height, scale, canvas.height);
  const isWest = position.endsWith('w');
  const isEast = position.endsWith('e');
  const isNorth = position.startsWith('n');
  const isSouth = position.startsWith('s');
  return {
    width,
    height,
    left: isWest ? 0 : isEast ? canvas.width - width : Math.floor(canvas.width / 2) - Math.floor(width / 2),
    top: isNorth
      ? 0
      : isSouth
        ? canvas.height - height
        : Math.floor(canvas.height / 2) - Math.floor(height / 2),
  };
}
