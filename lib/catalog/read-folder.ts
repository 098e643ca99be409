import type { Database } from '#lib/db/client.ts';
import { notFound } from '#lib/errors/error.ts';
import { normalizeFolderPath, parentFolders } from '#lib/paths/image-path.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { endVanished } from './end-vanished.ts';
import { ensureFolder, findFolder, listChildren, requireFolder, requireFolderAt } from './store/folders.ts';
import type { FolderRecord } from './store/image-records.ts';
import { ensureFolders } from './store/sync.ts';

import { canBeRecorded } from './sync-listed.ts';

/** A folder with the one above it and those directly in it, sorted by name as the database sorts. */
export type FolderDetails = FolderRecord & { parent: FolderRecord | null; children: FolderRecord[] };

/** Folders in a folder that are answered, and for which records are made, at most. */
const MOST_CHILDREN = 10_000;

type Parts = {
  db: Database;
  storage: Storage;
  /** Told when a folder has vanished with its images. */
  onChange: () => void;
};

/**
 * A folder by path or id, with its children of one status or of any. By path its record follows the disk: it is made
 * for a folder that is there, and one that has vanished is answered as deleted, with everything below it marked so.
 * Folders in it that are on the disk get records as well. Throws not_found, and what normalizeFolderPath throws.
 */
export async function readFolderDetails(
  parts: Parts,
  where: { path: string } | { id: number },
  { status }: { status?: number | undefined } = {},
): Promise<FolderDetails> {
  const { db } = parts;
  const folder =
    'path' in where
      ? await followFolder(parts, normalizeFolderPath(where.path))
      : await requireFolder(db, where.id);
  if (folder.status === 1) await recordChildren(parts, folder);
  const [parent, children] = await Promise.all([
    folder.parentId === null ? null : requireFolder(db, folder.parentId),
    listChildren(db, folder.id, status, MOST_CHILDREN),
  ]);
  return { ...folder, parent, children };
}

/** The record of a folder, brought into agreement with the disk. Throws not_found when there is neither. */
async function followFolder(parts: Parts, path: string): Promise<FolderRecord> {
  const { db, storage, onChange } = parts;
  const record = await findFolder(db, { path });
  if (await storage.hasFolder(path.slice(1))) {
    if (record?.status === 1) return record;
    await ensureFolder(db, parentFolders(path));
    return requireFolderAt(db, path);
  }
  if (!record) throw notFound(`The folder ${path} was not found.`);
  // A repository without its root is a lost mount, and says nothing of what is in it.
  if (record.status === 1 && (await storage.hasFolder(''))) {
    await endVanished(parts, path);
    onChange();
  }
  return requireFolderAt(db, path);
}

/** Makes and revives the records of the folders that are on the disk in a folder. */
async function recordChildren({ db, storage }: Parts, folder: FolderRecord): Promise<void> {
  const listing = await storage.list(folder.path.slice(1));
  const base = folder.path === '/' ? '' : folder.path;
  const there = (listing?.folders ?? [])
    .map((name) => `${base}/${name}`)
    .filter((path) => canBeRecorded(path.slice(1)))
    .slice(0, MOST_CHILDREN);
  const known = await listChildren(db, folder.id, 1, MOST_CHILDREN);
  const recorded = new Set(known.map(({ path }) => path));
  const missing = there.filter((path) => !recorded.has(path));
  await ensureFolders(
    db,
    missing.map((path) => ({ path, parent: folder.path })),
  );
}
