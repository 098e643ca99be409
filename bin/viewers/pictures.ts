import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { listSources } from './list-sources.ts';
import type { StaticFile } from './scripts.ts';

/** Pixels of the long side of the large arrows. */
const LARGE = 512;

/**
 * Draws viewers/images/…/NAME.svg as images/…/NAME.png in the pixels that the drawing names; those of the slideshow also
 * as NAME-512.png. Adds spacer.png, one transparent pixel that stands for pictures which are still to come.
 */
export async function drawPictures(root: string): Promise<StaticFile[]> {
  const drawings = (await listSources(root, 'viewers/images')).filter((file) => file.endsWith('.svg'));
  const files = await Promise.all(drawings.map((drawing) => draw(root, drawing)));
  const transparent = { r: 0, g: 0, b: 0, alpha: 0 };
  const spacer = sharp({ create: { width: 1, height: 1, channels: 4, background: transparent } });
  return [...files.flat(), { path: 'images/spacer.png', content: await png(spacer) }];
}

async function draw(root: string, drawing: string): Promise<StaticFile[]> {
  const svg = await readFile(path.join(root, drawing));
  const name = drawing.replace(/^viewers\//, '').replace(/\.svg$/, '');
  const own: StaticFile = { path: `${name}.png`, content: await png(sharp(svg)) };
  if (!name.startsWith('images/slideshow/')) return [own];
  const { width, height } = await sharp(svg).metadata();
  // Lines are drawn at the wanted size, not enlarged afterwards.
  const density = (72 * LARGE) / Math.max(width, height);
  const large = sharp(svg, { density }).resize({ width: LARGE, height: LARGE, fit: 'inside' });
  return [own, { path: `${name}-512.png`, content: await png(large) }];
}

function png(image: Sharp): Promise<Uint8Array> {
  return image.png({ compressionLevel: 9 }).toBuffer();
}
