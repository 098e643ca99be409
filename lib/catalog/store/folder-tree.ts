import type { Client } from 'pg';
import { parentFolders } from '#lib/paths/image-path.ts';
import type { FolderRecord } from './image-records.ts';

/**
 * Statements on whole trees of rows, all inside the caller's transaction. Folder rows are always locked before
 * image rows, as whoever adds an image to a folder does.
 */

/** Images to one statement: a second on a slow machine, so that it can be left between two. */
const BATCH = 2000;

/** Told after each batch how many images it held. May throw, which ends the work. */
export type OnBatch = (images: number) => void;

/** Rows of folders below $1, by the index on beginnings. "0" is the character after "/". */
const FOLDERS_BELOW = "((path || '') ~>=~ ($1 || '/') AND (path || '') ~<~ ($1 || '0'))";
const IN_TREE = `(path = $1 OR ${FOLDERS_BELOW})`;

/** The beginning of the paths of all images in a folder, without the slash after it. */
export const imagePrefix = (folder: string): string => folder.slice(1);

/** The row of a folder; undefined when there is none. */
export async function readFolder(client: Client, where: { id: number } | { path: string }) {
  const [column, value] = 'id' in where ? ['id', where.id] : ['path', where.path];
  const { rows } = await client.query<FolderRecord>(
    `SELECT id, path, parent_id AS "parentId", status FROM folders WHERE ${column} = $1`,
    [value],
  );
  return rows[0];
}

/** Images in the tree, deleted ones too; lengths of the longest path of any row in characters and in bytes. */
export async function measureTree(client: Client, path: string) {
  const { rows } = await client.query<{ images: number; active: number; longest: number; bytes: number }>(
    `SELECT count(*) FILTER (WHERE image)::int AS images,
            count(*) FILTER (WHERE image AND status = 1)::int AS active,
            coalesce(max(length(path)), 0)::int AS longest,
            coalesce(max(octet_length(path)), 0)::int AS bytes
     FROM (
       SELECT true AS image, '/' || src AS path, status FROM images
       WHERE (src || '') ~>=~ ($2 || '/') AND (src || '') ~<~ ($2 || '0')
       UNION ALL
       SELECT false, path, status FROM folders WHERE ${IN_TREE}
     ) AS tree`,
    [path, imagePrefix(path)],
  );
  return rows[0] ?? { images: 0, active: 0, longest: 0, bytes: 0 };
}

/** Id of the row of a folder; rows are made and revived as needed, for the folder and those above it. */
export async function ensureFolderRows(client: Client, path: string): Promise<number> {
  let id: number | null = null;
  for (const folder of parentFolders(path).toReversed()) {
    await client.query(
      `INSERT INTO folders (path, parent_id) VALUES ($1, $2)
       ON CONFLICT (path) DO UPDATE SET status = 1 WHERE folders.status = 0`,
      [folder, id],
    );
    id = (await readFolder(client, { path: folder }))?.id ?? null;
  }
  if (id === null) throw new Error(`the folder ${path} has no row`);
  return id;
}

/** Deletes all rows at and below a path at which there was nothing, with all that hangs on them. */
export async function purgeRows(client: Client, path: string): Promise<void> {
  await client.query(`SELECT id FROM folders WHERE ${IN_TREE} FOR UPDATE`, [path]);
  await client.query(
    `DELETE FROM images WHERE (src || '') ~>=~ ($1 || '/') AND (src || '') ~<~ ($1 || '0')`,
    [imagePrefix(path)],
  );
  // Whoever looked at files while they were moved may have put images of elsewhere into these folders.
  await client.query(
    `UPDATE images i SET folder_id = f.id FROM folders f
     WHERE i.folder_id IN (SELECT id FROM folders WHERE ${IN_TREE})
       AND f.path = '/' || regexp_replace(i.src, '/?[^/]*$', '')`,
    [path],
  );
  await client.query(`DELETE FROM folders WHERE ${IN_TREE}`, [path]);
}

