import sharp from 'sharp';
import { pause, smooth } from './frame.ts';
import { createNoise } from './noise.ts';

const SIDE = 200;
const FRAMES = 12;

/**
 * A small world turning once: an animated GIF of 12 frames, 200 x 200, that repeats without
 * a seam. Returns the work of encoding it.
 */
export async function drawPlanet(): Promise<() => Promise<Buffer>> {
  const noise = createNoise(12);
  const pixels = new Uint8Array(SIDE * SIDE * FRAMES * 3);
  for (let frame = 0; frame < FRAMES; frame++) {
    const turn = (frame / FRAMES) * Math.PI * 2;
    const cos = Math.cos(turn);
    const sin = Math.sin(turn);
    for (let row = 0; row < SIDE; row++) {
      for (let column = 0; column < SIDE; column++) {
        const x = (column - SIDE / 2) / (SIDE * 0.39);
        const y = (row - SIDE / 2) / (SIDE * 0.39);
        const d = Math.sqrt(x * x + y * y);
        const i = ((frame * SIDE + row) * SIDE + column) * 3;
        const air = Math.exp(-Math.max(0, d - 1) * 13) * smooth(-0.7, 0.8, -x * 0.7 - y * 0.5) * 0.5;
        let r = 10 + air * 50;
        let g = 11 + air * 110;
        let b = 18 + air * 190;
        if (d < 1) {
          const z = Math.sqrt(1 - d * d);
          const wx = x * cos + z * sin;
          const wz = z * cos - x * sin;
          const land = shape(wx, y, wz, 1.5);
          const cloud = smooth(0.02, 0.34, shape(wx, y * 2.1, wz, 2.3, 40));
          const day = smooth(-0.12, 0.85, -x * 0.58 - y * 0.38 + z * 0.72);
          const ice = smooth(0.72, 0.86, Math.abs(y) + land * 0.2);
          const dry = smooth(0.04, 0.3, land);
          const shore = smooth(-0.015, 0.015, land);
          r = 18 + shore * (48 + dry * 110);
          g = 62 + shore * (52 + dry * 24);
          b = 120 + shore * (-64 + dry * 4);
          const white = Math.max(cloud * 0.85, ice);
          r += (240 - r) * white;
          g += (243 - g) * white;
          b += (248 - b) * white;
          const rim = (1 - z) ** 3 * 70;
          const edge = smooth(1, 0.985, d);
          r = 10 + (r * day + rim * 0.3 * day - 4) * edge;
          g = 11 + (g * day + rim * 0.8 * day - 3) * edge;
          b = 18 + (b * day + rim * 1.4 * day) * edge;
        }
        pixels[i] = Math.max(0, Math.min(255, r));
        pixels[i + 1] = Math.max(0, Math.min(255, g));
        pixels[i + 2] = Math.max(0, Math.min(255, b));
      }
    }
    await pause();
  }
  const raw = { width: SIDE, height: SIDE * FRAMES, channels: 3 as const, pageHeight: SIDE };
  const delay = Array.from({ length: FRAMES }, () => 110);
  return () => sharp(pixels, { raw }).gif({ loop: 0, delay, colours: 96, dither: 0.6 }).toBuffer();

  /** Noise on the skin of a ball, from three sheets through it. */
  function shape(x: number, y: number, z: number, scale: number, from = 0): number {
    let sum = 0;
    let strength = 0.5;
    for (let i = 0; i < 3; i++) {
      const a = noise.at(x * scale + from, y * scale + i * 7.3);
      const b = noise.at(y * scale + from + 13.1, z * scale + i * 3.7);
      const c = noise.at(z * scale + from + 27.7, x * scale + i * 5.1);
      sum += (a + b + c) * 0.5 * strength;
      strength *= 0.5;
      scale *= 2.1;
    }
    return sum;
  }
}
