import type { Actor } from '#lib/audit/audit.ts';
import type { Database } from '#lib/db/client.ts';
import { notFound } from '#lib/errors/error.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { parentOf, requireFree, requireShort, targetPath } from './folder-target.ts';
import type { FolderKind, FolderWork, FolderWorkshop } from './folder-work.ts';
import { followFiles } from './follow-files.ts';
import { ACTION } from './store/codes.ts';
import { copyFolderRows, moveEndedImageRows, reviveFolderRows } from './store/folder-revival.ts';
import { auditFolder, type FolderOperation } from './store/folder-session.ts';
import { findEntry, takeEntry } from './store/folder-trash.ts';
import {
  ensureFolderRows,
  measureTree,
  moveFolderRows,
  moveImageRows,
  purgeRows,
  readFolder,
  reviveImageRows,
} from './store/folder-tree.ts';
import { requireFolderAt } from './store/folders.ts';
import type { FolderRecord } from './store/image-records.ts';

type Restoration = Extract<FolderOperation, { kind: 'restore' }>;

export type RestoreWish = {
  /** Of the trash entry. */
  trashId: number;
  actor: Actor;
  /** Where it is to be; without it where it was. */
  to?: string | undefined;
  /** Whether names outside ASCII may be made. */
  unicode: boolean;
  /** Path at which an earlier run of the same restoration may have put it. */
  begun?: string | undefined;
  /** Told the path before anything is done. */
  onBegin: (to: string) => Promise<void>;
  /** Throws when the actor may not put it there. */
  permit: (to: string) => Promise<void>;
};

/** Parts of restoring a folder; see FolderKind. */
export function restoreKind(storage: Storage): FolderKind<Restoration> {
  return {
    rename: ({ store, to }) => storage.trash.restore(store, to.slice(1)),
    renamed: async ({ store, to }) =>
      !(await storage.trash.has(store)) && (await storage.hasFolder(to.slice(1))),
    recorded: async (client, { trashId }) => (await findEntry(client, { id: trashId })) === undefined,

    async rows(client, { trashId, from, to, at, ownRows, actor, folderId }, work, late) {
      if (!(await takeEntry(client, trashId))) throw notFound('The trash does not hold this any more.');
      const parentId = await ensureFolderRows(client, parentOf(to));
      if (to !== from) {
        await purgeRows(client, to);
        if (ownRows) {
          await moveFolderRows(client, from, to, parentId);
          await moveImageRows(client, from, to, undefined, () => work.stopIfAsked());
        } else {
          await copyFolderRows(client, from, to, parentId);
          await moveEndedImageRows(client, from, to, at);
        }
      }
      // Its record may have been purged.
      await ensureFolderRows(client, to);
      const { images } = await measureTree(client, to);
      let done = 0;
      const note = { userId: actor.userId, action: ACTION.created, info: `Folder restored: ${to}` };
      await reviveImageRows(client, to, at, note, (count) => {
        done += count;
        work.progress(done, images, 'reviving records');
        work.stopIfAsked();
      });
      await reviveFolderRows(client, to);
      if (late) await followFiles(client, storage, to);
      await auditFolder(client, actor, {
        action: 'folder.restore',
        folderId,
        path: to,
        details: { from, to },
      });
    },
  };
}

/**
 * Puts a deleted folder back with everything that was deleted with it; see folder-work.ts. Images deleted one by one
 * before stay deleted. When something else has been made at the old path meanwhile and the folder is restored
 * elsewhere, files of the same names there keep the records. Throws not_found without the entry, conflict when the
 * path is taken, and what `permit` throws.
 */
export async function restoreFolder(
  parts: { db: Database; storage: Storage; workshop: FolderWorkshop },
  wish: RestoreWish,
  work: FolderWork,
): Promise<FolderRecord> {
  const { db, storage, workshop } = parts;
  const path = await workshop.run(work, async (client) => {
    const entry = await findEntry(client, { id: wish.trashId });
    if (!entry || entry.folderId === null) {
      if (!entry && wish.begun !== undefined) return { result: wish.begun };
      throw notFound('The trash does not hold this any more.');
    }
    const { path: from, store, at, folderId } = entry;
    const to = wish.to === undefined ? from : await targetPath(storage, wish.to, wish.unicode);
    await wish.permit(to);
    if (!(await storage.trash.has(store))) throw notFound('The trash does not hold this any more.');
    await requireFree(storage, to);
    await requireShort(client, from, to);
    const top = await readFolder(client, { path: from });
    const ownRows = to === from || (top?.id === folderId && top.status === 0);
    await wish.onBegin(to);
    const { actor, trashId } = wish;
    return {
      operation: { kind: 'restore', folderId, actor, trashId, store, from, to, at, ownRows },
      result: to,
    };
  });
  // Files of an entry whose deletion for good was interrupted are missing; empty folders have come back unnoticed.
  await workshop.inTransaction(work, (client) => followFiles(client, storage, path));
  return requireFolderAt(db, path);
}
