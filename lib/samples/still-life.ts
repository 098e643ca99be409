import { bloom, createFrame, type Frame, mix, pause, smooth } from './frame.ts';
import { around, arrange, type Fruit, passes } from './fruit.ts';
import { createNoise } from './noise.ts';
import { createRandom } from './random.ts';
import { LIGHT, mirroredWindow, set, skin, wall } from './surfaces.ts';

const NOTHING = -2;
const TABLE = -1;

/** Fruit and a glass ball on an oiled table, window light from the left, shallow focus. */
export async function drawStillLife(width: number, height: number): Promise<Frame> {
  const frame = createFrame(width, height);
  const noise = createNoise(64);
  const fruits = arrange();
  const count = fruits.length;
  // The grapes come after the rest, so that one look at the ball around them spares looking at each.
  const firstGrape = fruits.findIndex((it) => it.skin === 'grape');
  const firstStalk = fruits.findIndex((it) => it.skin === 'stalk');
  const bunch = around(fruits.slice(firstGrape, firstStalk));
  const stalk = around(fruits.slice(firstStalk));
  const eye = { x: 0, y: 2.05, z: -6.6 };
  const dip = 0.2;
  const cosDip = Math.cos(dip);
  const sinDip = Math.sin(dip);
  const spread = 0.84;
  const focus = 6.35;
  const random = createRandom(99);
  const colour = new Float64Array(3);
  const echo = new Float64Array(3);
  const point = new Float64Array(6);
  let struck = NOTHING;

  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const i = (row * width + column) * 3;
      let r = 0;
      let g = 0;
      let b = 0;
      let spare = 0;
      let rays = 0;
      const start = random() * Math.PI * 2;
      // A spot that looks like those already drawn beside it is flat and sharp; only edges and blur are worth more.
      for (let wanted = 1; rays < wanted; rays++) {
        const px = ((column + random()) / width - 0.5) * spread;
        const py = ((height / 2 - row - random()) / width) * spread;
        // Spots on the lens spread like seeds in a sunflower, turned at random for each pixel.
        const turn = start + rays * 2.399963;
        const out = Math.sqrt(((rays * 5) % 12) / 12 + random() / 12) * 0.05;
        const lx = Math.cos(turn) * out;
        const ly = Math.sin(turn) * out;
        const dx = px * focus - lx;
        const dy = py * focus - ly;
        const n = 1 / Math.sqrt(dx * dx + dy * dy + focus * focus);
        const vy = (dy * cosDip - focus * sinDip) * n;
        const vz = (dy * sinDip + focus * cosDip) * n;
        trace(eye.x + lx, eye.y + ly * cosDip, eye.z + ly * sinDip, dx * n, vy, vz, 0, colour);
        const cr = Math.min(6, colour[0] as number);
        const cg = Math.min(6, colour[1] as number);
        const cb = Math.min(6, colour[2] as number);
        if (rays > 0)
          spare = Math.max(
            spare,
            Math.abs(cg - g / rays) / (cg + 0.06),
            Math.abs(cr - r / rays) / (cr + 0.06),
          );
        r += cr;
        g += cg;
        b += cb;
        if (rays === 0 && row > 0 && column > 0 && (differs(i - 3, cr, cg) || differs(i - width * 3, cr, cg)))
          wanted = 4;
        if (rays === 3 && spare > 0.12) wanted = 12;
      }
      frame.light[i] = r / rays;
      frame.light[i + 1] = g / rays;
      frame.light[i + 2] = b / rays;
    }
    if (row % 16 === 15) await pause();
  }
  await bloom(frame, 0.03, 0.07, 1.2);
  return frame;

  function differs(at: number, r: number, g: number): boolean {
    const dr = Math.abs((frame.light[at] as number) - r);
    const dg = Math.abs((frame.light[at + 1] as number) - g);
    return dr > 0.07 * r + 0.008 || dg > 0.07 * g + 0.008;
  }

  function trace(
    ox: number,
    oy: number,
    oz: number,
    dx: number,
    dy: number,
    dz: number,
    depth: number,
    to: Float64Array,
  ): void {
    meet(ox, oy, oz, dx, dy, dz);
    if (struck === NOTHING) {
      wall(noise, dx, dy, dz, to);
      return;
    }
    const fruit = struck;
    const x = point[0] as number;
    const y = point[1] as number;
    const z = point[2] as number;
    if (fruit === TABLE) {
      table(x, z, dx, dy, dz, depth, to);
      return;
    }
    const nx = point[3] as number;
    const ny = point[4] as number;
    const nz = point[5] as number;
    const it = fruits[fruit] as Fruit;
    const facing = Math.min(1, Math.max(0, -(dx * nx + dy * ny + dz * nz)));
    const rim = (1 - facing) ** 5;
    if (it.skin === 'glass') {
      glass(it, x, y, z, nx, ny, nz, dx, dy, dz, rim, depth, to);
      return;
    }
    const direct = lightAt(x, y, z, nx, ny, nz, fruit);
    const open = openness(x, y, z, nx, ny, nz, fruit);
    const px = (x - it.x) / it.radius;
    const py = (y - it.y) / it.radius;
    const pz = (z - it.z) / it.radius;
    skin(noise, it, px, py, pz, facing, echo);
    const soft = it.skin === 'grape' ? 0.34 : it.skin === 'peach' ? 0.2 : 0.1;
    const lit = direct * 1.75 * (1 - soft) + soft * 0.9 * (0.3 + direct);
    // Cool from the room above, warm from the table below.
    const up = ny * 0.5 + 0.5;
    const er = open * mix(0.2, 0.15, up);
    const eg = open * mix(0.105, 0.16, up);
    const eb = open * mix(0.06, 0.19, up);
    let r = (echo[0] as number) * (lit + er);
    let g = (echo[1] as number) * (lit * 0.88 + eg);
    let b = (echo[2] as number) * (lit * 0.72 + eb);
    if (it.skin === 'peach' || it.skin === 'plum') {
      // Down on the skin catches light at the edge.
      const bloomed = rim ** 0.45 * 0.16 * (0.3 + direct + open * 0.4);
      r += bloomed;
      g += bloomed * 0.86;
      b += bloomed * 0.82;
    }
    const gloss = it.skin === 'peach' ? 0.05 : it.skin === 'orange' ? 0.4 : it.skin === 'plum' ? 0.35 : 1;
    const shine = (0.035 + 0.65 * rim) * gloss;
    const twice = 2 * facing;
    mirroredWindow(
      dx + nx * twice,
      dy + ny * twice,
      dz + nz * twice,
      it.skin === 'orange' || it.skin === 'plum' ? 0.16 : 0.035,
      to,
    );
    const hide = direct > 0.02 || ny > 0.2 ? 1 : open;
    to[0] = r + (to[0] as number) * shine * hide;
    to[1] = g + (to[1] as number) * shine * hide;
    to[2] = b + (to[2] as number) * shine * hide;
  }

  function meet(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number): void {
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
    struck = hit;
    if (hit === NOTHING) return;
    const x = ox + dx * nearest;
    const y = oy + dy * nearest;
    const z = oz + dz * nearest;
    point[0] = x;
    point[1] = y;
    point[2] = z;
    if (hit === TABLE) return;
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

  /** Light from the window that reaches a point: its tilt, and what stands in the way, with soft edges. */
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

  function table(
    x: number,
    z: number,
    dx: number,
    dy: number,
    dz: number,
    depth: number,
    to: Float64Array,
  ): void {
    const board = Math.floor((z + 40) / 1.45);
    const across = (z + 40) / 1.45 - board;
    const shift = board * 13.7;
    const bend = noise.fbm(x * 0.22 + shift, z * 0.9, 3);
    const rings = noise.at(shift + bend * 2.2 + x * 0.05, across * 6 + bend * 5);
    const pore = noise.at(x * 2.6 + shift, z * 62);
    const tone = 0.5 + rings * 0.26 + pore * 0.13 + noise.at(board * 3.3, 0.5) * 0.25;
    const joint = smooth(0, 0.012, Math.min(across, 1 - across));
    const direct = lightAt(x, 0, z, 0, 1, 0, -1);
    const open = openness(x, 0, z, 0, 1, 0, -1);
    // The window's own shape falls off across the table.
    const pool = Math.exp(-((x + 0.9) ** 2) / 26 - (z - 0.2) ** 2 / 20);
    const lit = direct * 1.75 * pool;
    const wood = joint * 0.8 + 0.2;
    let r = mix(0.105, 0.27, tone) * wood * (lit + open * 0.17);
    let g = mix(0.048, 0.145, tone) * wood * (lit * 0.88 + open * 0.17);
    let b = mix(0.02, 0.066, tone) * wood * (lit * 0.72 + open * 0.185);
    if (depth === 0) {
      const sheen = 0.028 + 0.5 * (1 + dy) ** 5;
      const rough = 0.018 + Math.abs(pore) * 0.02;
      trace(x, 0.0005, z, dx + rings * rough, -dy, dz + pore * rough, 1, to);
      r += (to[0] as number) * sheen;
      g += (to[1] as number) * sheen;
      b += (to[2] as number) * sheen;
    }
    set(to, r, g, b);
  }

  function glass(
    it: Fruit,
    x: number,
    y: number,
    z: number,
    nx: number,
    ny: number,
    nz: number,
    dx: number,
    dy: number,
    dz: number,
    rim: number,
    depth: number,
    to: Float64Array,
  ): void {
    const facing = Math.min(1, -(dx * nx + dy * ny + dz * nz));
    let r = 0;
    let g = 0;
    let b = 0;
    if (depth < 2) {
      // Into the ball, straight across it, and out again.
      const eta = 1 / 1.5;
      const k = Math.sqrt(Math.max(0, 1 - eta * eta * (1 - facing * facing)));
      const ix = dx * eta + nx * (eta * facing - k);
      const iy = dy * eta + ny * (eta * facing - k);
      const iz = dz * eta + nz * (eta * facing - k);
      const chord = -2 * (ix * nx + iy * ny + iz * nz) * it.radius;
      const bx = x + ix * chord;
      const by = y + iy * chord;
      const bz = z + iz * chord;
      const mx = (bx - it.x) / it.radius;
      const my = (by - it.y) / it.radius;
      const mz = (bz - it.z) / it.radius;
      const c = ix * mx + iy * my + iz * mz;
      const q = Math.sqrt(Math.max(0, 1 - 2.25 * (1 - c * c)));
      const w = q - 1.5 * c;
      trace(
        bx + mx * 0.002,
        by + my * 0.002,
        bz + mz * 0.002,
        ix * 1.5 + mx * w,
        iy * 1.5 + my * w,
        iz * 1.5 + mz * w,
        2,
        to,
      );
      r = (to[0] as number) * 0.86;
      g = (to[1] as number) * 0.95;
      b = (to[2] as number) * 0.97;
    }
    const shine = 0.04 + 0.9 * rim;
    mirroredWindow(dx + nx * 2 * facing, dy + ny * 2 * facing, dz + nz * 2 * facing, 0.012, to);
    set(to, mix(r, to[0] as number, shine), mix(g, to[1] as number, shine), mix(b, to[2] as number, shine));
  }
}
