import { mix, smooth } from './frame.ts';
import type { Fruit } from './fruit.ts';
import type { Noise } from './noise.ts';

/** Direction of the window. */
export const LIGHT = unit(-0.8, 0.66, 0.1);

/** Colour of a fruit's skin at a point of its unit ball; `facing` is the cosine to the viewer. */
export function skin(
  noise: Noise,
  it: Fruit,
  x: number,
  y: number,
  z: number,
  facing: number,
  to: Float64Array,
): void {
  const cos = y * it.up + x * it.lean;
  const s = it.seed;
  if (it.skin === 'orange') {
    const tone = noise.fbm(x * 3 + s, z * 3 + y, 3) * 0.12;
    set(to, 0.8 + tone, 0.235 + tone * 0.6, 0.012);
  } else if (it.skin === 'lime') {
    const tone = noise.fbm(x * 4 + s, y * 4 + z, 3);
    set(to, 0.2 + tone * 0.12, 0.4 + tone * 0.12, 0.022);
  } else if (it.skin === 'apple') {
    const round = Math.atan2(z, x);
    const streak = noise.fbm(Math.cos(round) * 9 + s, Math.sin(round) * 9 + cos * 1.2, 4);
    const red = smooth(
      -0.42,
      0.28,
      noise.fbm(x * 1.2 + s, z * 1.2 + y * 0.7, 2) + streak * 0.55 + 0.2 - Math.max(0, cos) ** 6 * 0.9,
    );
    const fleck = smooth(0.55, 0.7, noise.at(x * 21 + s, y * 21 + z * 15)) * 0.16;
    set(
      to,
      mix(0.62, 0.5, red) + fleck,
      mix(0.42, 0.022, red) + fleck * 0.7,
      mix(0.07, 0.02, red) + fleck * 0.35,
    );
  } else if (it.skin === 'peach') {
    const blush = smooth(-0.35, 0.55, noise.fbm(x * 1.5 + s, y * 1.5 + z, 4) + x * -0.1 + z * -0.25);
    const furrow = 1 - 0.22 * smooth(0.09, 0, Math.abs(x * 0.8 + z * 0.5)) * smooth(-0.5, 0.6, cos);
    set(to, mix(0.86, 0.62, blush) * furrow, mix(0.5, 0.13, blush) * furrow, mix(0.2, 0.085, blush) * furrow);
  } else if (it.skin === 'stalk') {
    set(to, 0.09, 0.055, 0.025);
  } else if (it.skin === 'plum') {
    const dust = smooth(-0.3, 0.5, noise.fbm(x * 2.2 + s, y * 2.2 + z, 5));
    set(to, mix(0.05, 0.12, dust), mix(0.016, 0.075, dust), mix(0.075, 0.17, dust));
  } else {
    // Clear flesh: deep where the eye grazes it, glowing where the light comes out again on the far side.
    const through = facing * facing * (0.55 + 0.45 * smooth(0.9, -0.7, x * LIGHT[0] + y * LIGHT[1]));
    const ripe = (Math.imul(it.seed + 3, 2654435761) >>> 24) / 255;
    const dust = smooth(-0.2, 0.6, noise.fbm(x * 2.5 + s, y * 2.5 + z, 3)) * 0.05;
    set(
      to,
      mix(0.1, mix(0.3, 0.46, ripe), through) + dust,
      mix(0.14, mix(0.38, 0.36, ripe), through) + dust,
      mix(0.015, 0.045, through) + dust,
    );
  }
}

/** The plaster behind the table, with the light of the window slanting over it. */
export function wall(noise: Noise, dx: number, dy: number, dz: number, to: Float64Array): void {
  const u = dx / Math.max(0.05, dz);
  const v = dy / Math.max(0.05, dz);
  const plaster = noise.fbm(u * 3 + 5, v * 3, 4) * 0.1 + noise.fbm(u * 0.9, v * 1.1 + 8, 2) * 0.35;
  const slant = Math.exp(-((u - 0.34 - v * 0.5) ** 2) * 5) * smooth(-0.25, 0.25, v + 0.12);
  const tone = (0.02 + slant * 0.085) * (1 + plaster);
  set(to, tone * 1.12, tone * 1.06, tone * 0.98);
}

/** What a polished skin mirrors: a tall window of four panes at the left, the dim room elsewhere. */
export function mirroredWindow(dx: number, dy: number, dz: number, blur: number, to: Float64Array): void {
  let tone = 0.05 + smooth(-0.3, 1, dy) * 0.12;
  const along = dx * LIGHT[0] + dy * LIGHT[1] + dz * LIGHT[2];
  if (along > 0.2) {
    const u = (dx * LIGHT[2] - dz * LIGHT[0]) / along;
    const v = (dy - along * LIGHT[1]) / along;
    const pane =
      smooth(0.3 + blur, 0.3 - blur, Math.abs(u)) *
      smooth(0.36 + blur, 0.36 - blur, Math.abs(v)) *
      Math.max(smooth(0.012, 0.026 + blur, Math.abs(u)), blur > 0.1 ? 0.8 : 0) *
      Math.max(smooth(0.012, 0.026 + blur, Math.abs(v)), blur > 0.1 ? 0.8 : 0);
    tone += pane * (blur > 0.1 ? 4 : 15);
  }
  set(to, tone, tone * 0.95, tone * 0.86);
}

export function set(to: Float64Array, r: number, g: number, b: number): void {
  to[0] = r;
  to[1] = g;
  to[2] = b;
}

function unit(x: number, y: number, z: number): readonly [number, number, number] {
  const n = 1 / Math.hypot(x, y, z);
  return [x * n, y * n, z * n];
}
