import type { Database } from '#lib/db/client.ts';
import { foldersBelow, imagesBelow } from './below.ts';
import { ACTION, STATUS } from './codes.ts';

/** A file as the disk tells of it. */
export type SeenFile = {
  src: string;
  /** Path of its folder. */
  folder: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970, whole. */
  time: number;
};

/** An image whose record was changed. */
export type ChangedImage = { id: number; src: string };

/** Records to one statement: the indexes for searching make each change slow, and a statement has ten seconds. */
const BATCH = 2000;

/** Makes the records of folders whose parents have one, and revives deleted ones. */
export async function ensureFolders(
  db: Database,
  folders: ReadonlyArray<{ path: string; parent: string }>,
): Promise<void> {
  if (folders.length === 0) return;
  // Those that are there are left out first: each conflict would use up an id.
  await db.$executeRaw`
    INSERT INTO folders (path, parent_id)
    SELECT u.path, p.id
    FROM unnest(${folders.map(({ path }) => path)}::text[], ${folders.map(({ parent }) => parent)}::text[])
         AS u (path, parent)
    JOIN folders p ON p.path = u.parent
    WHERE NOT EXISTS (SELECT 1 FROM folders f WHERE f.path = u.path AND f.status = ${STATUS.active})
    ORDER BY u.path
    ON CONFLICT (path) DO UPDATE SET status = ${STATUS.active}`;
}

/** Active folders directly below some folders that are not among those seen there. */
export async function unseenFolders(
  db: Database,
  parents: readonly string[],
  seen: readonly string[],
): Promise<string[]> {
  const rows = await db.$queryRaw<Array<{ path: string }>>`
    SELECT f.path FROM folders f
    JOIN folders p ON p.id = f.parent_id
    JOIN unnest(${parents}::text[]) AS a (path) ON a.path = p.path
    WHERE f.status = ${STATUS.active}
      AND NOT EXISTS (SELECT 1 FROM unnest(${seen}::text[]) AS s (path) WHERE s.path = f.path)`;
  return rows.map(({ path }) => path);
}

/**
 * Brings records up to date with files that were seen: new ones are made, to be measured later, deleted ones
 * revived, changed ones noted, each with a history entry. Records that were never compared with a file, such as
 * imported ones, only take over what is known of it.
 */
export async function storeSeenFiles(
  db: Database,
  files: readonly SeenFile[],
): Promise<{ created: number; revived: ChangedImage[]; changed: ChangedImage[] }> {
  const rows = await db.$queryRaw<Array<ChangedImage & { kind: string }>>`
    WITH seen AS (
      SELECT u.src, f.id AS folder_id, u.size, u.time
      FROM unnest(${files.map(({ src }) => src)}::text[], ${files.map(({ folder }) => folder)}::text[],
                  ${files.map(({ size }) => String(size))}::text[]::bigint[],
                  ${files.map(({ time }) => String(time))}::text[]::bigint[]) AS u (src, folder, size, time)
      JOIN folders f ON f.path = u.folder
      -- Waits for a folder that is being moved, and then finds it at that path no more.
      FOR KEY SHARE OF f
    ), created AS (
      INSERT INTO images (src, folder_id, file_size, file_time, measured)
      SELECT s.src, s.folder_id, s.size, s.time, false FROM seen s
      WHERE NOT EXISTS (SELECT 1 FROM images i WHERE i.src = s.src)
      ORDER BY s.src
      ON CONFLICT (src) DO NOTHING
      RETURNING id, src
    ), stale AS (
      SELECT i.id, s.folder_id, s.size, s.time,
             CASE WHEN i.status = ${STATUS.deleted} THEN 'revived'
                  WHEN i.file_size = 0 AND i.file_time = 0 THEN 'known'
                  ELSE 'changed' END AS kind,
             (i.file_size, i.file_time) = (s.size, s.time) OR (i.file_size = 0 AND i.file_time = 0) AS same
      FROM seen s JOIN images i ON i.src = s.src
      WHERE i.status = ${STATUS.deleted} OR (i.file_size, i.file_time) <> (s.size, s.time)
    ), updated AS (
      UPDATE images i SET status = ${STATUS.active}, folder_id = t.folder_id, file_size = t.size,
        file_time = t.time, measured = i.measured AND t.same,
        sha256 = CASE WHEN t.same THEN i.sha256 END, version = i.version + 1, updated_at = now()
      FROM stale t WHERE i.id = t.id
      RETURNING i.id, i.src, t.kind
    ), noted AS (
      INSERT INTO imagesaudit (image_id, action, action_info)
      SELECT id, ${ACTION.created}::int, 'File found: ' || src FROM created
      UNION ALL
      SELECT id, ${ACTION.created}::int, 'File found again: ' || src FROM updated WHERE kind = 'revived'
      UNION ALL
      SELECT id, ${ACTION.replaced}::int, 'File changed: ' || src FROM updated WHERE kind = 'changed'
    )
    SELECT id, src, kind FROM updated
    UNION ALL
    SELECT count(*)::int, '', 'created' FROM created`;
  const of = (kind: string) =>
    rows.filter((row) => row.kind === kind).map(({ id, src }): ChangedImage => ({ id, src }));
  return { created: of('created')[0]?.id ?? 0, revived: of('revived'), changed: of('changed') };
}

