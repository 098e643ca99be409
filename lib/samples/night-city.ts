import { bloom, createFrame, type Frame, mix, pause, smooth } from './frame.ts';
import { createNoise } from './noise.ts';
import { createRandom } from './random.ts';

/** A skyline over a river after sunset, its lights in the water, lamps out of focus up front. */
export async function drawNightCity(width: number, height: number): Promise<Frame> {
  const frame = createFrame(width, height);
  const { light } = frame;
  const noise = createNoise(2024);
  const random = createRandom(311);
  const px = width / 1600;
  const shore = Math.round(height * 0.6);
  await drawSky();
  for (let layer = 0; layer < 4; layer++) {
    drawBlocks(layer);
    await pause();
  }
  drawQuay();
  await bloom(frame, 0.012, 0.6, 0.4);
  await drawRiver();
  await bloom(frame, 0.09, 0.3, 0.8);
  await drawBokeh();
  return frame;

  async function drawSky(): Promise<void> {
    for (let row = 0; row < shore; row++) {
      const up = 1 - row / shore;
      const low = Math.exp(-up * 3.1);
      for (let column = 0; column < width; column++) {
        const across = column / width;
        const west = Math.exp(-((across - 0.72) ** 2) * 5);
        const cloud = smooth(-0.1, 0.5, noise.fbm(across * 2.2 + up * 0.6, up * 4.2 + 7, 6) + 0.05);
        put(
          row,
          column,
          0.012 + low * (0.1 + west * 0.42) + cloud * (0.012 + low * 0.13),
          0.022 + low * (0.07 + west * 0.16) + cloud * (0.014 + low * 0.05),
          0.062 + low * 0.13 + cloud * (0.026 + low * 0.05),
        );
      }
      if (row % 64 === 63) await pause();
    }
  }

  function put(row: number, column: number, r: number, g: number, b: number): void {
    const i = (row * width + column) * 3;
    light[i] = r;
    light[i + 1] = g;
    light[i + 2] = b;
  }

  function drawBlocks(layer: number): void {
    const near = layer / 3;
    let left = -random() * 50 * px;
    while (left < width) {
      const wide = Math.round((26 + random() * (34 + near * 50)) * px);
      const middle = 1 - Math.abs((left + wide / 2) / width - 0.4) * 1.25;
      const tower = random() < 0.14 ? 1.45 : 1;
      const reach = mix(0.3, 0.16, near) + middle * mix(0.22, 0.15, near);
      const tall = Math.round(height * Math.min(0.5, Math.max(0.05, reach * (0.4 + random() * 0.6) * tower)));
      drawBlock(Math.round(left), wide, tall, near, tower > 1);
      left += wide + (random() < 0.4 ? random() * 16 * px : 1);
    }
  }

  function drawBlock(left: number, wide: number, tall: number, near: number, tower: boolean): void {
    const top = Math.max(8, shore - tall);
    const seed = random() * 1000;
    // Rooms are lit in the colour of whoever is still up: lamps mostly, screens and tubes here and there.
    const office = random() < 0.4;
    const tint = office ? [0.75, 0.9, 1] : [1, 0.62 + random() * 0.16, 0.26 + random() * 0.2];
    const pane = Math.max(2, (mix(2.6, 4.3, near) + random() * 1.3) * px);
    const floor = pane * (1.25 + random() * 0.5);
    const busy = 0.2 + random() * 0.34;
    const step = random() < 0.5 ? wide * (0.12 + random() * 0.2) : 0;
    const ledge = tall * (0.08 + random() * 0.2);
    const mast = tower ? top - 46 * px * (0.4 + random()) : top;
    const haze = (1 - near) * 0.75;
    for (let row = Math.max(0, Math.floor(mast)); row < shore; row++) {
      for (let column = Math.max(0, left); column < Math.min(width, left + wide); column++) {
        const inX = column - left;
        if (row < top && Math.abs(inX - wide / 2) > 1.1 * px) continue;
        const set = row < top + ledge ? step : 0;
        if (row >= top && (inX < set || inX > wide - set)) continue;
        const shade = 0.55 + 0.45 * (inX / wide);
        let r = 0.011 * shade;
        let g = 0.012 * shade;
        let b = 0.02 * shade;
        if (row > top + floor && inX > pane * 0.7 && inX < wide - pane * 0.7) {
          const across = inX / pane;
          const down = (row - top) / floor;
          const cell = Math.floor(across);
          const story = Math.floor(down);
          const fx = across - cell;
          const fy = down - story;
          const h = chance(cell, story, seed);
          // Whole floors go dark together in an office.
          const dark = office && chance(7, story, seed) < 0.35;
          if (h < busy && !dark && fx > 0.16 && fx < 0.84 && fy > 0.24 && fy < 0.82) {
            const strong = 0.12 + (h / busy) ** 3 * 1.3;
            const curtain = 0.7 + 0.3 * fy;
            r += (tint[0] as number) * strong * curtain;
            g += (tint[1] as number) * strong * curtain;
            b += (tint[2] as number) * strong * curtain;
          }
        }
        const down = (row - top) / Math.max(1, tall);
        const fog = haze * (0.3 + 0.7 * Math.max(0, down));
        put(row, column, mix(r, 0.135, fog), mix(g, 0.075, fog), mix(b, 0.115, fog));
      }
    }
    if (tower) lamp(left + wide / 2, mast, 2.3 * px, 3.2, 0.22, 0.12);
  }

  function chance(a: number, b: number, seed: number): number {
    let h =
      Math.imul(a + 11, 374761393) ^
      Math.imul(b + 5, 668265263) ^
      Math.imul(Math.floor(seed * 977), 1274126177);
    h = Math.imul(h ^ (h >>> 15), 2246822519);
    return ((h ^ (h >>> 13)) >>> 0) / 4294967296;
  }

  function lamp(x: number, y: number, radius: number, r: number, g: number, b: number): void {
    const far = Math.ceil(radius * 2);
    for (let row = Math.floor(y - far); row <= y + far; row++) {
      for (let column = Math.floor(x - far); column <= x + far; column++) {
        if (row < 0 || column < 0 || row >= height || column >= width) continue;
        const part = smooth(radius + 0.8, radius - 0.8, Math.hypot(column - x, row - y));
        const i = (row * width + column) * 3;
        light[i] = (light[i] as number) + r * part;
        light[i + 1] = (light[i + 1] as number) + g * part;
        light[i + 2] = (light[i + 2] as number) + b * part;
      }
    }
  }

  function drawQuay(): void {
    for (let row = shore - Math.round(7 * px); row < shore; row++) {
      for (let column = 0; column < width; column++) put(row, column, 0.012, 0.011, 0.014);
    }
    for (let x = 12 * px; x < width; x += (19 + random() * 13) * px) {
      const warm = random();
      lamp(x, shore - 11 * px, (1.5 + random() * 0.8) * px, 5, mix(2, 3.6, warm), mix(0.5, 2.4, warm ** 3));
    }
  }

  /** The bank upside down, torn into strokes by the water, more so towards the viewer. */
  async function drawRiver(): Promise<void> {
    for (let row = shore; row < height; row++) {
      const depth = (row - shore) / (height - shore);
      const far = 1 / (depth + 0.07);
      for (let column = 0; column < width; column++) {
        const wx = (column / width - 0.5) * far * 4;
        const wy = far * 11;
        const wave = noise.at(wx * 2.2, wy * 3.1) + noise.at(wx * 6 + 9, wy * 8) * 0.6;
        const slide = wave * (6 + depth * 42) * px;
        const lift = Math.abs(wave) * (14 + depth * 150) * px;
        let r = 0;
        let g = 0;
        let b = 0;
        // Small waves smear each light up and down.
        for (let k = 0; k < 5; k++) {
          const from = Math.round(shore - 2 - (row - shore) * 1.12 + lift + (k - 2) * (3 + depth * 26) * px);
          const y = from < 0 ? 0 : from >= shore ? 2 * shore - from - 1 : from;
          const x = Math.min(width - 1, Math.max(0, Math.round(column + slide + (k - 2) * wave * 2)));
          const i = (Math.min(shore - 1, Math.max(0, y)) * width + x) * 3;
          r += light[i] as number;
          g += light[i + 1] as number;
          b += light[i + 2] as number;
        }
        const mirror = 0.17 * (0.62 + 0.4 * smooth(-0.6, 0.8, wave)) * (1 - depth * 0.35);
        put(row, column, r * mirror + 0.003, g * mirror + 0.006, b * mirror + 0.011);
      }
      if (row % 48 === 47) await pause();
    }
  }

  async function drawBokeh(): Promise<void> {
    const tints = [
      [1, 0.48, 0.11],
      [1, 0.6, 0.24],
      [1, 0.72, 0.4],
      [1, 0.3, 0.13],
      [0.5, 0.72, 0.8],
    ] as const;
    for (let k = 0; k < 64; k++) {
      const tint = tints[Math.floor(random() ** 1.4 * tints.length)] as readonly [number, number, number];
      const x = random() * width;
      const y = height * (1.01 - random() ** 1.6 * 0.2);
      const radius = (30 + random() * 26) * px;
      disc(x, y, radius, tint, 0.012 + random() ** 3 * 0.15);
      if (k % 8 === 7) await pause();
    }
  }

  function disc(
    x: number,
    y: number,
    radius: number,
    tint: readonly [number, number, number],
    strength: number,
  ): void {
    // The barrel of the lens cuts into the discs near the edges of the picture.
    const cutX = (x / width - 0.5) * radius * 0.55;
    const cutY = (y / height - 0.5) * radius * 0.4;
    for (let row = Math.floor(y - radius - 2); row <= y + radius + 2; row++) {
      for (let column = Math.floor(x - radius - 2); column <= x + radius + 2; column++) {
        if (row < 0 || column < 0 || row >= height || column >= width) continue;
        const d = Math.hypot(column - x, row - y);
        const cut = Math.hypot(column - x + cutX, row - y + cutY);
        const inside = smooth(radius + 1.2, radius - 1.2, d) * smooth(radius + 1.2, radius - 1.2, cut);
        if (inside <= 0) continue;
        const edge = 0.78 + 0.42 * smooth(radius * 0.72, radius * 0.97, Math.max(d, cut));
        const add = inside * edge * strength;
        const i = (row * width + column) * 3;
        // What is behind the lamp loses its detail in it.
        const hold = 1 - inside * 0.25;
        light[i] = (light[i] as number) * hold + tint[0] * add;
        light[i + 1] = (light[i + 1] as number) * hold + tint[1] * add;
        light[i + 2] = (light[i + 2] as number) * hold + tint[2] * add;
      }
    }
  }
}
