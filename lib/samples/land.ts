import { type Frame, pause } from './frame.ts';

/** Where the picture is taken from. Distances in one unit of the author's choice, angles as tangents. */
export interface Camera {
  x: number;
  z: number;
  height: number;
  /** Compass direction of view in radians; 0 looks along +z. */
  heading: number;
  /** Row of the horizon, 0 = top edge, 1 = bottom edge. */
  horizon: number;
  /** Width of the view at distance 1. */
  spread: number;
  near: number;
  far: number;
  /** Growth of the step with distance; smaller is finer. */
  stride: number;
}

export interface Land {
  /** Height of the ground at (x, z), seen from `distance`. */
  height(x: number, z: number, distance: number): number;
  /** Writes the light leaving that point towards the camera into `out`. */
  shade(x: number, z: number, y: number, distance: number, out: Float64Array): void;
}

/**
 * Draws ground over the frame, column by column from the feet to the horizon: each sample of the profile that
 * stands above everything nearer fills the rows it uncovers, edges by the part of the row they cover.
 */
export async function drawLand(frame: Frame, camera: Camera, land: Land): Promise<void> {
  const { width, height, light } = frame;
  const focal = width / camera.spread;
  const horizon = camera.horizon * height;
  const sin = Math.sin(camera.heading);
  const cos = Math.cos(camera.heading);
  const colour = new Float64Array(3);
  const mixed = new Float32Array(height * 3);
  const cover = new Float32Array(height);
  for (let column = 0; column < width; column++) {
    const side = ((column + 0.5) / width - 0.5) * camera.spread;
    const dx = sin + cos * side;
    const dz = cos - sin * side;
    mixed.fill(0);
    cover.fill(0);
    let top = height;
    let seen = false;
    let r = 0;
    let g = 0;
    let b = 0;
    let distance = camera.near;
    while (distance < camera.far && top > 0) {
      const x = camera.x + dx * distance;
      const z = camera.z + dz * distance;
      const y = land.height(x, z, distance);
      const row = horizon - ((y - camera.height) / distance) * focal;
      if (row < top) {
        land.shade(x, z, y, distance, colour);
        const r1 = colour[0] as number;
        const g1 = colour[1] as number;
        const b1 = colour[2] as number;
        if (!seen) {
          r = r1;
          g = g1;
          b = b1;
        }
        const end = row < 0 ? 0 : row;
        const span = top - row;
        for (let p = Math.floor(end); p < top; p++) {
          const from = p > end ? p : end;
          const to = p + 1 < top ? p + 1 : top;
          const part = to - from;
          if (part <= 0) continue;
          const t = (top - (from + to) / 2) / span;
          mixed[p * 3] = (mixed[p * 3] as number) + (r + (r1 - r) * t) * part;
          mixed[p * 3 + 1] = (mixed[p * 3 + 1] as number) + (g + (g1 - g) * t) * part;
          mixed[p * 3 + 2] = (mixed[p * 3 + 2] as number) + (b + (b1 - b) * t) * part;
          cover[p] = (cover[p] as number) + part;
        }
        top = end;
        r = r1;
        g = g1;
        b = b1;
        seen = true;
      } else {
        seen = false;
      }
      distance += distance * camera.stride;
    }
    for (let p = Math.floor(top); p < height; p++) {
      const i = (p * width + column) * 3;
      const rest = 1 - (cover[p] as number);
      for (let c = 0; c < 3; c++)
        light[i + c] = (light[i + c] as number) * rest + (mixed[p * 3 + c] as number);
    }
    if (column % 64 === 63) await pause();
  }
}