/** How many active images lie directly in some folders. */
export async function countActiveIn(db: Database, folders: readonly string[]): Promise<number> {
  const [row] = await db.$queryRaw<Array<{ count: number }>>`
    SELECT count(*)::int AS count FROM images i
    JOIN folders f ON f.id = i.folder_id JOIN unnest(${folders}::text[]) AS u (path) ON u.path = f.path
    WHERE i.status = ${STATUS.active}`;
  return row?.count ?? 0;
}

/** A page of the active images directly in some folders, by ascending id. */
export async function activeIn(
  db: Database,
  folders: readonly string[],
  afterId: number,
): Promise<ChangedImage[]> {
  return db.$queryRaw<ChangedImage[]>`
    SELECT i.id, i.src FROM images i
    JOIN folders f ON f.id = i.folder_id JOIN unnest(${folders}::text[]) AS u (path) ON u.path = f.path
    WHERE i.status = ${STATUS.active} AND i.id > ${afterId} ORDER BY i.id LIMIT ${BATCH}`;
}

/**
 * Marks active images as deleted, with a history entry each, unless they have been moved meanwhile. Returns those that
 * were still active.
 */
export async function endImages(db: Database, images: readonly ChangedImage[]): Promise<ChangedImage[]> {
  if (images.length === 0) return [];
  return db.$queryRaw<ChangedImage[]>`
    WITH ended AS (
      UPDATE images i SET status = ${STATUS.deleted}, version = i.version + 1, updated_at = now()
      FROM unnest(${images.map(({ id }) => id)}::int[], ${images.map(({ src }) => src)}::text[]) AS u (id, src)
      WHERE i.id = u.id AND i.src = u.src AND i.status = ${STATUS.active}
      RETURNING i.id, i.src
    ), noted AS (
      INSERT INTO imagesaudit (image_id, action, action_info)
      SELECT id, ${ACTION.deleted}::int, 'File not found: ' || src FROM ended
    )
    SELECT id, src FROM ended`;
}

/**
 * Marks some of the active images anywhere below a vanished folder as deleted, with a history entry each; once
 * none is left, the folder and those below it. Returns the images; none = done.
 */
export async function endFolder(db: Database, path: string): Promise<ChangedImage[]> {
  const [firstImage, lastImage] = imagesBelow(path);
  const [firstFolder, lastFolder] = foldersBelow(path);
  const ended = await db.$queryRaw<ChangedImage[]>`
    WITH ended AS (
      UPDATE images SET status = ${STATUS.deleted}, version = version + 1, updated_at = now()
      WHERE id IN (
        SELECT id FROM images
        WHERE (src || '') ~>=~ ${firstImage} AND (src || '') ~<~ ${lastImage} AND status = ${STATUS.active}
        ORDER BY id LIMIT ${BATCH} FOR UPDATE)
      RETURNING id, src
    ), noted AS (
      INSERT INTO imagesaudit (image_id, action, action_info)
      SELECT id, ${ACTION.deleted}::int, ${`Folder not found: ${path}`}::text FROM ended
    )
    SELECT id, src FROM ended`;
  if (ended.length > 0) return ended;
  await db.$executeRaw`
    UPDATE folders SET status = ${STATUS.deleted}
    WHERE status = ${STATUS.active}
      AND (path = ${path} OR ((path || '') ~>=~ ${firstFolder} AND (path || '') ~<~ ${lastFolder}))`;
  return [];
}

/** Whether there is an active image at all. */
export async function hasActiveImages(db: Database): Promise<boolean> {
  return (await db.image.findFirst({ where: { status: STATUS.active }, select: { id: true } })) !== null;
}

/** Whether a folder has a record, active or deleted. */
export async function hasFolderRecord(db: Database, path: string): Promise<boolean> {
  return (await db.folder.count({ where: { path } })) > 0;
}
