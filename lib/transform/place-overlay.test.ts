import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOverlay } from './place-overlay.ts';
import type { OverlayPosition } from './values.ts';

type Pair = [number, number];
const size = ([width, height]: Pair) => ({ width, height });

describe('placeOverlay', () => {
  it.each<[Pair, Pair, number, OverlayPosition, string]>([
    [[1200, 1600], [110, 58], 1, 'c', '110x58+545+771'],
    [[1600, 720], [1000, 1000], 1, 'c', '720x720+440+0'],
    [[200, 133], [110, 58], 0.25, 'c', '50x26+75+53'],
    [[200, 100], [50, 20], 1, 'n', '50x20+75+0'],
    [[200, 100], [50, 20], 1, 'ne', '50x20+150+0'],
    [[200, 100], [50, 20], 1, 'e', '50x20+150+40'],
    [[200, 100], [50, 20], 1, 'se', '50x20+150+80'],
    [[200, 100], [50, 20], 1, 's', '50x20+75+80'],
    [[200, 100], [50, 20], 1, 'sw', '50x20+0+80'],
    [[200, 100], [50, 20], 1, 'w', '50x20+0+40'],
    [[200, 100], [50, 20], 1, 'nw', '50x20+0+0'],
    [[10, 10], [5000, 1], 0.5, 'c', '5x1+3+5'],
  ])('%o with %o at %s %s', (canvas, overlay, share, position, expected) => {
    const place = placeOverlay(size(canvas), size(overlay), share, position);
    expect(`${place.width}x${place.height}+${place.left}+${place.top}`).toBe(expected);
  });

  it('fills in the whole box and the centre', () => {
    expect(placeOverlay(size([20, 10]), size([10, 10]))).toEqual({ left: 5, top: 0, width: 10, height: 10 });
  });

  it('always lies inside the picture', () => {
    const side = fc.integer({ min: 1, max: 3000 });
    const position = fc.constantFrom<OverlayPosition>('c', 'n', 'e', 's', 'w', 'ne', 'nw', 'se', 'sw');
    const share = fc.integer({ min: 1, max: 1000 }).map((n) => n / 1000);
    fc.assert(
      fc.property(
        fc.tuple(side, side),
        fc.tuple(side, side),
        share,
        position,
        (canvas, overlay, part, where) => {
          const { left, top, width, height } = placeOverlay(size(canvas), size(overlay), part, where);
          expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
          expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
          expect(left + width).toBeLessThanOrEqual(canvas[0]);
          expect(top + height).toBeLessThanOrEqual(canvas[1]);
          expect(width).toBeLessThanOrEqual(overlay[0]);
          expect(height).toBeLessThanOrEqual(overlay[1]);
        },
      ),
    );
  });
});
