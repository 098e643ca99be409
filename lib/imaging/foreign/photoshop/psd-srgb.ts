import type { Row } from '../decoded.ts';
import { encoded, srgbOfLab } from '../srgb-light.ts';
import type { Plane } from './psd-planes.ts';
import { type Painting, unmatted } from './psd-rows.ts';

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
