import type { CatalogImage } from '#lib/catalog/catalog.ts';
import { normalize } from '#lib/transform/normalize.ts';
import { type PictureParts, sourceOf } from './picture.ts';

/** A page as it is wanted. */
export type PageWish = { /** From 1. */ page: number; dpi: number };

/** Longest wait for a turn, ms: nobody looks at a screen for it. */
const PATIENCE = 60_000;

/**
 * Draws a page of a file as PNG, as it is: no template, no cache. Throws 415 for what cannot be drawn, busy when too many
 * wait.
 */
export async function drawPage(
  parts: Pick<PictureParts, 'queue' | 'storage' | 'imaging'>,
  image: CatalogImage,
  { page, dpi }: PageWish,
  signal: AbortSignal,
): Promise<Buffer> {
  const source = await sourceOf(parts.storage, image);
  const job = { source, transform: normalize({ page, dpi, format: 'png' }, '') };
  await parts.imaging.prepare(job);
  const draw = async () => (await parts.imaging.render(job)).data;
  return parts.queue.run('slow', draw, { waitMs: PATIENCE, signal });
}

/** How many pages a file has. Throws 415 for what cannot be read. */
export async function countPages(
  parts: Pick<PictureParts, 'storage' | 'imaging'>,
  image: CatalogImage,
): Promise<number> {
  return (await parts.imaging.probe(await sourceOf(parts.storage, image))).pages;
}
