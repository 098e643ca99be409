import type { Size } from '#lib/transform/values.ts';
import { rawBackground } from './background.ts';
import { inBands } from './bands.ts';
import { fullLevel, type Raster, roomFor, samplesOf } from './raster.ts';
import { openRaster, type ResizeRules, toRaster } from './resize.ts';

type Rules = Pick<ResizeRules, 'timeoutSeconds'>;

/** Takes a point (u, v) of the source to (a u + b v + x, c u + d v + y); the corner of a picture is (0, 0). */
export type Placing = { a: number; b: number; c: number; d: number; x: number; y: number };

/**
 * Draws a raster through an affine placing onto a canvas of exactly this size, with bicubic interpolation.
 * Canvas that the raster does not cover gets `fill` (channel levels with opacity last, if the raster has it).
 * The raster's own edges fade into the fill within a pixel, so give it a margin where that must not show.
 */
export async function warp(
  raster: Raster,
  placing: Placing,
  canvas: Size,
  fill: readonly number[],
  rules: Rules,
): Promise<Raster> {
  if (raster.depth === 16) return warpDeep(raster, placing, canvas, fill, rules);
  return draw(raster, placing, canvas, fill, rules);
}

/** Opacity of 255 as sharp makes it one of 16 bits for a background. */
const OPAQUE_BACKGROUND = 255 * 256;
const QUARTER = 16_384;

/**
 * sharp takes a background in 8 bits and multiplies it by 256, so the levels are moved until it can say the colour
 * exactly. They are halved first, which leaves room for that and for what the filter overshoots.
 */
async function warpDeep(
  raster: Raster,
  placing: Placing,
  canvas: Size,
  fill: readonly number[],
  rules: Rules,
): Promise<Raster> {
  const { channels, alpha, depth } = raster;
  const colours = alpha ? channels - 1 : channels;
  const steps = fill.slice(0, colours).map((level) => Math.round((QUARTER + level / 2) / 256));
  const offsets = steps.map((step, i) => step * 256 - (fill[i] ?? 0) / 2);
  const most = fullLevel(depth);
  const moved = await eachSample(raster, (level, i) =>
    i < colours ? level / 2 + (offsets[i] ?? 0) : (level * OPAQUE_BACKGROUND) / most,
  );
  const background = alpha ? [...steps, (fill[colours] ?? most) / 257] : steps;
  const drawn = await draw(moved, placing, canvas, background, rules);
  return eachSample(drawn, (level, i) =>
    i < colours ? (level - (offsets[i] ?? 0)) * 2 : (level * most) / OPAQUE_BACKGROUND,
  );
}

/** The raster with every sample changed; `change` is told its channel. */
async function eachSample(
  raster: Raster,
  change: (level: number, channel: number) => number,
): Promise<Raster> {
  const { channels, depth, width, height } = raster;
  const most = fullLevel(depth);
  const from = samplesOf(raster.data, depth);
  const { data, samples } = roomFor(width * height * channels, depth);
  await inBands(width * height, 1, (first, end) => {
    for (let pixel = first; pixel < end; pixel++) {
      for (let i = 0; i < channels; i++) {
        const at = pixel * channels + i;
        samples[at] = Math.min(most, Math.max(0, Math.round(change(from[at] ?? 0, i))));
      }
    }
  });
  return { ...raster, data };
}

/** `fill` in levels of 8 bits, of which sharp makes 256 times as much in 16. */
async function draw(
  raster: Raster,
  placing: Placing,
  canvas: Size,
  fill: readonly number[],
  rules: Rules,
): Promise<Raster> {
  if (raster.space === 'cmyk') return warpCmyk(raster, placing, canvas, fill, rules);
  const { a, b, c, d } = placing;
  const corners = [
    [0, 0],
    [a * raster.width, c * raster.width],
    [b * raster.height, d * raster.height],
    [a * raster.width + b * raster.height, c * raster.width + d * raster.height],
  ] as const;
  // libvips places its result by the corners of the matrix alone, rounded this way.
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const area = {
    left: roundHalfOut(Math.min(...xs)),
    top: roundHalfOut(Math.min(...ys)),
    width: roundHalfOut(Math.max(...xs) - Math.min(...xs)),
    height: roundHalfOut(Math.max(...ys) - Math.min(...ys)),
  };
  // Whole pixels of the way are left to cutting and padding, the rest to the interpolation.
  const wholeX = Math.round(placing.x);
  const wholeY = Math.round(placing.y);
  // libvips counts from the middle of the first pixel, and displaces on the side of the source.
  const px = placing.x - wholeX - 0.5;
  const py = placing.y - wholeY - 0.5;
  const det = a * d - b * c;
  const idx = 0.5 + (d * px - b * py) / det;
  const idy = 0.5 + (a * py - c * px) / det;

  const background = rawBackground(raster, fill);
  const pipeline = (await openRaster(raster, rules)).affine(
    [
      [a, b],
      [c, d],
    ],
    { idx, idy, interpolator: 'bicubic', background },
  );
  const drawn = await toRaster(pipeline, raster);
  if (drawn.width !== area.width || drawn.height !== area.height) {
    throw new Error(`drawn ${drawn.width} x ${drawn.height}, expected ${area.width} x ${area.height}`);
  }
  const levels = raster.depth === 16 ? fill.map((level) => level * 256) : fill;
  return onCanvas(drawn, { left: area.left + wholeX, top: area.top + wholeY }, canvas, levels);
}

