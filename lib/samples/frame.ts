import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRandom } from './random.ts';

/** A picture being drawn: linear light, three numbers per pixel, 1 = white. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly light: Float32Array;
}

export function createFrame(width: number, height: number): Frame {
  return { width, height, light: new Float32Array(width * height * 3) };
}

/** Lets the event loop turn; drawing runs in the server's own process. */
export async function pause(): Promise<void> {
  await nextTurn();
}

export interface Finish {
  /** Multiplies the light before the curve. */
  exposure: number;
  /** How much of the corners' light is lost, 0 to 1. */
  vignette: number;
  /** 1 leaves the colours as they are, 0 is grey. */
  saturation: number;
}

/**
 * Develops the light into 8-bit sRGB, as film would: a curve with a soft shoulder and toe, and a little fall-off
 * to the corners.
 */
export async function develop(frame: Frame, finish: Finish): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, light } = frame;
  const pixels = new Uint8Array(width * height * 3);
  const curve = toneCurve();
  const top = curve.length - 1;
  const scale = top / CURVE_END;
  const diagonal = (width * width + height * height) / 4;
  const { exposure, saturation } = finish;
  for (let y = 0; y < height; y++) {
    const dy = y - height / 2;
    for (let x = 0; x < width; x++) {
      const i = (y * width + x) * 3;
      const dx = x - width / 2;
      const fall = exposure * (1 - (finish.vignette * (dx * dx + dy * dy)) / diagonal);
      let r = (light[i] as number) * fall;
      let g = (light[i + 1] as number) * fall;
      let b = (light[i + 2] as number) * fall;
      const grey = 0.2126 * r + 0.7152 * g + 0.0722 * b;
      r = grey + (r - grey) * saturation;
      g = grey + (g - grey) * saturation;
      b = grey + (b - grey) * saturation;
      pixels[i] = curve[r <= 0 ? 0 : r >= CURVE_END ? top : (r * scale) | 0] as number;
      pixels[i + 1] = curve[g <= 0 ? 0 : g >= CURVE_END ? top : (g * scale) | 0] as number;
      pixels[i + 2] = curve[b <= 0 ? 0 : b >= CURVE_END ? top : (b * scale) | 0] as number;
    }
    if (y % 64 === 63) await pause();
  }
  return pixels;
}

/** Adds film grain to 8-bit RGB in place: `amount` in parts of 255, strongest in the mid tones. */
export async function addGrain(pixels: Uint8Array, amount: number, seed: number): Promise<void> {
  const random = createRandom(seed);
  const specks = new Float32Array(65536);
  for (let i = 0; i < specks.length; i++) specks[i] = (random() + random() + random() - 1.5) * 2 * amount;
  let at = 0;
  let before = 0;
  for (let i = 0; i < pixels.length; i += 3) {
    // Each speck leaks into its neighbour, so the grain has a size and does not cost the encoder dearly.
    const speck = specks[at] as number;
    at = (at + 1) & 65535;
    // A jump now and then, so that the table's period does not show.
    if ((i & 1023) === 0) at = (random() * 65536) | 0;
    const g = pixels[i + 1] as number;
    const rough = (speck * 0.62 + before * 0.5) * (0.35 + (g * (255 - g)) / 16256) + 0.5;
    before = speck;
    pixels[i] = clamp8((pixels[i] as number) + rough);
    pixels[i + 1] = clamp8(g + rough);
    pixels[i + 2] = clamp8((pixels[i + 2] as number) + rough);
    if (i % 600_000 === 0) await pause();
  }
}

const CURVE_END = 8;

function toneCurve(): Float32Array {
  const steps = 32768;
  const curve = new Float32Array(steps + 1);
  for (let i = 0; i <= steps; i++) {
    const x = (i / steps) * CURVE_END;
    // The rational fit of the ACES film curve that Krzysztof Narkowicz published.
    const film = (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14);
    const v = film > 1 ? 1 : film;
    curve[i] = 255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055) + 0.5;
  }
  return curve;
}

