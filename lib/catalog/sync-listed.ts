import type { Database } from '#lib/db/client.ts';
import { EmulsionError } from '#lib/errors/error.ts';
import { folderOfImage, normalizeImagePath, parentFolders } from '#lib/paths/image-path.ts';
import type { FileFacts, Storage } from '#lib/storage/storage.ts';
import type { Catalog } from './catalog.ts';
import { inParallel } from './in-parallel.ts';
import { ensureFolder, holdFolder } from './store/folders.ts';
import type { ImageRecord } from './store/image-records.ts';
import { createImages, readImagesAt } from './store/listed-images.ts';

export type SyncParts = {
  db: Database;
  storage: Storage;
  catalog: Pick<Catalog, 'find'>;
  /** Size of the picture in a file; 0 x 0 when it cannot be read. */
  measure: (src: string, version: string) => Promise<{ width: number; height: number }>;
};

/** Files looked at, and files opened, at the same time. */
const STATS_AT_ONCE = 16;
const MEASURES_AT_ONCE = 4;

/**
 * Records of many files of one folder at once, by path; files without a record get one. Files that have vanished
 * meanwhile are left out.
 * @param paths repository paths of one folder, 1000 at most
 */
export async function syncListed(
  parts: SyncParts,
  paths: readonly string[],
): Promise<Map<string, ImageRecord>> {
  const { db, storage, catalog } = parts;
  const known = await readImagesAt(db, paths);
  const files = new Map<string, FileFacts>();
  await inParallel(STATS_AT_ONCE, paths, async (src) => {
    const facts = await storage.stat(src);
    if (facts) files.set(src, facts);
  });
  const fresh: string[] = [];
  const changed: string[] = [];
  for (const src of files.keys()) {
    const row = known.get(src);
    if (!row) fresh.push(src);
    else if (!isCurrent(row, files.get(src))) changed.push(src);
  }
  await addFiles(parts, fresh, files);
  // Rare: whatever a change of a file brings with it happens in one place.
  await inParallel(MEASURES_AT_ONCE, changed, (src) => catalog.find(src).catch(ignoreAbsent));
  const again = [...fresh, ...changed];
  const read = again.length > 0 ? await readImagesAt(db, again) : new Map<string, ImageRecord>();
  const records = new Map<string, ImageRecord>();
  for (const src of paths) {
    const record = read.get(src) ?? known.get(src);
    if (record?.status === 1 && files.has(src)) records.set(src, record);
  }
  return records;
}

function isCurrent(row: ImageRecord, facts: FileFacts | undefined): boolean {
  return row.status === 1 && row.measured && row.fileSize === facts?.size && row.fileTime === facts.time;
}

async function addFiles(
  { db, storage, measure }: SyncParts,
  paths: readonly string[],
  facts: ReadonlyMap<string, FileFacts>,
): Promise<void> {
  const first = paths[0];
  if (first === undefined) return;
  const files = await inParallel(MEASURES_AT_ONCE, paths, async (src) => {
    const { size, time, version } = facts.get(src) as FileFacts;
    try {
      return { src, ...(await measure(src, version)), fileSize: size, fileTime: time };
    } catch (error) {
      // It has gone since it was listed.
      ignoreAbsent(error);
      return undefined;
    }
  });
  const folder = folderOfImage(first);
  await db.$transaction(async (tx) => {
    // Looked for while it is held: a folder that is being moved takes its files along.
    if (!(await storage.hasFolder(folder.slice(1)))) return;
    await ensureFolder(tx, parentFolders(folder));
    const folderId = await holdFolder(tx, folder);
    if (folderId === undefined || !(await storage.hasFolder(folder.slice(1)))) return;
    await createImages(
      tx,
      folderId,
      files.filter((file) => file !== undefined),
    );
  });
}

function ignoreAbsent(error: unknown): void {
  if (!(error instanceof EmulsionError && error.code === 'not_found')) throw error;
}

/** Whether a listed file has a path that records can have. */
export function canBeRecorded(src: string): boolean {
  try {
    return normalizeImagePath(src) === src;
  } catch {
    return false;
  }
}
