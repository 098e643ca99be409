import { bloom, createFrame, type Frame, mix, pause, smooth } from './frame.ts';
import { arrange, type Fruit } from './fruit.ts';
import { createNoise } from './noise.ts';
import { createRandom } from './random.ts';
import { createScene, NOTHING, TABLE } from './scene.ts';
import { mirroredWindow, set, skin, wall } from './surfaces.ts';

/** Fruit and a glass ball on an oiled table, window light from the left, shallow focus. */
export async function drawStillLife(width: number, height: number): Promise<Frame> {
  const frame = createFrame(width, height);
  const noise = createNoise(64);
  const fruits = arrange();
  const { point, meet, lightAt, openness } = createScene(fruits, noise);
  const eye = { x: 0, y: 2.05, z: -6.6 };
  const dip = 0.2;
  const cosDip = Math.cos(dip);
  const sinDip = Math.sin(dip);
  const spread = 0.84;
  const focus = 6.35;
  const random = createRandom(99);
  const colour = new Float64Array(3);
  const echo = new Float64Array(3);

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
    const fruit = meet(ox, oy, oz, dx, dy, dz);
    if (fruit === NOTHING) {
      wall(noise, dx, dy, dz, to);
      return;
    }
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
