import type { Raster } from '../raster.ts';

type Rgb = { r: number; g: number; b: number };

/** Pixels along the edges, in no particular order, as a raster of one row. */
export function borderRing(raster: Raster): Raster {
  const { data, width, height, channels, depth } = raster;
  const size = channels * (depth / 8);
  const stride = width * size;
  const rows = [data.subarray(0, stride)];
  if (height > 1) rows.push(data.subarray((height - 1) * stride, height * stride));
  for (let y = 1; y < height - 1; y++) {
    const start = y * stride;
    rows.push(data.subarray(start, start + size));
    if (width > 1) rows.push(data.subarray(start + stride - size, start + stride));
  }
  const ring = Buffer.concat(rows);
  return { ...raster, data: ring, width: ring.length / size, height: 1 };
}

/** Levels are sorted into sixteen bins a channel, so that noise does not split an even border. */
const BIN_BITS = 4;

/**
 * The most common colour of an sRGB raster: the mean of the fullest bin. Pixels that are mostly transparent do
 * not count; white when no others are left.
 */
export function commonColour({ data, channels, alpha, depth }: Raster): Rgb {
  const bins = new Map<number, { count: number; r: number; g: number; b: number }>();
  const bytes = depth / 8;
  const level = (sample: number) =>
    depth === 16 ? data.readUInt16LE(sample * 2) / 257 : (data[sample] ?? 0);
  for (let at = 0; (at + channels) * bytes <= data.length; at += channels) {
    if (alpha && level(at + 3) < 128) continue;
    const [r, g, b] = [level(at), level(at + 1), level(at + 2)];
    const key = [r, g, b].reduce((packed, value) => (packed << BIN_BITS) | (value >> (8 - BIN_BITS)), 0);
    const bin = bins.get(key) ?? { count: 0, r: 0, g: 0, b: 0 };
    bin.count += 1;
    bin.r += r;
    bin.g += g;
    bin.b += b;
    bins.set(key, bin);
  }
  const fullest = [...bins.values()].reduce((best, bin) => (bin.count > best.count ? bin : best), {
    count: 0,
    r: 0,
    g: 0,
    b: 0,
  });
  if (fullest.count === 0) return { r: 255, g: 255, b: 255 };
  const mean = (sum: number) => Math.round(sum / fullest.count);
  return { r: mean(fullest.r), g: mean(fullest.g), b: mean(fullest.b) };
}
