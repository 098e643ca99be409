import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { busy } from '#lib/errors/error.ts';
import { parentFolders } from '#lib/paths/image-path.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { deepestFolder, requireFree, targetPath } from './folder-target.ts';
import { ensureFolder, holdFolder, requireFolderAt } from './store/folders.ts';
import type { FolderRecord } from './store/image-records.ts';

/**
 * Makes a folder and the missing ones above it, on the disk and as records. Parts that do not exist are sanitised. Throws
 * 400 for a path that cannot be made, what `permit` throws, conflict when a file or folder is there.
 * @param unicode whether names outside ASCII may be made
 * @param permit throws when the actor may not make this path
 */
export async function createFolder(
  { db, storage, unicode }: { db: Database; storage: Storage; unicode: boolean },
  path: string,
  actor: Actor,
  permit: (wanted: string) => Promise<void>,
): Promise<FolderRecord> {
  const wanted = await targetPath(storage, path, unicode);
  await permit(wanted);
  await requireFree(storage, wanted);
  const base = await deepestFolder(storage, wanted);
  await ensureFolder(db, parentFolders(base));
  return db.$transaction(async (tx) => {
    // Making folders below one that is being moved would make that one again where it was.
    if ((await holdFolder(tx, base)) === undefined || !(await storage.hasFolder(base.slice(1)))) {
      throw busy(`The folder ${base} is being moved.`, 1);
    }
    await storage.makeFolder(wanted.slice(1));
    const id = await ensureFolder(tx, parentFolders(wanted));
    await recordAudit(tx, actor, {
      action: 'folder.create',
      objectType: 'folder',
      objectId: id,
      objectName: wanted,
    });
    return requireFolderAt(tx, wanted);
  });
}
