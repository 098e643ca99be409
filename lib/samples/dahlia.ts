import { createFrame, type Frame, mix, pause, smooth, soften } from './frame.ts';
import { createNoise } from './noise.ts';
import { createRandom, type Random } from './random.ts';

const GOLDEN = 2.399963;

interface Bloom {
  x: number;
  y: number;
  radius: number;
  petals: number;
  heart: readonly [number, number, number];
  tip: readonly [number, number, number];
}

/** A dahlia whose reds and oranges lie outside sRGB. The numbers are light in Display P3's own primaries. */
export async function drawDahlia(width: number, height: number): Promise<Frame> {
  const frame = createFrame(width, height);
  const { light } = frame;
  const noise = createNoise(8);
  const random = createRandom(88);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const u = column / width;
      const v = row / height;
      const leaf = smooth(-0.5, 0.6, noise.fbm(u * 2.4, v * 2.4 + 3, 3));
      const i = (row * width + column) * 3;
      light[i] = 0.003 + leaf * 0.016 * (1.2 - v);
      light[i + 1] = 0.012 + leaf * 0.06 * (1.3 - v * 0.9);
      light[i + 2] = 0.009 + leaf * 0.014;
    }
  }
  for (let k = 0; k < 26; k++) spot(random);
  await pause();
  const unit = width;
  await drawBloom({
    x: unit * 0.93,
    y: unit * 0.14,
    radius: unit * 0.27,
    petals: 90,
    heart: [0.5, 0.03, 0.0],
    tip: [1, 0.36, 0],
  });
  await drawBloom({
    x: unit * 0.06,
    y: unit * 0.9,
    radius: unit * 0.3,
    petals: 90,
    heart: [0.4, 0, 0.16],
    tip: [0.95, 0.02, 0.42],
  });
  // All that is not the flower in front is out of focus.
  soften(frame, Math.round(unit * 0.011));
  await drawBloom({
    x: unit * 0.49,
    y: unit * 0.5,
    radius: unit * 0.37,
    petals: 210,
    heart: [0.42, 0, 0.03],
    tip: [1, 0.035, 0.13],
  });
  return frame;

  function spot(from: Random): void {
    const x = from() * width;
    const y = from() * height;
    const radius = (0.025 + from() * 0.05) * width;
    const add = 0.01 + from() ** 2 * 0.07;
    for (
      let row = Math.max(0, Math.floor(y - radius * 1.2));
      row < Math.min(height, y + radius * 1.2);
      row++
    ) {
      for (
        let column = Math.max(0, Math.floor(x - radius * 1.2));
        column < Math.min(width, x + radius * 1.2);
        column++
      ) {
        const inside = smooth(radius * 1.2, radius * 0.8, Math.hypot(column - x, row - y)) * add;
        const i = (row * width + column) * 3;
        light[i] = (light[i] as number) + inside * 0.5;
        light[i + 1] = (light[i + 1] as number) + inside;
        light[i + 2] = (light[i + 2] as number) + inside * 0.2;
      }
    }
  }

  async function drawBloom(bloom: Bloom): Promise<void> {
    for (let k = bloom.petals; k >= 1; k--) {
      const t = k / bloom.petals;
      const turn = k * GOLDEN + noise.at(k * 0.7, bloom.x) * 0.1;
      const reach = bloom.radius * (0.1 + 0.9 * t ** 0.62) * (1 + noise.at(k * 1.3, 4) * 0.05);
      const length = bloom.radius * mix(0.15, 0.62, t ** 0.8);
      const wide = length * mix(0.36, 0.21, t);
      petal(bloom, turn, reach - length, length, wide, t);
      if (k % 12 === 0) await pause();
    }
  }

  /** One petal, cupped along its middle, and the soft shadow it throws on those below. */
  function petal(bloom: Bloom, turn: number, from: number, length: number, wide: number, t: number): void {
    const cos = Math.cos(turn);
    const sin = Math.sin(turn);
    const cx = bloom.x + cos * (from + length / 2);
    const cy = bloom.y + sin * (from + length / 2);
    const room = length * 0.62 + 3;
    const facing = 0.72 + 0.34 * (-cos * 0.5 - sin * 0.86);
    for (let row = Math.max(0, Math.floor(cy - room)); row < Math.min(height, cy + room); row++) {
      for (let column = Math.max(0, Math.floor(cx - room)); column < Math.min(width, cx + room); column++) {
        const dx = column + 0.5 - bloom.x;
        const dy = row + 0.5 - bloom.y;
        const along = (dx * cos + dy * sin - from) / length;
        if (along < -0.1 || along > 1.12) continue;
        const side = (dy * cos - dx * sin) / wide;
        const a = along < 0 ? 0 : along > 1 ? 1 : along;
        const half = Math.sqrt(a * (1 - a) * (1 - a * a * 0.55)) * 2.15;
        const off = (half - Math.abs(side)) * wide;
        const end = Math.min(off, (1 - along) * length);
        const i = (row * width + column) * 3;
        const shadow = smooth(-wide * 0.42 - 1, wide * 0.15, end) * 0.42;
        const cover = smooth(-1, 1, end);
        if (shadow <= 0 && cover <= 0) continue;
        const s = Math.max(-1.1, Math.min(1.1, side / (half + 0.02)));
        const cup = 0.5 + 0.5 * s * s;
        const lit =
          facing *
          mix(mix(0.62, 0.14, Math.min(1, t * 4)), 1, smooth(0.12, 0.9, a)) *
          cup *
          (1 - 0.24 * s * (sin * 0.6 - cos * 0.5));
        const vein =
          1 +
          noise.at(side * 5 + t * 90, a * 2.2 + t * 31) * 0.09 +
          noise.at(side * 14 + t * 55, a * 3) * 0.06;
        const tone = smooth(0.05, 0.95, a) * (0.6 + 0.4 * t);
        const shine = smooth(0.75, 1.02, a) * 0.09 + smooth(0.7, 1, Math.abs(s)) * 0.07 * a;
        for (let c = 0; c < 3; c++) {
          const under = (light[i + c] as number) * (1 - shadow);
          const own =
            (mix(bloom.heart[c] as number, bloom.tip[c] as number, tone) * vein +
              shine * (c === 0 ? 0.5 : 0.32)) *
            lit;
          light[i + c] = under + (own - under) * cover;
        }
      }
    }
  }
}
