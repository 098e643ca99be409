import type { Actor } from '#lib/audit/audit.ts';
import type { Database } from '#lib/db/client.ts';
import { normalizeFolderPath } from '#lib/paths/image-path.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { createFolder } from './create-folder.ts';
import { type DeleteWish, deleteFolder, deleteKind, purgeFolderEntry } from './delete-folder.ts';
import { createFolderWork, type FolderWork } from './folder-work.ts';
import { createHoldsFolders, type HoldsFolders } from './holds-folders.ts';
import { type MoveWish, moveFolder, moveKind } from './move-folder.ts';
import { type FolderDetails, readFolderDetails } from './read-folder.ts';
import { type RestoreWish, restoreFolder, restoreKind } from './restore-folder.ts';
import type { Connect } from './store/folder-session.ts';
import { nearestActive, requireFolder } from './store/folders.ts';
import type { FolderRecord } from './store/image-records.ts';

type FoldersOptions = {
  db: Database;
  /** Makes a connection of its own, for transactions that take minutes. */
  connect: Connect;
  storage: Storage;
  /** Whether new names may hold characters outside ASCII. */
  unicode: boolean;
  /** Days that deleted folders are kept; 0 = none. */
  trashKeepDays: number;
  /**
   * Told after a tree was moved, deleted or restored: paths, images and rights held in memory must be read again.
   * Cached pictures of moved images stay good, as they go by the image's id.
   */
  onChange: () => void;
};

/** Folders of the repository as records that follow the disk, and changes of whole trees. */
export type Folders = {
  /** See readFolderDetails. */
  get(
    where: { path: string } | { id: number },
    options?: { status?: number | undefined },
  ): Promise<FolderDetails>;
  /** The record alone, not compared with the disk. Throws not_found. */
  read(id: number): Promise<FolderRecord>;
  /** The active folder whose rights count for a path that may not exist yet: itself or the nearest one above. */
  nearest(path: string): Promise<string>;
  holdsFolders: HoldsFolders;
  /** See createFolder. */
  create(path: string, actor: Actor, permit: (wanted: string) => Promise<void>): Promise<FolderRecord>;
  /** See moveFolder. Takes minutes for a million images. */
  move(wish: Omit<MoveWish, 'unicode'>, work: FolderWork): Promise<FolderRecord>;
  /** See deleteFolder. */
  delete(wish: Omit<DeleteWish, 'keep'>, work: FolderWork): Promise<FolderRecord>;
  /** See restoreFolder. */
  restore(wish: Omit<RestoreWish, 'unicode'>, work: FolderWork): Promise<FolderRecord>;
  /** Deletes the files of a deleted folder for good; false when the trash has no such folder. May be repeated. */
  purge(trashId: number, actor: Actor): Promise<boolean>;
  /** Finishes what a process that is gone has left undone. For the start of a process and from time to time. */
  settle(): Promise<void>;
};

/** Puts the parts of the folder side together. */
export function createFolders(options: FoldersOptions): Folders {
  const { db, storage, connect, unicode, trashKeepDays, onChange } = options;
  const kinds = {
    move: moveKind(storage),
    delete: deleteKind(storage),
    restore: restoreKind(storage),
  };
  const workshop = createFolderWork({ connect, kinds, onChange });
  const parts = { db, storage, workshop, onChange };
  return {
    get: (where, { status } = {}) => readFolderDetails({ db, storage, onChange }, where, { status }),
    read: (id) => requireFolder(db, id),
    holdsFolders: createHoldsFolders(storage),
    nearest: (path) => nearestActive(db, normalizeFolderPath(path)),
    create: (path, actor, permit) => createFolder({ db, storage, unicode }, path, actor, permit),
    move: (wish, work) => moveFolder(parts, { ...wish, unicode }, work),
    delete: (wish, work) => deleteFolder(parts, { ...wish, keep: trashKeepDays > 0 }, work),
    restore: (wish, work) => restoreFolder(parts, { ...wish, unicode }, work),
    purge: (trashId, actor) => purgeFolderEntry(parts, { id: trashId }, actor),
    settle: workshop.settle,
  };
}
