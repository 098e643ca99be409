import type { Row } from '../decoded.ts';
import type { PsdHeader, PsdMode } from './psd.ts';
import type { Plane } from './psd-planes.ts';

/** What rows are made with. */
export type Painting = { header: PsdHeader; mode: PsdMode; alpha: boolean; palette: Buffer | undefined };

/** Rows of 8 bits. */
export function* rowsOf(
  planes: readonly Plane[],
  { header: { width, height, depth }, mode, alpha, palette }: Painting,
): Generator<Row> {
  const { space, colours, inverted = false } = mode;
  // Black is left out where there are three inks.
  const spread = space === 'cmyk' ? 4 : colours === 1 && (alpha || palette) ? 3 : colours;
  const isShort = space === 'cmyk' && colours < 4;
  const channels = spread + (alpha ? 1 : 0);
  const bytes = new Uint8Array(width * channels);
  // Of 16 bits the upper eight, which come first.
  const step = depth === 16 ? 2 : 1;
  for (let y = 0; y < height; y++) {
    const rows = planes.map((plane) => plane(y));
    for (let x = 0; x < width; x++) {
      const to = x * channels;
      const opacity = alpha ? (rows[colours]?.[x * step] ?? 0) : 255;
      for (let c = 0; c < spread; c++) {
        if (isShort && c === colours) continue;
        const row = rows[Math.min(c, colours - 1)];
        let level =
          depth === 1 ? (((row?.[x >> 3] ?? 0) >> (7 - (x & 7))) & 1) * 255 : (row?.[x * step] ?? 0);
        if (palette) level = palette[c * 256 + level] ?? 0;
        bytes[to + c] = inverted ? 255 - level : unmatted(level, opacity, 255);
      }
      if (alpha) bytes[to + spread] = opacity;
    }
    yield { y, bytes };
  }
}

/** Rows of 16 bits, as little-endian words. */
export function* deepRows(planes: readonly Plane[], { header, mode, alpha }: Painting): Generator<Row> {
  const { width, height } = header;
  const { colours, inverted = false } = mode;
  const spread = colours === 1 && alpha ? 3 : colours;
  const channels = spread + (alpha ? 1 : 0);
  const words = new Uint16Array(width * channels);
  const bytes = new Uint8Array(words.buffer);
  const word = (row: Uint8Array | undefined, x: number) =>
    ((row?.[x * 2] ?? 0) << 8) | (row?.[x * 2 + 1] ?? 0);
  for (let y = 0; y < height; y++) {
    const rows = planes.map((plane) => plane(y));
    for (let x = 0; x < width; x++) {
      const to = x * channels;
      const opacity = alpha ? word(rows[colours], x) : 65_535;
      for (let c = 0; c < spread; c++) {
        const level = word(rows[Math.min(c, colours - 1)], x);
        words[to + c] = inverted ? 65_535 - level : unmatted(level, opacity, 65_535);
      }
      if (alpha) words[to + spread] = opacity;
    }
    yield { y, bytes };
  }
}

/** Photoshop lays what is seen through on white before it stores the flattened picture; this takes the white out. */
export function unmatted(level: number, opacity: number, most: number): number {
  if (opacity === most || opacity === 0) return level;
  return Math.max(0, Math.min(most, Math.round(((level - (most - opacity)) * most) / opacity)));
}
