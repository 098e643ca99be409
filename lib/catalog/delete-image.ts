import { randomUUID } from 'node:crypto';
import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import { EmulsionError, notFound } from '#lib/errors/error.ts';
import { type ImageParts, NO_IMAGE } from './image-parts.ts';
import { ACTION, STATUS } from './store/codes.ts';
import { type ImageTables, lockImage, noteHistory, saveStatus } from './store/image-changes.ts';
import { type ImageRecord, readImage } from './store/image-records.ts';
import { announceTrash, removeTrash, settleTrash } from './store/trash.ts';

/**
 * Deletes an image: its file goes to the trash, or for good when nothing is kept there. Returns the record as it
 * is then. Throws not_found for one that is unknown, or deleted already and not back on the disk.
 *
 * The trash entry is announced before the file is touched and settled together with the record: if the process
 * ends in between, either the file is where it was, or the next look ends the record and settleLostTrash makes
 * the entry count. A file that is deleted for good goes first; the next look at it ends the record.
 *
 * @param trashKeepDays 0 keeps nothing
 */
export async function deleteImage(
  parts: ImageParts,
  id: number,
  actor: Actor,
  trashKeepDays: number,
): Promise<ImageRecord> {
  const { db, storage, catalog } = parts;
  const known = await readImage(db, id);
  if (!known) throw notFound(NO_IMAGE);
  if (known.status !== STATUS.active) {
    // Its file may have come back since; looking makes the record one of it.
    catalog.forget(known.src);
    await catalog.find(known.src);
  }
  const facts = await storage.stat(known.src);
  const store = randomUUID();
  const entry =
    trashKeepDays > 0 && facts
      ? await announceTrash(db, actor, {
          kind: 'image',
          path: known.src,
          store,
          files: 1,
          bytes: facts.size,
          imageId: id,
          folderId: known.folder.id,
        })
      : undefined;
  let arrived = false;
  try {
    await db.$transaction(async (tx) => {
      const row = await lockImage(tx, id);
      if (row?.src !== known.src || row.status !== STATUS.active) throw notFound(NO_IMAGE);
      if (entry === undefined) await storage.removeFile(row.src);
      else {
        arrived = await putAway(storage.trash.put(row.src, 'image', store));
        if (arrived) await settleTrash(tx, entry);
        else await removeTrash(tx, [entry]);
      }
      await saveStatus(tx, id, STATUS.deleted);
      await noteDeletion(tx, row, actor, entry !== undefined && arrived);
    });
  } catch (error) {
    // What cannot be withdrawn now is settled later.
    if (entry !== undefined) await withdraw(parts, known.src, store, entry).catch(() => undefined);
    throw error;
  } finally {
    parts.catalog.forget(known.src);
  }
  await parts.purge(known);
  const image = await readImage(db, id);
  if (!image) throw notFound(NO_IMAGE);
  return image;
}

/** Takes a deletion back: the file out of the trash, then the entry, by which the file would be found otherwise. */
async function withdraw(
  { db, storage }: ImageParts,
  src: string,
  store: string,
  entry: number,
): Promise<void> {
  if (await storage.trash.has(store)) await storage.trash.restore(store, src);
  await removeTrash(db, [entry]);
}

/** Whether a file got into the trash; false when it had vanished, which ends its record all the same. */
async function putAway(putting: Promise<void>): Promise<boolean> {
  try {
    await putting;
    return true;
  } catch (error) {
    if (error instanceof EmulsionError && error.code === 'not_found') return false;
    throw error;
  }
}

async function noteDeletion(
  tx: ImageTables,
  { id, src }: ImageRecord,
  actor: Actor,
  inTrash: boolean,
): Promise<void> {
  await noteHistory(tx, id, actor, ACTION.deleted, 'Deleted by user');
  await recordAudit(tx, actor, {
    action: 'image.delete',
    objectType: 'image',
    objectId: id,
    objectName: src,
    details: { trash: inTrash },
  });
}
