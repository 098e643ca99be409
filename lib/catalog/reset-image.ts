import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import { notFound } from '#lib/errors/error.ts';
import { type ImageParts, NO_IMAGE } from './image-parts.ts';
import { forgetMeasure, lockImage } from './store/image-changes.ts';
import { type ImageRecord, readImage } from './store/image-records.ts';

/**
 * Forgets everything that was made of an image, on all nodes, and looks at its file as if for the first time. Throws
 * not_found without a record; a file that turns out to be gone leaves a record that says so.
 */
export async function resetImage(
  parts: Pick<ImageParts, 'db' | 'catalog' | 'purge'>,
  id: number,
  actor: Actor,
): Promise<ImageRecord> {
  const image = await parts.db.$transaction(async (tx) => {
    const row = await lockImage(tx, id);
    if (!row) throw notFound(NO_IMAGE);
    await forgetMeasure(tx, id);
    await recordAudit(tx, actor, {
      action: 'image.reset',
      objectType: 'image',
      objectId: id,
      objectName: row.src,
    });
    return row;
  });
  await parts.purge(image);
  parts.catalog.forget(image.src);
  await parts.catalog.find(image.src).catch(() => undefined);
  const now = await readImage(parts.db, id);
  if (!now) throw notFound(NO_IMAGE);
  return now;
}
