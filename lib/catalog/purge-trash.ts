import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { ImageParts } from './image-parts.ts';
import { removeTrash, settleTrash, trashToPurge, unsettledTrash } from './store/trash.ts';

/** Entries read at a time. */
const BATCH = 100;

/**
 * Deletes what lies in the trash for good, images and folders, and returns how many entries that were. The files go
 * first: an entry whose files are gone is purged again without harm.
 *
 * @param which entries deleted before a moment, or these
 */
export async function purgeTrash(
  { db, storage }: Pick<ImageParts, 'db' | 'storage'>,
  which: { before: Date } | { ids: readonly number[] },
  actor: Actor,
  signal?: AbortSignal,
): Promise<number> {
  let purged = 0;
  for (;;) {
    const entries = await trashToPurge(db, which, BATCH);
    for (const { id, store, path, kind, files, bytes, imageId, folderId } of entries) {
      signal?.throwIfAborted();
      await storage.trash.remove(store);
      await db.$transaction(async (tx) => {
        await removeTrash(tx, [id]);
        await recordAudit(tx, actor, {
          action: kind === 'image' ? 'image.purge' : 'folder.purge',
          objectType: kind,
          objectId: (kind === 'image' ? imageId : folderId) ?? '',
          objectName: path,
          details: { files, bytes },
        });
      });
      purged += 1;
    }
    if (entries.length < BATCH) return purged;
  }
}

/**
 * Settles what killed processes left between file and record: entries of images whose file has arrived count from
 * now on, those whose file has not are dropped.
 */
export async function settleLostTrash(
  { db, storage }: Pick<ImageParts, 'db' | 'storage'>,
  olderThanMs: number,
): Promise<void> {
  for (const { id, store } of await unsettledTrash(db, 'image', new Date(Date.now() - olderThanMs))) {
    if (await storage.trash.has(store)) await settleTrash(db, id);
    else await removeTrash(db, [id]);
  }
}