/** Gives the rows of a tree of folders their new paths. `parentId` is that of the new top. */
export async function moveFolderRows(
  client: Client,
  from: string,
  to: string,
  parentId: number,
): Promise<void> {
  await client.query(`UPDATE folders SET path = $2 || substr(path, length($1) + 1) WHERE ${IN_TREE}`, [
    from,
    to,
  ]);
  await client.query('UPDATE folders SET parent_id = $2, status = 1 WHERE path = $1', [to, parentId]);
}

/** The history entry of each image that a statement changes. */
export type ImageNote = { userId: number | undefined; action: number; info: string };

/** Gives all images of a tree, deleted ones too, their new paths; with `note` each gets a history entry. */
export async function moveImageRows(
  client: Client,
  from: string,
  to: string,
  note: ImageNote | undefined,
  onBatch: OnBatch,
): Promise<void> {
  const values = [imagePrefix(from), imagePrefix(to), note?.userId ?? null, note?.action, note?.info];
  await inBatches(client, from, 'true', onBatch, {
    sql: `moved AS (
        UPDATE images i SET src = $4 || substr(i.src, length($3) + 1), version = i.version + 1, updated_at = now()
        FROM batch WHERE i.id = batch.id RETURNING i.id
      ), noted AS (
        INSERT INTO imagesaudit (image_id, user_id, action, action_info)
        SELECT id, $5::int, $6::int, $7::text FROM moved WHERE $6::int IS NOT NULL
      )`,
    values,
  });
}

/** Ends all active images of a tree, each with a history entry of the time `at`. */
export async function endImageRows(
  client: Client,
  path: string,
  note: ImageNote & { at: string },
  onBatch: OnBatch,
): Promise<void> {
  await inBatches(client, path, 'status = 1', onBatch, {
    sql: `ended AS (
        UPDATE images i SET status = 0, version = i.version + 1, updated_at = now()
        FROM batch WHERE i.id = batch.id RETURNING i.id
      ), noted AS (
        INSERT INTO imagesaudit (image_id, user_id, action, action_info, action_time)
        SELECT id, $3::int, $4::int, $5::text, $6::timestamptz FROM ended
      )`,
    values: [note.userId ?? null, note.action, note.info, note.at],
  });
}

/** Makes the images active again that were ended by the deletion of the time `at`, each with a history entry. */
export async function reviveImageRows(
  client: Client,
  path: string,
  at: string,
  note: ImageNote,
  onBatch: OnBatch,
): Promise<void> {
  await inBatches(client, path, 'status = 0', onBatch, {
    sql: `revived AS (
        UPDATE images i SET status = 1, version = i.version + 1, updated_at = now()
        FROM batch WHERE i.id = batch.id AND ${endedAt('i.id', '$6')} RETURNING i.id
      ), noted AS (
        INSERT INTO imagesaudit (image_id, user_id, action, action_info)
        SELECT id, $3::int, $4::int, $5::text FROM revived
      )`,
    values: [note.userId ?? null, note.action, note.info, at],
  });
}

/** Whether the deletion of the time in parameter `at` ended an image. */
export function endedAt(id: string, at: string): string {
  return `EXISTS (SELECT FROM imagesaudit a WHERE a.image_id = ${id} AND a.action = 0 AND a.action_time = ${at}::timestamptz)`;
}

/** Walks the images of a tree in the order of their paths; `sql` uses the CTE `batch` (id) and values from $3. */
async function inBatches(
  client: Client,
  path: string,
  where: string,
  onBatch: OnBatch,
  { sql, values }: { sql: string; values: readonly unknown[] },
): Promise<void> {
  const prefix = imagePrefix(path);
  let after = `${prefix}/`;
  for (;;) {
    const { rows } = await client.query<{ images: number; last: string }>(
      `WITH batch AS MATERIALIZED (
        SELECT id, src FROM images
        WHERE (src || '') ~>~ $1 AND (src || '') ~<~ $2 AND ${where}
        ORDER BY (src || '') USING ~<~ LIMIT ${BATCH} FOR UPDATE
      ), ${sql}
      SELECT count(*)::int AS images, max(src COLLATE "C") AS last FROM batch`,
      [after, `${prefix}0`, ...values],
    );
    const batch = rows[0];
    if (!batch || batch.images === 0) return;
    after = batch.last;
    onBatch(batch.images);
  }
}
