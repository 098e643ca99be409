import type { Actor } from '#lib/audit/audit.ts';
import { changedMeanwhile } from '#lib/audit/changed-meanwhile.ts';
import { recordAudit } from '#lib/audit/store.ts';
import { notFound } from '#lib/errors/error.ts';
import type { FocusPoint } from '#lib/transform/focus-point.ts';
import { type ImageParts, NO_IMAGE } from './image-parts.ts';
import { ACTION } from './store/codes.ts';
import { lockImage, noteHistory, saveFocus } from './store/image-changes.ts';
import { type ImageRecord, readImage } from './store/image-records.ts';

/**
 * Chooses the point of an image that pictures cut to a shape keep in view; null leaves it to the server. Throws
 * not_found, and edit_conflict when the image does not have the expected version any more.
 */
export async function focusImage(
  parts: Pick<ImageParts, 'db' | 'catalog'>,
  id: number,
  focus: FocusPoint | null,
  expectedVersion: number | undefined,
  actor: Actor,
): Promise<ImageRecord> {
  const image = await parts.db.$transaction(async (tx) => {
    const row = await lockImage(tx, id);
    if (!row) throw notFound(NO_IMAGE);
    if (expectedVersion !== undefined && row.version !== expectedVersion) {
      throw await changedMeanwhile(tx, 'image', id);
    }
    await saveFocus(tx, id, focus);
    await noteHistory(tx, id, actor, ACTION.edited, `Focal point: ${pointText(focus)}`);
    await recordAudit(tx, actor, {
      action: 'image.focus',
      objectType: 'image',
      objectId: id,
      objectName: row.src,
      details: { before: { focus: row.focus }, after: { focus } },
    });
    return readImage(tx, id);
  });
  if (!image) throw notFound(NO_IMAGE);
  // Keys of pictures hold the point, so only what is remembered of the record has to go, on all nodes.
  parts.catalog.edited(image);
  return image;
}

function pointText(focus: FocusPoint | null): string {
  if (focus === null) return '(removed)';
  const percent = (value: number) => `${Math.round(value * 1000) / 10} %`;
  return `${percent(focus.x)} from the left, ${percent(focus.y)} from the top`;
}
