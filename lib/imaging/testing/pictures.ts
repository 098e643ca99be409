import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Transform, TransformValues } from '#lib/transform/values.ts';
import { createImaging, type Imaging, type ImagingOptions, type Source } from '../imaging.ts';

export type Pixels = { data: Buffer; width: number; height: number; channels: number };

/** A folder of its own for the files of one test file. */
export function scratch(): string {
  return mkdtempSync(join(tmpdir(), 'imaging-'));
}

/** An engine with generous limits, and what a test wants different. */
export function imagingFor(folder: string, changes: Partial<ImagingOptions> = {}): Imaging {
  return createImaging({
    resizeQuality: 3,
    linearLight: true,
    autoOrient: false,
    keepCopyright: false,
    iccDir: undefined,
    drawnDpi: 150,
    maxInputPixels: 100_000_000,
    maxOutputPixels: 50_000_000,
    maxFrames: 100,
    timeoutSeconds: 20,
    baseMemoryBytes: 64_000_000,
    pyramidDir: join(folder, 'pyramids'),
    pyramidDiskBytes: 500_000_000,
    pyramidThreshold: 0,
    ...changes,
  });
}

let written = 0;

/** Writes a file and names it as the engine wants it, under a key of its own. */
export function sourceOf(folder: string, extension: string, data: Buffer | string): Source {
  written += 1;
  const file = join(folder, `${written}.${extension}`);
  writeFileSync(file, data);
  return { file, extension, key: `test:${written}:` };
}

/** Test values as what normalize() yields. */
export function transformOf(values: TransformValues): Transform {
  return values as Transform;
}

/** Something like a photograph: soft colours, hard edges, fine noise. The same at every call. */
export function photo(width: number, height: number): Pixels {
  const data = Buffer.alloc(width * height * 3);
  let seed = 12345;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      const noise = (seed >> 16) % 24;
      const u = x / width;
      const v = y / height;
      const edge = (u - 0.5) ** 2 + (v - 0.4) ** 2 < 0.05 || (x >> 5) % 7 === (y >> 5) % 5 ? 70 : 0;
      const at = (y * width + x) * 3;
      data[at] = 30 + 130 * u + noise + edge;
      data[at + 1] = 40 + 110 * v + noise + edge / 2;
      data[at + 2] = 160 - 100 * u * v + noise - edge;
    }
  }
  return { data, width, height, channels: 3 };
}

/** Four quarters: red, green / blue, yellow. */
export function quarters(width: number, height: number): Pixels {
  const colours = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 0],
  ];
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = colours[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)] ?? [];
      for (const [i, level] of colour.entries()) data[(y * width + x) * 3 + i] = level;
    }
  }
  return { data, width, height, channels: 3 };
}

export function open({ data, width, height, channels }: Pixels) {
  return sharp(data, { raw: { width, height, channels: channels as 1 | 2 | 3 | 4 } });
}

/** Pixels of an encoded picture, as RGB or RGBA or grey, whatever it holds. */
export async function pixelsOf(data: Buffer): Promise<Pixels> {
  const { data: raw, info } = await sharp(data).raw().toBuffer({ resolveWithObject: true });
  return { data: raw, width: info.width, height: info.height, channels: info.channels };
}

export function pixelAt({ data, width, channels }: Pixels, x: number, y: number): number[] {
  const at = (y * width + x) * channels;
  return [...data.subarray(at, at + channels)];
}

/** Root mean square of the differences, levels of 255. */
export function rms(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height || a.channels !== b.channels)
    return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += ((a.data[i] ?? 0) - (b.data[i] ?? 0)) ** 2;
  return Math.sqrt(sum / a.data.length);
}
