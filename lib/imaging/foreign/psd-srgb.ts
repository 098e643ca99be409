import type { Row } from './decoded.ts';
import type { Plane } from './psd-planes.ts';
import { type Painting, unmatted } from './psd-rows.ts';

/** The white of Lab in files (D50), XYZ. Source: ICC.1:2022, 7.2.16. */
const WHITE = [0.9642, 1, 0.8249] as const;
/** From XYZ under D50 to linear sRGB: Bradford's adaptation to D65, then IEC 61966-2-1. */
const TO_SRGB = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
] as const;
const MOST = 65_535;

/** Rows of Lab as sRGB, in as many bits as the file has. */
export function* labRows(planes: readonly Plane[], { header, alpha }: Painting): Generator<Row> {
  const { width, height, depth } = header;
  const channels = alpha ? 4 : 3;
  const most = depth === 16 ? MOST : 255;
  const samples = depth === 16 ? new Uint16Array(width * channels) : new Uint8Array(width * channels);
  const bytes = new Uint8Array(samples.buffer);
  const middle = (most + 1) / 2;
  // Of 16 bits 256 steps make one of 8.
  const step = depth === 16 ? 256 : 1;
  for (let y = 0; y < height; y++) {
    const rows = planes.map((plane) => plane(y));
    const at = (channel: number, x: number) => {
      const row = rows[channel];
      return depth === 16 ? ((row?.[x * 2] ?? 0) << 8) | (row?.[x * 2 + 1] ?? 0) : (row?.[x] ?? 0);
    };
    for (let x = 0; x < width; x++) {
      const to = x * channels;
      const light = (at(0, x) * 100) / most;
      const colour = srgbOfLab(light, (at(1, x) - middle) / step, (at(2, x) - middle) / step);
      const opacity = alpha ? at(3, x) : most;
      for (let c = 0; c < 3; c++)
        samples[to + c] = unmatted(Math.round((colour[c] ?? 0) * most), opacity, most);
      if (alpha) samples[to + 3] = opacity;
    }
    yield { y, bytes };
  }
}

/** Lab under D50 as sRGB, 0..1 each; colours outside of it are cut. */
function srgbOfLab(light: number, a: number, b: number): [number, number, number] {
  const fy = (light + 16) / 116;
  const xyz = [fy + a / 500, fy, fy - b / 200].map((f, i) => {
    const cube = f ** 3;
    return (cube > 216 / 24_389 ? cube : ((116 * f - 16) * 27) / 24_389) * (WHITE[i] ?? 1);
  });
  const linear = TO_SRGB.map((row) => row.reduce((sum, weight, i) => sum + weight * (xyz[i] ?? 0), 0));
  return linear.map(encoded) as [number, number, number];
}

/** Rows of 32 bits, which hold linear light, as sRGB of 16 bits; light brighter than white is white. */
export function* linearRows(planes: readonly Plane[], { header, mode, alpha }: Painting): Generator<Row> {
  const { width, height } = header;
  const { colours } = mode;
  const spread = colours === 1 && alpha ? 3 : colours;
  const channels = spread + (alpha ? 1 : 0);
  const words = new Uint16Array(width * channels);
  const bytes = new Uint8Array(words.buffer);
  for (let y = 0; y < height; y++) {
    const rows = planes.map((plane) => {
      const row = plane(y);
      return new DataView(row.buffer, row.byteOffset, row.byteLength);
    });
    for (let x = 0; x < width; x++) {
      const to = x * channels;
      const opacity = alpha ? Math.max(0, Math.min(1, rows[colours]?.getFloat32(x * 4) ?? 0)) : 1;
      for (let c = 0; c < spread; c++) {
        const light = rows[Math.min(c, colours - 1)]?.getFloat32(x * 4) ?? 0;
        // The white behind what is seen through is taken out.
        words[to + c] = Math.round(encoded(opacity > 0 ? (light - 1 + opacity) / opacity : light) * MOST);
      }
      if (alpha) words[to + spread] = Math.round(opacity * MOST);
    }
    yield { y, bytes };
  }
}

/** The curve of sRGB. */
function encoded(linear: number): number {
  if (!(linear > 0)) return 0;
  if (linear >= 1) return 1;
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
}
