import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { Actor } from '#lib/audit/audit.ts';
import type { Database } from '#lib/db/client.ts';
import { badRequest, notFound } from '#lib/errors/error.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { endVanished } from './end-vanished.ts';
import type { FolderKind, FolderWork, FolderWorkshop } from './folder-work.ts';
import { inParallel } from './in-parallel.ts';
import { ACTION, STATUS } from './store/codes.ts';
import { claimMissedImages, endFolderRows } from './store/folder-revival.ts';
import { auditFolder, type FolderOperation } from './store/folder-session.ts';
import { addFolderEntry, dropFolderEntry, findEntry, markForPurge } from './store/folder-trash.ts';
import { endImageRows, measureTree, readFolder } from './store/folder-tree.ts';
import { requireFolder } from './store/folders.ts';
import type { FolderRecord } from './store/image-records.ts';
import { walkTree } from './walk-tree.ts';

type Deletion = Extract<FolderOperation, { kind: 'delete' }>;

/** Files looked at on the disk at the same time. */
const LOOKS_AT_ONCE = 32;

export type DeleteWish = {
  folderId: number;
  actor: Actor;
  /** False deletes the files for good. */
  keep: boolean;
  /** Name of the trash entry of an earlier run of the same deletion, which may have been carried out. */
  begun?: string | undefined;
  /** Told the name of the trash entry before anything is done. */
  onBegin: (store: string) => Promise<void>;
  /** Throws when the actor may not. */
  permit: (folder: FolderRecord) => Promise<void>;
};

/** Parts of deleting a folder; see FolderKind. */
export function deleteKind(storage: Storage): FolderKind<Deletion> {
  return {
    rename: ({ from, store }) => storage.trash.put(from.slice(1), 'folder', store),
    renamed: ({ store }) => storage.trash.has(store),
    recorded: async (client, { store }) => (await findEntry(client, { store })) !== undefined,

    async rows(client, operation, work, late) {
      const { folderId, from, at, actor, files, bytes } = operation;
      const { active } = late ? { active: 0 } : await measureTree(client, from);
      let done = 0;
      const info = `Folder deleted: ${from}`;
      await endFolderRows(client, from);
      if (late) await claimMissedImages(client, from, at, info);
      await endImageRows(
        client,
        from,
        { userId: actor.userId, action: ACTION.deleted, info, at },
        (count) => {
          done += count;
          work.progress(done, active, 'ending records');
          work.stopIfAsked();
        },
      );
      await addFolderEntry(client, operation);
      const details = { files, bytes };
      await auditFolder(client, actor, { action: 'folder.delete', folderId, path: from, details });
    },
  };
}

/**
 * Deletes a folder with everything below it, into the trash as one entry; see folder-work.ts. Throws 404 and 400 as the
 * contract of the original says, and what `permit` throws. Pictures made of the images stay in the cache until they
 * are pushed out: nothing leads to them any more.
 */
export async function deleteFolder(
  parts: { db: Database; storage: Storage; workshop: FolderWorkshop; onChange: () => void },
  wish: DeleteWish,
  work: FolderWork,
): Promise<FolderRecord> {
  const { db, storage, workshop, onChange } = parts;
  const store = wish.begun ?? `folder-${randomUUID()}`;
  await workshop.run(work, async (client) => {
    const folder = await readFolder(client, { id: wish.folderId });
    if (!folder) throw notFound('The folder was not found.');
    // The run before came as far as the records.
    if (wish.begun !== undefined && (await wasCarriedOut(client, storage, folder, store)))
      return { result: undefined };
    if (folder.path === '/') throw badRequest('The root folder cannot be deleted.');
    const there = await storage.hasFolder(folder.path.slice(1));
    if (!there && folder.status === STATUS.deleted) throw notFound('The folder was not found.');
    await wish.permit(folder);
    if (!there) {
      await endVanished({ db, storage }, folder.path);
      onChange();
      return { result: undefined };
    }
    const size = await measureFiles(storage, folder.path, work);
    await wish.onBegin(store);
    const { folderId, actor } = wish;
    const at = new Date().toISOString();
    return {
      operation: { kind: 'delete', folderId, actor, from: folder.path, store, at, ...size },
      result: undefined,
    };
  });
  if (!wish.keep) await purgeFolderEntry(parts, { store }, wish.actor);
  return requireFolder(db, wish.folderId);
}

async function wasCarriedOut(client: Client, storage: Storage, folder: FolderRecord, store: string) {
  if (await findEntry(client, { store })) return true;
  return folder.status === STATUS.deleted && !(await storage.hasFolder(folder.path.slice(1)));
}

/** Files of a tree and their bytes; those whose names begin with a dot are not counted. */
async function measureFiles(storage: Storage, path: string, work: FolderWork) {
  let files = 0;
  let bytes = 0;
  for await (const walked of walkTree(storage, path)) {
    work.stopIfAsked();
    const facts = await inParallel(LOOKS_AT_ONCE, walked.files, (file) => storage.stat(file));
    for (const { size } of facts.filter((fact) => fact !== undefined)) {
      files += 1;
      bytes += size;
    }
    work.progress(files, 0, 'counting files');
  }
  return { files, bytes };
}

/**
 * Deletes the files of a deleted folder for good, and the trash entry with them. False when there is no such entry. May
 * be repeated after it was interrupted; from its beginning on, the entry cannot be restored.
 */
export async function purgeFolderEntry(
  { db, storage }: { db: Database; storage: Storage },
  where: { id: number } | { store: string },
  actor: Actor,
): Promise<boolean> {
  const store = await markForPurge(db, where);
  if (store === undefined) return false;
  await storage.trash.remove(store);
  await dropFolderEntry(db, store, actor);
  return true;
}