function clamp8(v: number): number {
  return v <= 0 ? 0 : v >= 255 ? 255 : v;
}

/** 0 below `from`, 1 above `to`, eased between. */
export function smooth(from: number, to: number, x: number): number {
  const t = (x - from) / (to - from);
  if (t <= 0) return 0;
  if (t >= 1) return 1;
  return t * t * (3 - 2 * t);
}

export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

/** Adds to every pixel the light of the bright ones around it, as a lens does. Radius in parts of the width. */
export async function bloom(frame: Frame, radius: number, amount: number, floor: number): Promise<void> {
  const { width, height, light } = frame;
  const step = Math.max(2, Math.round((radius * width) / 12));
  const w = Math.ceil(width / step);
  const h = Math.ceil(height / step);
  let small = new Float32Array(w * h * 3);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / step) * w;
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      const to = (row + Math.floor(x / step)) * 3;
      for (let c = 0; c < 3; c++) {
        const over = (light[from + c] as number) - floor;
        if (over > 0) small[to + c] = (small[to + c] as number) + over;
      }
    }
  }
  const area = 1 / (step * step);
  for (let i = 0; i < small.length; i++) small[i] = (small[i] as number) * area;
  await pause();
  for (let pass = 0; pass < 3; pass++) {
    small = boxBlur(small, w, h, 6, true);
    small = boxBlur(small, w, h, 6, false);
  }
  await pause();
  for (let y = 0; y < height; y++) {
    const v = Math.min(h - 1.001, Math.max(0, (y + 0.5) / step - 0.5));
    const y0 = Math.floor(v);
    const fy = v - y0;
    const y1 = Math.min(h - 1, y0 + 1);
    for (let x = 0; x < width; x++) {
      const u = Math.min(w - 1.001, Math.max(0, (x + 0.5) / step - 0.5));
      const x0 = Math.floor(u);
      const fx = u - x0;
      const x1 = Math.min(w - 1, x0 + 1);
      const to = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) {
        const a = small[(y0 * w + x0) * 3 + c] as number;
        const b = small[(y0 * w + x1) * 3 + c] as number;
        const d = small[(y1 * w + x0) * 3 + c] as number;
        const e = small[(y1 * w + x1) * 3 + c] as number;
        const upper = a + (b - a) * fx;
        light[to + c] = (light[to + c] as number) + (upper + (d + (e - d) * fx - upper) * fy) * amount;
      }
    }
    if (y % 64 === 63) await pause();
  }
}

/** Throws the whole picture out of focus by about `radius` pixels. */
export function soften(frame: Frame, radius: number): void {
  let light = Float32Array.from(frame.light);
  for (let pass = 0; pass < 2; pass++) {
    light = boxBlur(light, frame.width, frame.height, radius, true);
    light = boxBlur(light, frame.width, frame.height, radius, false);
  }
  frame.light.set(light);
}

function boxBlur(
  from: Float32Array<ArrayBuffer>,
  w: number,
  h: number,
  r: number,
  across: boolean,
): Float32Array<ArrayBuffer> {
  const to = new Float32Array(from.length);
  const lines = across ? h : w;
  const length = across ? w : h;
  const stride = across ? 3 : w * 3;
  const jump = across ? w * 3 : 3;
  const share = 1 / (2 * r + 1);
  for (let line = 0; line < lines; line++) {
    for (let c = 0; c < 3; c++) {
      const start = line * jump + c;
      const last = start + (length - 1) * stride;
      let sum = 0;
      for (let k = -r; k <= r; k++) {
        sum += from[start + Math.min(length - 1, Math.max(0, k)) * stride] as number;
      }
      for (let i = 0; i < length; i++) {
        to[start + i * stride] = sum * share;
        const gone = i - r;
        const come = i + r + 1;
        sum -= from[gone <= 0 ? start : start + gone * stride] as number;
        sum += from[come >= length ? last : start + come * stride] as number;
      }
    }
  }
  return to;
}
