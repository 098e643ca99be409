import { bloom, createFrame, type Frame, mix, pause, smooth } from './frame.ts';
import { drawLand } from './land.ts';
import { createNoise } from './noise.ts';
import { createPlane } from './plane.ts';

const SIZE_KM = 64;
const SUN_SIDE = -0.3;
const SUN_RISE = 0.115;

/** Ranges behind ranges a little after sunrise, mist in the valleys, a wood on the near slope. */
export async function drawMountains(width: number, height: number): Promise<Frame> {
  const frame = createFrame(width, height);
  const noise = createNoise(41);
  const ranges = await createPlane(512, (u, v) => {
    const x = u * 7;
    const y = v * 7;
    const bend = noise.fbm(x * 0.6 + 40, y * 0.6, 3);
    return noise.ridged(x + bend * 0.9, y + bend * 0.7, 6);
  });
  const detail = await createPlane(512, (u, v) => noise.fbm(u * 16 + 7, v * 16 + 3, 6));
  const length = Math.hypot(SUN_SIDE, 1, SUN_RISE);
  const sun = [SUN_SIDE / length, SUN_RISE / length, 1 / length] as const;

  const camera = {
    x: 3,
    z: 50,
    height: 2,
    heading: 0,
    horizon: 0.4,
    spread: 0.92,
    near: 0.35,
    far: 60,
    stride: 0.0038,
  };
  const focal = width / camera.spread;

  await drawSky();
  await drawLand(frame, camera, { height: ground, shade });
  await bloom(frame, 0.05, 0.12, 0.85);
  return frame;

  function air(dx: number, dy: number, dz: number, out: Float64Array): void {
    const toSun = dx * sun[0] + dy * sun[1] + dz * sun[2];
    const near = Math.max(0, toSun);
    const wide = near ** 7;
    const glow = near ** 60 * 0.75 + near ** 900 * 2.2;
    const up = smooth(-0.02, 0.4, dy);
    out[0] = mix(mix(0.25, 0.045, up), mix(0.95, 0.4, up), wide) + glow;
    out[1] = mix(mix(0.265, 0.095, up), mix(0.5, 0.24, up), wide) + glow * 0.5;
    out[2] = mix(mix(0.36, 0.235, up), mix(0.26, 0.24, up), wide) + glow * 0.16;
  }

  async function drawSky(): Promise<void> {
    const out = new Float64Array(3);
    for (let row = 0; row < height * 0.62; row++) {
      const rise = (camera.horizon * height - row) / focal;
      for (let column = 0; column < width; column++) {
        const side = ((column + 0.5) / width - 0.5) * camera.spread;
        const n = 1 / Math.sqrt(side * side + rise * rise + 1);
        air(side * n, rise * n, n, out);
        const i = (row * width + column) * 3;
        const high = Math.max(0.02, rise);
        // Thin cloud on a sheet far above, lit from below.
        const cx = side / (high + 0.06);
        const cz = 1 / (high + 0.06);
        const veil =
          smooth(0.02, 0.62, noise.fbm(cx * 0.5 + 3, cz * 1.5, 5) + 0.18) * smooth(0.02, 0.2, rise) * 0.7;
        const warm = Math.max(0, 1 - Math.hypot(side - SUN_SIDE, (rise - SUN_RISE) * 1.4) * 1.5);
        frame.light[i] = mix(out[0] as number, 0.3 + warm * 0.75, veil);
        frame.light[i + 1] = mix(out[1] as number, 0.2 + warm * 0.32, veil);
        frame.light[i + 2] = mix(out[2] as number, 0.27 + warm * 0.06, veil);
      }
      if (row % 64 === 63) await pause();
    }
  }

  function ground(x: number, z: number, distance: number): number {
    const u = x / SIZE_KM;
    const v = z / SIZE_KM;
    const tall = ranges.sample(u, v);
    let y = 0.35 + tall ** 1.5 * 2.25;
    // Farther ranges are higher, so that each looks over the one before it.
    y *= 0.9 + Math.min(0.6, distance * 0.011);
    if (distance < 26) {
      y += Math.abs(detail.sample(u * 9, v * 9)) * -0.42 * tall;
      if (distance < 9) y += detail.sample(u * 57, v * 57) * 0.03;
      if (distance < 5) y += trees(x, z, y, distance);
    }
    return y;
  }

  function trees(x: number, z: number, y: number, distance: number): number {
    if (y > 2.35) return 0;
    const cell = 0.011;
    const cx = Math.floor(x / cell);
    const cz = Math.floor(z / cell);
    const h = hash(cx, cz);
    if ((h & 7) > 5) return 0;
    const ox = (cx + 0.5 + ((h >>> 4) & 15) / 60 - 0.125) * cell;
    const oz = (cz + 0.5 + ((h >>> 8) & 15) / 60 - 0.125) * cell;
    const r = Math.sqrt((x - ox) * (x - ox) + (z - oz) * (z - oz));
    const tall = 0.014 + ((h >>> 12) & 31) / 2400;
    const cone = tall - r * (tall / 0.0048);
    return cone > 0 ? cone * smooth(5, 3.6, distance) * smooth(2.35, 2.15, y) : 0;
  }

  function shade(x: number, z: number, y: number, distance: number, out: Float64Array): void {
    const gap = 0.012 + distance * 0.0016;
    const sx = (ground(x + gap, z, distance) - y) / gap;
    const sz = (ground(x, z + gap, distance) - y) / gap;
    const n = 1 / Math.sqrt(sx * sx + sz * sz + 1);
    const lit = Math.max(0, (-sx * sun[0] + sun[1] - sz * sun[2]) * n);
    const flat = n;
    const speck = detail.sample(x * 3.1, z * 3.1);
    const wood = smooth(2.4, 2.1, y);
    const r = mix(0.1, 0.026, wood);
    const g = mix(0.088, 0.04, wood);
    const b = mix(0.084, 0.028, wood);
    const dark = 0.75 + speck * 0.5;
    const open = 0.42 + 0.58 * flat;
    let cr = r * (lit * 4.6 + 0.3 * open) * dark;
    let cg = g * (lit * 2.6 + 0.42 * open) * dark;
    let cb = b * (lit * 1.1 + 0.74 * open) * dark;

    const dx = x - camera.x;
    const dz = z - camera.z;
    const dy = y - camera.height;
    const k = 1 / Math.sqrt(dx * dx + dy * dy + dz * dz);
    air(dx * k, 0.015, dz * k, out);
    // Clear air all the way, and mist that lies in the valleys and follows their shape.
    const drift = detail.sample(x * 0.11 + 0.3, z * 0.11) * 0.3;
    const mist = smooth(1.22, 0.62, y + drift) * (1 - Math.exp(-distance * 0.28));
    const clear = Math.exp(-distance * 0.042 - distance * distance * 0.0005);
    const haze = 1 - clear * (1 - mist * 0.92);
    const white = mist * 0.13;
    cr = mix(cr, (out[0] as number) * 0.78 + white, haze);
    cg = mix(cg, (out[1] as number) * 0.86 + white * 1.02, haze);
    cb = mix(cb, (out[2] as number) * 1.02 + white * 1.1, haze);
    out[0] = cr;
    out[1] = cg;
    out[2] = cb;
  }
}

function hash(x: number, z: number): number {
  let h = Math.imul(x, 374761393) ^ Math.imul(z, 668265263);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return (h ^ (h >>> 16)) >>> 0;
}
