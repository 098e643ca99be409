import { bloom, createFrame, type Frame, mix, pause, smooth } from './frame.ts';
import { drawLand } from './land.ts';
import { createNoise } from './noise.ts';
import { createPlane } from './plane.ts';

const SUN_SIDE = 0.06;
const SUN_RISE = 0.035;

/** The sun going down over open water, a headland with its lighthouse, cloud lit from below. */
export async function drawCoast(width: number, height: number): Promise<Frame> {
  const frame = createFrame(width, height);
  const noise = createNoise(1907);
  const camera = {
    x: 0,
    z: 0,
    height: 3.4,
    heading: 0,
    horizon: 0.56,
    spread: 1.05,
    near: 3.2,
    far: 9000,
    stride: 0.0045,
  };
  const focal = width / camera.spread;
  const horizonRow = camera.horizon * height;

  const skyWide = 800;
  const skyTall = 360;
  const skyTop = horizonRow / focal;
  const sky = new Float32Array(skyWide * skyTall * 3);
  await paintSky();
  const swell = await createPlane(256, (u, v) => tiled(u, v, 8, 3));
  const chop = await createPlane(512, (u, v) => tiled(u, v, 20, 4));
  const out = new Float64Array(3);
  for (let row = 0; row < Math.min(height, horizonRow + 2); row++) {
    const rise = (horizonRow - row - 0.5) / focal;
    for (let column = 0; column < width; column++) {
      const side = ((column + 0.5) / width - 0.5) * camera.spread;
      skyAt(side, rise, out);
      const i = (row * width + column) * 3;
      const disc = Math.hypot(side - SUN_SIDE, (rise - SUN_RISE) * 1.03);
      const face = smooth(0.0172, 0.0158, disc) * 5;
      frame.light[i] = (out[0] as number) + face;
      frame.light[i + 1] = (out[1] as number) + face * 0.62;
      frame.light[i + 2] = (out[2] as number) + face * 0.22;
    }
    if (row % 128 === 127) await pause();
  }
  await drawLand(frame, camera, { height: sea, shade });
  drawHeadland();
  await bloom(frame, 0.07, 0.2, 0.9);
  return frame;

  /** Octaves of noise that meet at the edges, for sheets that repeat. */
  function tiled(u: number, v: number, cells: number, octaves: number): number {
    let sum = 0;
    let strength = 0.5;
    for (let i = 0; i < octaves; i++) {
      const turn = Math.PI * 2;
      // Four corners cross-faded: cheaper than noise on a torus and as good for water.
      const a = noise.at(u * cells, v * cells);
      const b = noise.at((u - 1) * cells, v * cells);
      const c = noise.at(u * cells, (v - 1) * cells);
      const d = noise.at((u - 1) * cells, (v - 1) * cells);
      const fu = 0.5 - 0.5 * Math.cos((u * turn) / 2);
      const fv = 0.5 - 0.5 * Math.cos((v * turn) / 2);
      sum += (1 - Math.abs(mix(mix(a, b, fu), mix(c, d, fu), fv)) * 1.6) * strength;
      cells *= 2;
      strength *= 0.52;
    }
    return sum;
  }

  async function paintSky(): Promise<void> {
    for (let y = 0; y < skyTall; y++) {
      const rise = (y / skyTall) * skyTop;
      for (let x = 0; x < skyWide; x++) {
        const side = ((x / skyWide) * 1.6 - 0.8) * camera.spread;
        const i = (y * skyWide + x) * 3;
        const dx = side - SUN_SIDE;
        const dy = rise - SUN_RISE;
        const away = Math.sqrt(dx * dx * 0.38 + dy * dy);
        const wide = Math.exp(-away * 4.2);
        const close = Math.exp(-away * 17);
        const up = smooth(0, 0.52, rise);
        let r = mix(0.36, 0.022, up) * (0.3 + wide * 1.1) + close * 1.6;
        let g = mix(0.15, 0.06, up) * (0.55 + wide * 0.65) + close * 0.66;
        let b = mix(0.13, 0.16, up) * (0.95 - wide * 0.25) + close * 0.13;
        const flat = 1 / (rise + 0.045);
        const cx = side * flat * 0.55;
        const cz = flat * 1.15;
        const bend = noise.fbm(cx * 0.7 + 11, cz * 0.7 + 2, 3);
        const dense =
          noise.fbm(cx + bend * 0.9, cz + bend * 0.6 + 20, 7) + 0.06 + smooth(0.1, 0.5, rise) * 0.08;
        const cloud = smooth(-0.04, 0.3, dense) * smooth(0.012, 0.11, rise);
        // The sun is below the cloud: its thin edges glow, its thick middle is dusk.
        const thin = 1 - smooth(0.04, 0.42, dense);
        const glow = thin * (0.1 + wide * 1.35);
        const cr = 0.045 + glow * 1.15 + wide * 0.16;
        const cg = 0.05 + glow * 0.35 + wide * 0.055;
        const cb = 0.085 + glow * 0.1 + wide * 0.035;
        r = mix(r, cr, cloud * 0.9);
        g = mix(g, cg, cloud * 0.9);
        b = mix(b, cb, cloud * 0.9);
        sky[i] = r;
        sky[i + 1] = g;
        sky[i + 2] = b;
      }
      if (y % 32 === 31) await pause();
    }
  }

  function skyAt(side: number, rise: number, to: Float64Array): void {
    let u = ((side / camera.spread + 0.8) / 1.6) * skyWide;
    let v = (Math.abs(rise) / skyTop) * skyTall;
    u = u < 0 ? 0 : u > skyWide - 1.01 ? skyWide - 1.01 : u;
    v = v > skyTall - 1.01 ? skyTall - 1.01 : v;
    const x = u | 0;
    const y = v | 0;
    const fx = u - x;
    const fy = v - y;
    const i = (y * skyWide + x) * 3;
    const j = i + skyWide * 3;
    for (let c = 0; c < 3; c++) {
      const a = mix(sky[i + c] as number, sky[i + 3 + c] as number, fx);
      const b = mix(sky[j + c] as number, sky[j + 3 + c] as number, fx);
      to[c] = a + (b - a) * fy;
    }
  }

  function sea(x: number, z: number, distance: number): number {
    const rough = swell.sample(x / 150 + 0.1, z / 92 + x / 900) - 0.45;
    let y = rough * 1.2;
    if (distance < 700) y += (chop.sample(x / 74, z / 47) - 0.45) * 0.2;
    if (distance < 120) y += (chop.sample(x / 17 + z / 60, z / 12) - 0.45) * 0.035;
    return y;
  }

  function shade(x: number, z: number, y: number, distance: number, to: Float64Array): void {
    const gap = 0.035 + distance * 0.0035;
    let sx = (sea(x + gap, z, distance) - y) / gap;
    let sz = (sea(x, z + gap, distance) - y) / gap;
    if (distance < 420) {
      const fine = 1 - distance / 420;
      sx += (chop.sample(x / 3.1, z / 2.3) - chop.sample(x / 3.1 + 0.004, z / 2.3)) * 0.8 * fine;
      sz += (chop.sample(x / 3.1, z / 2.3 + 0.004) - chop.sample(x / 3.1, z / 2.3)) * 0.8 * fine;
    }
    const n = 1 / Math.sqrt(sx * sx + sz * sz + 1);
    const nx = -sx * n;
    const ny = n;
    const nz = -sz * n;
    const dx = x - camera.x;
    const dy = y - camera.height;
    const dz = z - camera.z;
    const k = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
    const facing = Math.max(0.02, -(dx * nx + dy * ny + dz * nz) * k);
    const mirror = 0.02 + 0.98 * (1 - facing) ** 5;
    const twice = 2 * facing;
    const rx = dx * k + nx * twice;
    const ry = Math.abs(dy * k + ny * twice) + 0.004;
    const rz = Math.max(0.08, dz * k + nz * twice);
    skyAt(rx / rz, ry / rz, to);
    const sunX = rx / rz - SUN_SIDE;
    const sunY = ry / rz - SUN_RISE;
    // Facets too small to draw spread the sun over more of the water the farther off they are.
    const spread = 0.03 + Math.min(0.05, distance * 0.0002);
    const spark = Math.exp(-(sunX * sunX + sunY * sunY * 0.35) / (spread * spread)) * (0.09 / spread);
    const flash = mirror * (spark * 2.6);
    const depth = 0.4 + smooth(-0.6, 0.9, y) * 0.9;
    to[0] = (to[0] as number) * mirror + 0.006 * depth + flash * 1.25;
    to[1] = (to[1] as number) * mirror + 0.017 * depth + flash * 0.62;
    to[2] = (to[2] as number) * mirror + 0.026 * depth + flash * 0.2;
    const haze = 1 - Math.exp(-distance / 4200);
    const side = dx / Math.max(1, dz);
    const warm = Math.exp(-Math.abs(side - SUN_SIDE) * 3);
    to[0] = mix(to[0], 0.15 + warm * 0.62, haze);
    to[1] = mix(to[1], 0.1 + warm * 0.25, haze);
    to[2] = mix(to[2], 0.12, haze);
  }

  function drawHeadland(): void {
    const px = width / 2400;
    const base = Math.round(width * 0.845);
    const foot = horizonRow - 82 * px;
    const tall = 215 * px;
    for (let column = base - 40 * px; column <= base + 40 * px; column++) {
      const off = Math.abs(column - base) / px;
      for (let row = foot - tall; row < foot; row++) {
        const up = (foot - row) / tall;
        const shaft = mix(25, 17, Math.max(0, up / 0.8));
        const reach =
          up < 0.8
            ? shaft
            : up < 0.825
              ? 23
              : up < 0.92
                ? 11
                : up < 0.935
                  ? 15
                  : Math.max(0, 14 * (1 - (up - 0.935) / 0.06));
        const edge = smooth(reach + 0.7, reach - 0.7, off);
        if (edge <= 0) continue;
        const i = (Math.round(row) * width + Math.round(column)) * 3;
        const band = up < 0.8 ? 0.026 : 0.012;
        const lamp = up > 0.83 && up < 0.915;
        // Lit along the seaward edge by what is left of the day.
        const sunward = smooth(0, 1, (base + 6 * px - column) / px / reach) * 0.15;
        frame.light[i] = mix(frame.light[i] as number, lamp ? 7 : band + sunward, edge);
        frame.light[i + 1] = mix(
          frame.light[i + 1] as number,
          lamp ? 4.6 : band * 0.9 + sunward * 0.42,
          edge,
        );
        frame.light[i + 2] = mix(frame.light[i + 2] as number, lamp ? 1.9 : band * 1.1 + sunward * 0.2, edge);
      }
    }
    const from = Math.round(width * 0.66);
    for (let column = from; column < width; column++) {
      const t = (column - from) / (width - from);
      const crag = noise.fbm(t * 5 + 3, 0.5, 6) + 0.6;
      const rise = (smooth(0, 0.7, t) * 112 + crag * 46 * smooth(0, 0.3, t) - 14) * px;
      paint(column, horizonRow - rise, horizonRow + 7 * px, t);
    }
  }

  function paint(column: number, top: number, bottom: number, t: number): void {
    for (let row = Math.floor(top); row < bottom; row++) {
      const part = Math.min(1, row + 1 - top, bottom - row);
      if (part <= 0) continue;
      const i = (row * width + column) * 3;
      const grass = noise.fbm(column / 9, row / 22, 4);
      const down = (row - top) / (bottom - top);
      const lit = smooth(0.16, 0, down) * (0.1 + grass * 0.16) * (1.2 - t);
      const rock = 0.02 + Math.max(0, grass) * 0.028;
      const haze = 0.055 * (1 - t * 0.6);
      frame.light[i] = mix(frame.light[i] as number, rock + Math.max(0, lit) + haze, part);
      frame.light[i + 1] = mix(
        frame.light[i + 1] as number,
        rock * 0.9 + Math.max(0, lit) * 0.46 + haze * 0.5,
        part,
      );
      frame.light[i + 2] = mix(
        frame.light[i + 2] as number,
        rock + Math.max(0, lit) * 0.18 + haze * 0.55,
        part,
      );
    }
  }
}
