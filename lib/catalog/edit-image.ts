import type { Actor } from '#lib/audit/audit.ts';
import { changedMeanwhile } from '#lib/audit/changed-meanwhile.ts';
import { recordAudit } from '#lib/audit/store.ts';
import { notFound } from '#lib/errors/error.ts';
import { changedWords } from './changed-words.ts';
import { type ImageParts, NO_IMAGE } from './image-parts.ts';
import { ACTION } from './store/codes.ts';
import { lockImage, noteHistory, saveWords } from './store/image-changes.ts';
import { type ImageRecord, readImage } from './store/image-records.ts';

/** Characters of the history (contract of the original). */
const MOST_TITLE = 100;
const MOST_DESCRIPTION = 200;

/**
 * Changes title and description of an image, present or deleted; what is undefined stays. Throws not_found, and
 * edit_conflict when it does not have the expected version any more. Pictures made of it stay valid.
 */
export async function editImage(
  parts: Pick<ImageParts, 'db' | 'catalog'>,
  id: number,
  change: { title?: string | undefined; description?: string | undefined },
  expectedVersion: number | undefined,
  actor: Actor,
): Promise<ImageRecord> {
  const image = await parts.db.$transaction(async (tx) => {
    const row = await lockImage(tx, id);
    if (!row) throw notFound(NO_IMAGE);
    if (expectedVersion !== undefined && row.version !== expectedVersion) {
      throw await changedMeanwhile(tx, 'image', id);
    }
    const { title = row.title, description = row.description } = change;
    await saveWords(tx, id, { title, description });
    await noteHistory(tx, id, actor, ACTION.edited, editInfo(row, { title, description }));
    await recordAudit(tx, actor, {
      action: 'image.edit',
      objectType: 'image',
      objectId: id,
      objectName: row.src,
      details: {
        before: { title: row.title, description: row.description },
        after: { title, description },
      },
    });
    return readImage(tx, id);
  });
  if (!image) throw notFound(NO_IMAGE);
  parts.catalog.edited(image);
  return image;
}

type Words = { title: string; description: string };

/** What the history says of an edit (contract of the original); "" when nothing is different. */
function editInfo(before: Words, after: Words): string {
  const title = changedWords(before.title, after.title, MOST_TITLE);
  const description = changedWords(before.description, after.description, MOST_DESCRIPTION);
  return [title && `Title: ${title}`, description && `Description: ${description}`]
    .filter(Boolean)
    .join(' / ');
}