/** sharp takes backgrounds in RGB only, so the inks travel as an RGB picture and grey ones. */
async function warpCmyk(
  raster: Raster,
  placing: Placing,
  canvas: Size,
  fill: readonly number[],
  rules: Rules,
): Promise<Raster> {
  const groups = raster.alpha ? [[0, 1, 2], [3], [4]] : [[0, 1, 2], [3]];
  const { data, samples } = roomFor(canvas.width * canvas.height * raster.channels, raster.depth);
  for (const bands of groups) {
    const plane: Raster = {
      ...raster,
      data: await pickBands(raster, bands),
      space: bands.length === 3 ? 'rgb' : 'gray',
      channels: bands.length === 3 ? 3 : 1,
      alpha: false,
    };
    const levels = bands.map((band) => fill[band] ?? 0);
    const drawn = samplesOf((await draw(plane, placing, canvas, levels, rules)).data, raster.depth);
    for (const [i, band] of bands.entries()) {
      await inBands(canvas.width * canvas.height, 1, (first, end) => {
        for (let pixel = first; pixel < end; pixel++) {
          samples[pixel * raster.channels + band] = drawn[pixel * bands.length + i] ?? 0;
        }
      });
    }
  }
  return { ...raster, data, width: canvas.width, height: canvas.height };
}

async function pickBands(raster: Raster, bands: readonly number[]): Promise<Buffer> {
  const pixels = raster.width * raster.height;
  const samples = samplesOf(raster.data, raster.depth);
  const picked = roomFor(pixels * bands.length, raster.depth);
  await inBands(pixels, 1, (first, end) => {
    let to = first * bands.length;
    for (let from = first * raster.channels; from < end * raster.channels; from += raster.channels) {
      for (const band of bands) picked.samples[to++] = samples[from + band] ?? 0;
    }
  });
  return picked.data;
}

function roundHalfOut(value: number): number {
  return value > 0 ? Math.floor(value + 0.5) : Math.ceil(value - 0.5);
}

/** Lays a raster at an offset, which may be negative, onto a filled canvas. */
export async function onCanvas(
  raster: Raster,
  at: { left: number; top: number },
  canvas: Size,
  fill: readonly number[],
): Promise<Raster> {
  if (at.left === 0 && at.top === 0 && raster.width === canvas.width && raster.height === canvas.height) {
    return raster;
  }
  const bytes = raster.depth / 8;
  const pixel = raster.channels * bytes;
  const row = canvas.width * pixel;
  const data = Buffer.allocUnsafe(canvas.height * row);
  const empty = filled(canvas.width, fill, bytes);
  const fromX = Math.max(0, -at.left);
  const toX = Math.max(0, at.left);
  const count = Math.min(raster.width - fromX, canvas.width - toX);
  await inBands(canvas.height, canvas.width, (first, end) => {
    for (let y = first; y < end; y++) {
      const below = y - at.top;
      const isCovered = count > 0 && below >= 0 && below < raster.height;
      if (!isCovered || count < canvas.width) empty.copy(data, y * row);
      if (!isCovered) continue;
      const from = (below * raster.width + fromX) * pixel;
      raster.data.copy(data, y * row + toX * pixel, from, from + count * pixel);
    }
  });
  return { ...raster, data, width: canvas.width, height: canvas.height };
}

function filled(pixels: number, fill: readonly number[], bytes: number): Buffer {
  const pattern = Buffer.alloc(fill.length * bytes);
  for (const [i, level] of fill.entries()) {
    if (bytes === 2) pattern.writeUInt16LE(level, i * 2);
    else pattern[i] = level;
  }
  return Buffer.alloc(pixels * pattern.length, pattern);
}
