import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

/** RGB pixels with soft gradients, edges and grain, different in each corner. Deterministic. */
export function photograph(width: number, height: number, seed = 1): Sharp {
  const data = Buffer.allocUnsafe(width * height * 3);
  let state = seed * 2654435761;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const grain = (state >>> 28) - 8;
      const edge = ((x >> 6) + (y >> 6)) % 2 === 0 ? 18 : -18;
      const byte = (value: number) => Math.max(0, Math.min(255, Math.round(value + grain + edge)));
      data[i] = byte((255 * x) / width);
      data[i + 1] = byte((255 * y) / height);
      data[i + 2] = byte(128 + 100 * Math.sin((x + seed * 50) / 90) * Math.cos(y / 70));
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** A transparent picture with an opaque disc of one colour in the middle. */
export function disc(width: number, height: number, colour: string): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <ellipse cx="50%" cy="50%" rx="40%" ry="40%" fill="${colour}"/></svg>`;
  return sharp(Buffer.from(svg));
}

/** Writes a picture below `folder`; the name's ending decides the format. */
export async function save(folder: string, name: string, picture: Sharp): Promise<void> {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await picture.toFile(file);
}
