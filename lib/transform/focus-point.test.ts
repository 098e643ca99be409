import { describe, expect, test } from 'vitest';
import { focusOnCanvas } from './focus-point.ts';

const page = { width: 400, height: 200 };
const point = { x: 0.1, y: 0.3 };

describe('focusOnCanvas', () => {
  test.each([
    [{}, 0.1, 0.3],
    [{ flip: 'h' }, 0.9, 0.3],
    [{ flip: 'v' }, 0.1, 0.7],
    [{ rotation: 90 }, 0.7, 0.1],
    [{ rotation: -270 }, 0.7, 0.1],
    [{ rotation: 180 }, 0.9, 0.7],
    [{ rotation: 270 }, 0.3, 0.9],
    [{ rotation: 360 }, 0.1, 0.3],
    [{ flip: 'h', rotation: 90 }, 0.7, 0.9],
    [{ flip: 'v', rotation: -90 }, 0.7, 0.9],
  ] as const)('%j', (turn, focusX, focusY) => {
    expect(focusOnCanvas(point, page, turn)).toEqual({ focusX, focusY });
  });

  test('a slanted picture keeps its middle, and every point stays on the canvas', () => {
    expect(focusOnCanvas({ x: 0.5, y: 0.5 }, page, { rotation: 33 })).toEqual({ focusX: 0.5, focusY: 0.5 });
    const { focusX, focusY } = focusOnCanvas({ x: 1, y: 0 }, page, { rotation: 45 });
    expect(focusX).toBeGreaterThan(0.5);
    expect(focusX).toBeLessThanOrEqual(1);
    expect(focusY).toBeGreaterThan(0.5);
    expect(focusY).toBeLessThanOrEqual(1);
  });
});
