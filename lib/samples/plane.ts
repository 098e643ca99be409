import { pause } from './frame.ts';

/** A square sheet of numbers that repeats in both directions, read between its points. */
export interface Plane {
  readonly size: number;
  readonly values: Float32Array;
  /** Value at (u, v), one unit being the whole sheet. */
  sample(u: number, v: number): number;
}

/** Fills a sheet by calling `value` once per point, in turns so that the server stays awake. */
export async function createPlane(size: number, value: (u: number, v: number) => number): Promise<Plane> {
  const values = new Float32Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) values[y * size + x] = value(x / size, y / size);
    if (y % 64 === 63) await pause();
  }
  return planeOf(size, values);
}

function planeOf(size: number, values: Float32Array): Plane {
  const mask = size - 1;
  return {
    size,
    values,
    sample(u, v) {
      const x = u * size;
      const y = v * size;
      const xf = Math.floor(x);
      const yf = Math.floor(y);
      let fx = x - xf;
      let fy = y - yf;
      fx = fx * fx * (3 - 2 * fx);
      fy = fy * fy * (3 - 2 * fy);
      const x0 = xf & mask;
      const x1 = (xf + 1) & mask;
      const row0 = (yf & mask) * size;
      const row1 = ((yf + 1) & mask) * size;
      const a = values[row0 + x0] as number;
      const b = values[row0 + x1] as number;
      const c = values[row1 + x0] as number;
      const d = values[row1 + x1] as number;
      const top = a + (b - a) * fx;
      return top + (c + (d - c) * fx - top) * fy;
    },
  };
}
