import { smooth } from './frame.ts';
import { around, type Fruit, passes } from './fruit.ts';
import type { Noise } from './noise.ts';
import { LIGHT } from './surfaces.ts';

export const NOTHING = -2;
export const TABLE = -1;

export interface Scene {
  /** Where the last ray met something: x, y, z, and for fruit the direction its skin faces. */
  readonly point: Float64Array;
  /** Follows a ray of length 1 to the first thing it meets: the fruit's number, TABLE or NOTHING. Fills `point`. */
  meet(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number): number;
  /** Light from the window that reaches a point: its tilt, and what stands in the way, with soft edges. */
  lightAt(x: number, y: number, z: number, nx: number, ny: number, nz: number, self: number): number;
  /** How much of the room a point sees, 0 to about 1. */
  openness(x: number, y: number, z: number, nx: number, ny: number, nz: number, self: number): number;
}

/** The shapes on the table and what light can reach them; the table is the plane y = 0. */
export function createScene(fruits: readonly Fruit[], noise: Noise): Scene {
  const point = new Float64Array(6);
  const count = fruits.length;
  // The grapes come after the rest, so that one look at the ball around them spares looking at each.
  const firstGrape = fruits.findIndex((it) => it.skin === 'grape');
  const firstStalk = fruits.findIndex((it) => it.skin === 'stalk');
  const bunch = around(fruits.slice(firstGrape, firstStalk));
  const stalk = around(fruits.slice(firstStalk));
  return { point, meet, lightAt, openness };

  function meet(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number): number {
    let nearest = Number.POSITIVE_INFINITY;
    let hit = NOTHING;
    if (dy < 0) {
      nearest = -oy / dy;
      hit = TABLE;
      if (oz + dz * nearest > 5.2) {
        nearest = Number.POSITIVE_INFINITY;
        hit = NOTHING;
      }
    }
    for (let k = 0; k < count; k++) {
      if (k === firstGrape && passes(bunch, ox, oy, oz, dx, dy, dz)) k = firstStalk;
      if (k === firstStalk && passes(stalk, ox, oy, oz, dx, dy, dz)) break;
      const it = fruits[k] as Fruit;
      const cx = ox - it.x;
      const cy = oy - it.y;
      const cz = oz - it.z;
      const along = cx * dx + cy * dy + cz * dz;
      if (along > 0) continue;
      const reach = it.radius * 1.02;
      const inside = along * along - (cx * cx + cy * cy + cz * cz - reach * reach);
      if (inside <= 0) continue;
      const root = Math.sqrt(inside);
      let t = -along - root;
      if (t < 0.001 || t >= nearest) continue;
      if (it.shape) {
        t = walk(it, cx, cy, cz, dx, dy, dz, t, -along + root);
        if (t < 0 || t >= nearest) continue;
      }
      nearest = t;
      hit = k;
    }
    if (hit === NOTHING) return hit;
    const x = ox + dx * nearest;
    const y = oy + dy * nearest;
    const z = oz + dz * nearest;
    point[0] = x;
    point[1] = y;
    point[2] = z;
    if (hit === TABLE) return hit;
    const it = fruits[hit] as Fruit;
    let nx = x - it.x;
    let ny = y - it.y;
    let nz = z - it.z;
    if (it.shape) {
      const e = 0.004 * it.radius;
      const here = beyond(it, nx, ny, nz);
      const gx = beyond(it, nx + e, ny, nz) - here;
      const gy = beyond(it, nx, ny + e, nz) - here;
      const gz = beyond(it, nx, ny, nz + e) - here;
      nx = gx;
      ny = gy;
      nz = gz;
    }
    if (it.skin === 'orange' || it.skin === 'lime') {
      const f = (it.skin === 'orange' ? 26 : 15) / it.radius;
      const s = (it.skin === 'orange' ? 0.045 : 0.03) * Math.sqrt(nx * nx + ny * ny + nz * nz);
      const px = (x - it.x) * f;
      const py = (y - it.y) * f;
      const pz = (z - it.z) * f;
      nx += noise.at(px + pz * 0.37, py + it.seed) * s;
      ny += noise.at(py + 31, pz + px * 0.41) * s;
      nz += noise.at(pz + 7, px - py * 0.33) * s;
    }
    const n = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz);
    point[3] = nx * n;
    point[4] = ny * n;
    point[5] = nz * n;
    return hit;
  }

  /** How far outside the fruit's skin a point (from its centre) is; close to a distance. */
  function beyond(it: Fruit, x: number, y: number, z: number): number {
    const r = Math.sqrt(x * x + y * y + z * z);
    const cos = (y * it.up + x * it.lean) / (r + 1e-9);
    return r - it.radius * (it.shape as (c: number) => number)(cos);
  }

  function walk(
    it: Fruit,
    cx: number,
    cy: number,
    cz: number,
    dx: number,
    dy: number,
    dz: number,
    from: number,
    to: number,
  ): number {
    let t = from;
    for (let i = 0; i < 40; i++) {
      const d = beyond(it, cx + dx * t, cy + dy * t, cz + dz * t);
      if (d < 0.0015) return t;
      t += d * 0.75;
      if (t > to) return -1;
    }
    return t;
  }

  function lightAt(
    x: number,
    y: number,
    z: number,
    nx: number,
    ny: number,
    nz: number,
    self: number,
  ): number {
    const tilt = nx * LIGHT[0] + ny * LIGHT[1] + nz * LIGHT[2];
    // The window is wide: it still reaches a little round the edge.
    const lit = smooth(-0.22, 1.05, tilt) * 1.05;
    if (lit <= 0) return 0;
    let free = 1;
    for (let k = 0; k < firstStalk; k++) {
      if (k === firstGrape) {
        const gx = bunch.x - x;
        const gy = bunch.y - y;
        const gz = bunch.z - z;
        const to = gx * LIGHT[0] + gy * LIGHT[1] + gz * LIGHT[2];
        const reach = bunch.radius + 0.1 + Math.max(0, to) * 0.2;
        if (to < -bunch.radius || gx * gx + gy * gy + gz * gz - to * to > reach * reach) break;
      }
      if (k === self) continue;
      const it = fruits[k] as Fruit;
      const ex = it.x - x;
      const ey = it.y - y;
      const ez = it.z - z;
      const along = ex * LIGHT[0] + ey * LIGHT[1] + ez * LIGHT[2];
      if (along <= -it.radius * 0.5) continue;
      const far = Math.sqrt(Math.max(0, ex * ex + ey * ey + ez * ez - along * along));
      const reach = it.radius * 0.97;
      const edge = 0.03 + Math.max(0, along) * 0.2;
      if (far > reach + edge) continue;
      const dark = smooth(reach + edge, reach - edge, far) * smooth(-it.radius * 0.5, it.radius * 0.3, along);
      free *= 1 - dark * (it.skin === 'glass' ? 0.62 : it.skin === 'grape' ? 0.9 : 1);
      if (free < 0.01) return 0;
    }
    return lit * free;
  }

  function openness(
    x: number,
    y: number,
    z: number,
    nx: number,
    ny: number,
    nz: number,
    self: number,
  ): number {
    let clear = self >= 0 ? 0.55 + 0.45 * smooth(-0.1, 0.7, y) + 0.1 * ny : 1;
    for (let k = 0; k < firstStalk; k++) {
      if (k === firstGrape) {
        const reach = bunch.radius + 1;
        if ((bunch.x - x) ** 2 + (bunch.y - y) ** 2 + (bunch.z - z) ** 2 > reach * reach) break;
      }
      if (k === self) continue;
      const it = fruits[k] as Fruit;
      const ex = it.x - x;
      const ey = it.y - y;
      const ez = it.z - z;
      const square = ex * ex + ey * ey + ez * ez;
      const near = it.radius * it.radius;
      if (square > near * 16) continue;
      const toward = (ex * nx + ey * ny + ez * nz) / Math.sqrt(square);
      clear *= 1 - Math.max(0, toward * 0.85 + 0.15) * Math.min(1, near / square);
    }
    return Math.max(0, clear);
  }
}
