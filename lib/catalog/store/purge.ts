import type { Database } from '#lib/db/client.ts';
import { foldersBelow, imagesBelow } from './below.ts';
import { STATUS } from './codes.ts';

/** Rows to one statement. */
const BATCH = 1000;

/** Ids of some of the trash entries of a folder and of everything below it. */
export async function trashBelow(db: Database, path: string): Promise<number[]> {
  const [firstImage, lastImage] = imagesBelow(path);
  const [firstFolder, lastFolder] = foldersBelow(path);
  const rows = await db.$queryRaw<Array<{ id: number }>>`
    SELECT id FROM trash
    WHERE settled AND (
      (kind = 'image' AND (path || '') ~>=~ ${firstImage} AND (path || '') ~<~ ${lastImage})
      OR (kind = 'folder' AND (path = ${path} OR ((path || '') ~>=~ ${firstFolder} AND (path || '') ~<~ ${lastFolder}))))
    ORDER BY id LIMIT ${BATCH}`;
  return rows.map(({ id }) => id);
}

/** Path of the highest of some folders that lies in the trash; undefined when none does. */
export async function trashedFolder(db: Database, paths: readonly string[]): Promise<string | undefined> {
  const entry = await db.trashEntry.findFirst({
    where: { kind: 'folder', path: { in: [...paths] } },
    orderBy: { path: 'asc' },
    select: { path: true },
  });
  return entry?.path;
}

/** How many images below a folder are deleted. */
export async function countDeletedImages(db: Database, path: string): Promise<number> {
  const [from, to] = imagesBelow(path);
  const [row] = await db.$queryRaw<Array<{ count: number }>>`
    SELECT count(*)::int AS count FROM images
    WHERE status = ${STATUS.deleted} AND (src || '') ~>=~ ${from} AND (src || '') ~<~ ${to}`;
  return row?.count ?? 0;
}

/** Removes the records of some of the deleted images below a folder, with all that hangs on them; none = done. */
export async function purgeDeletedImages(
  db: Database,
  path: string,
): Promise<Array<{ id: number; src: string }>> {
  const [from, to] = imagesBelow(path);
  return db.$queryRaw<Array<{ id: number; src: string }>>`
    DELETE FROM images WHERE status = ${STATUS.deleted} AND id IN (
      SELECT id FROM images
      WHERE status = ${STATUS.deleted} AND (src || '') ~>=~ ${from} AND (src || '') ~<~ ${to}
      ORDER BY id LIMIT ${BATCH} FOR UPDATE)
    RETURNING id, src`;
}

/**
 * Removes the records of some of the deleted folders, from a folder downwards, that hold no record of an image or
 * folder. The folders above them may be empty then. Returns how many; 0 = done.
 */
export async function purgeEmptyFolders(db: Database, path: string): Promise<number> {
  const [from, to] = foldersBelow(path);
  return db.$executeRaw`
    DELETE FROM folders WHERE status = ${STATUS.deleted} AND id IN (
      SELECT f.id FROM folders f
      WHERE f.status = ${STATUS.deleted} AND f.parent_id IS NOT NULL
        AND (f.path = ${path} OR ((f.path || '') ~>=~ ${from} AND (f.path || '') ~<~ ${to}))
        AND NOT EXISTS (SELECT 1 FROM images i WHERE i.folder_id = f.id)
        AND NOT EXISTS (SELECT 1 FROM folders c WHERE c.parent_id = f.id)
      LIMIT ${BATCH} FOR UPDATE)`;
}
