import { bloom, createFrame, type Frame, mix, pause, smooth } from './frame.ts';
import { drawLand } from './land.ts';
import { createNoise } from './noise.ts';
import { createPlane } from './plane.ts';
import { createRandom } from './random.ts';

const SIZE_M = 4096;

/** Sand in the last light, every ripple with its own shadow, the moon already up. */
export async function drawDunes(width: number, height: number): Promise<Frame> {
  const frame = createFrame(width, height);
  const noise = createNoise(77);
  const sun = [0.93, 0.2, 0.31] as const;
  const crests = await createPlane(512, (u, v) => {
    const x = u * 15;
    const y = v * 15;
    const bend = noise.fbm(x * 0.5 + 9, y * 0.5, 2);
    // Pushed over by the wind: a long back and a steep face.
    const ridge = 1 - Math.abs(noise.at(x * 0.62 + bend * 1.1, y * 0.4 + bend * 0.9));
    const lower = 1 - Math.abs(noise.at(x * 1.3 + 40 + bend, y * 0.9 + bend * 1.4));
    return ridge ** 1.7 * 0.78 + lower ** 1.5 * 0.2 * ridge + noise.fbm(x * 0.3, y * 0.3 + 5, 2) * 0.25;
  });
  const camera = {
    x: 1685,
    z: 3322,
    height: 9,
    heading: -0.58,
    horizon: 0.385,
    spread: 0.62,
    near: 6,
    far: 7000,
    stride: 0.0042,
  };
  camera.height += sand(camera.x, camera.z) + 5;
  await drawSky();
  await drawLand(frame, camera, { height: sand, shade });
  await bloom(frame, 0.06, 0.1, 0.8);
  return frame;

  function sand(x: number, z: number): number {
    return crests.sample(x / SIZE_M, z / SIZE_M) * 66;
  }

  function shade(x: number, z: number, y: number, distance: number, out: Float64Array): void {
    const gap = 1.2 + distance * 0.004;
    let sx = (sand(x + gap, z) - y) / gap;
    let sz = (sand(x, z + gap) - y) / gap;
    // The steep face is smooth; ripples run on the backs, across the wind.
    const back = smooth(0.55, 0.2, Math.abs(sx) + Math.abs(sz) * 0.5);
    const wander = noise.fbm(x / 26, z / 21, 3);
    const near = Math.exp(-distance / 130);
    const phase = (x * 0.86 + z * 0.3) * 4.6 + wander * 6 + noise.at(x / 3.7, z / 5) * 0.5;
    const wave = Math.cos(phase) + 0.34 * Math.cos(phase * 2 + 0.9);
    const ripple = wave * 0.24 * near * (0.25 + back * 0.75);
    const wide = Math.cos((x * 0.8 + z * 0.36) * 0.31 + wander * 8) * 0.05 * Math.exp(-distance / 600);
    sx += ripple + wide;
    sz += (ripple + wide) * 0.36;
    const n = 1 / Math.sqrt(sx * sx + sz * sz + 1);
    let lit = Math.max(0, (-sx * sun[0] + sun[1] - sz * sun[2]) * n);
    if (lit > 0) {
      let free = 1;
      let step = 3 + distance * 0.01;
      let along = step;
      for (let k = 0; k < 14 && free > 0; k++) {
        const over = sand(x + sun[0] * along, z + sun[2] * along) - (y + sun[1] * along);
        free = Math.min(free, 1 - smooth(-along * 0.025, along * 0.018, over));
        along += step;
        step *= 1.3;
      }
      lit *= free;
    }
    const speck = noise.at(x * 2.1, z * 2.1) * 0.06 * near + wander * 0.1;
    const tone = 1 + speck;
    const up = 0.55 + 0.45 * n;
    let r = 0.5 * tone * (lit * 2.5 + 0.12 * up);
    let g = 0.285 * tone * (lit * 1.6 + 0.2 * up);
    let b = 0.15 * tone * (lit * 0.85 + 0.46 * up);
    const haze = 1 - Math.exp(-((distance / 3600) ** 1.25));
    r = mix(r, 0.42, haze);
    g = mix(g, 0.27, haze);
    b = mix(b, 0.27, haze);
    out[0] = r;
    out[1] = g;
    out[2] = b;
  }

  async function drawSky(): Promise<void> {
    const random = createRandom(5);
    const horizon = camera.horizon * height;
    for (let row = 0; row < Math.ceil(horizon + height * 0.1); row++) {
      const up = Math.max(0, 1 - row / horizon);
      for (let column = 0; column < width; column++) {
        const across = column / width;
        const i = (row * width + column) * 3;
        const low = Math.exp(-up * 3.6);
        const veil =
          Math.max(0, noise.fbm(across * 1.6 + up * 0.5, up * 6 + 3, 5) + 0.1) * 0.22 * (0.3 + low);
        const warm = 0.75 + across * 0.5;
        frame.light[i] = 0.014 + low * 0.44 * warm + veil * 0.9;
        frame.light[i + 1] = 0.042 + low * 0.24 + veil * 0.55;
        frame.light[i + 2] = 0.115 + up * 0.02 + low * 0.17 + veil * 0.5;
      }
      if (row % 64 === 63) await pause();
    }
    for (let k = 0; k < 170; k++) {
      const x = random() * width;
      const y = random() ** 1.3 * horizon * 0.72;
      dot(x, y, 0.7 + random() * 0.6, (0.06 + random() ** 6 * 0.7) * (1 - y / horizon));
    }
    drawMoon(width * 0.3, height * 0.125, width * 0.041);
  }

  function dot(x: number, y: number, radius: number, light: number): void {
    for (let row = Math.floor(y - 3); row <= y + 3; row++) {
      for (let column = Math.floor(x - 3); column <= x + 3; column++) {
        if (row < 0 || column < 0 || column >= width) continue;
        const d = (column - x) ** 2 + (row - y) ** 2;
        const i = (row * width + column) * 3;
        const add = light * Math.exp(-d / (radius * radius));
        for (let c = 0; c < 3; c++) frame.light[i + c] = (frame.light[i + c] as number) + add;
      }
    }
  }

  function drawMoon(x: number, y: number, radius: number): void {
    for (let row = Math.floor(y - radius - 2); row <= y + radius + 2; row++) {
      for (let column = Math.floor(x - radius - 2); column <= x + radius + 2; column++) {
        const px = (column - x) / radius;
        const py = (row - y) / radius;
        const d = Math.sqrt(px * px + py * py);
        const disc = smooth(1 + 1 / radius, 1 - 1 / radius, d);
        if (disc <= 0) continue;
        const pz = Math.sqrt(Math.max(0, 1 - d * d));
        // Waxing: lit from the lower right, where the sun went.
        const day = smooth(-0.04, 0.3, px * 0.74 + py * 0.42 + pz * 0.34);
        const seas = smooth(-0.05, 0.3, noise.fbm(px * 1.5 + 3, py * 1.5 + 8, 5));
        const craters = noise.fbm(px * 7, py * 7, 4) * 0.16;
        const tone = day * (0.86 - seas * 0.34 + craters) * (0.75 + pz * 0.25);
        const i = (row * width + column) * 3;
        frame.light[i] = (frame.light[i] as number) + disc * tone * 0.95;
        frame.light[i + 1] = (frame.light[i + 1] as number) + disc * tone * 0.9;
        frame.light[i + 2] = (frame.light[i + 2] as number) + disc * tone * 0.76;
      }
    }
  }
}
