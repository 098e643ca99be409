import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { conflict, notFound } from '#lib/errors/error.ts';
import { parentFolders } from '#lib/paths/image-path.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { purgeTrash } from './purge-trash.ts';
import {
  countDeletedImages,
  purgeDeletedImages,
  purgeEmptyFolders,
  trashBelow,
  trashedFolder,
} from './store/purge.ts';
import { hasFolderRecord } from './store/sync.ts';

/** What was removed. */
export type PurgeCounts = { trash: number; images: number; folders: number };

/**
 * Removes for good what is deleted in a folder and below it: first what lies in the trash, which cannot be restored
 * any more, then the records of deleted images with their history and statistics, then those of deleted folders that
 * are empty. Active images and folders stay. May be repeated after it was interrupted.
 *
 * Throws not_found when there is no record of the folder, and conflict while a folder above it lies in the trash:
 * its restoration would bring back files without their records.
 *
 * @param options.onPurge told of the images, some at a time; what was derived from them can go
 */
export async function purgeDeletedData(
  options: {
    db: Database;
    storage: Storage;
    onPurge: (images: ReadonlyArray<{ id: number; src: string }>) => Promise<void>;
  },
  path: string,
  actor: Actor,
  work: { signal: AbortSignal; progress(done: number, total: number, text?: string): void },
): Promise<PurgeCounts> {
  const { db, storage, onPurge } = options;
  const { signal, progress } = work;
  if (!(await hasFolderRecord(db, path))) throw notFound(`The folder ${path} was not found.`);
  const above = await trashedFolder(db, parentFolders(path).slice(1));
  if (above !== undefined) {
    throw conflict(`The folder ${above} lies in the trash and can be restored. Purge that folder instead.`);
  }
  const counts: PurgeCounts = { trash: 0, images: 0, folders: 0 };
  for (let ids = await trashBelow(db, path); ids.length > 0; ids = await trashBelow(db, path)) {
    counts.trash += await purgeTrash({ db, storage }, { ids }, actor, signal);
    progress(counts.trash, 0, 'emptying the trash');
  }
  const total = await countDeletedImages(db, path);
  for (;;) {
    signal.throwIfAborted();
    const images = await purgeDeletedImages(db, path);
    if (images.length === 0) break;
    counts.images += images.length;
    await onPurge(images);
    progress(counts.images, Math.max(total, counts.images), 'removing records');
  }
  for (;;) {
    signal.throwIfAborted();
    const folders = await purgeEmptyFolders(db, path);
    if (folders === 0) break;
    counts.folders += folders;
  }
  await recordAudit(db, actor, {
    action: 'folder.purge',
    objectType: 'folder',
    objectId: '',
    objectName: path,
    details: counts,
  });
  return counts;
}
