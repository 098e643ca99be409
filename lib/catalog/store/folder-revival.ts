import type { Client } from 'pg';
import { endedAt, imagePrefix } from './folder-tree.ts';

/** Ends the active rows of a tree of folders. */
export async function endFolderRows(client: Client, path: string): Promise<void> {
  await client.query(
    `UPDATE folders SET status = 0
     WHERE status = 1 AND (path = $1 OR ((path || '') ~>=~ ($1 || '/') AND (path || '') ~<~ ($1 || '0')))`,
    [path],
  );
}

/**
 * Makes the folders of a tree active in which there is an active image, and the top. Empty ones below become
 * active when they are looked at.
 */
export async function reviveFolderRows(client: Client, path: string): Promise<void> {
  await client.query(
    `UPDATE folders SET status = 1
     WHERE status = 0 AND (path = $1 OR ((path || '') ~>=~ ($1 || '/') AND (path || '') ~<~ ($1 || '0') AND EXISTS (
       SELECT FROM images i
       WHERE (i.src || '') ~>=~ (substr(path, 2) || '/') AND (i.src || '') ~<~ (substr(path, 2) || '0') AND i.status = 1
     )))`,
    [path],
  );
}

/** Makes new rows at `to` for a tree of folders at `from` whose own rows are in use by others. They are not active. */
export async function copyFolderRows(
  client: Client,
  from: string,
  to: string,
  parentId: number,
): Promise<void> {
  await client.query(
    `INSERT INTO folders (path, status)
     SELECT $2 || substr(path, length($1) + 1), 0 FROM folders
     WHERE path = $1 OR ((path || '') ~>=~ ($1 || '/') AND (path || '') ~<~ ($1 || '0'))`,
    [from, to],
  );
  await client.query(
    `UPDATE folders f SET parent_id = p.id FROM folders p
     WHERE (f.path || '') ~>=~ ($1 || '/') AND (f.path || '') ~<~ ($1 || '0')
       AND p.path = regexp_replace(f.path, '/[^/]*$', '')`,
    [to],
  );
  await client.query('UPDATE folders SET parent_id = $2 WHERE path = $1', [to, parentId]);
}

/** Moves the images that the deletion of the time `at` ended, and nothing else, into the folders made by copyFolderRows. */
export async function moveEndedImageRows(
  client: Client,
  from: string,
  to: string,
  at: string,
): Promise<void> {
  await client.query(
    `UPDATE images i
     SET src = $2 || substr(i.src, length($1) + 1), folder_id = f.id, version = i.version + 1, updated_at = now()
     FROM folders f
     WHERE (i.src || '') ~>=~ ($1 || '/') AND (i.src || '') ~<~ ($1 || '0') AND i.status = 0
       AND ${endedAt('i.id', '$3')}
       AND f.path = '/' || regexp_replace($2 || substr(i.src, length($1) + 1), '/[^/]*$', '')`,
    [imagePrefix(from), imagePrefix(to), at],
  );
}

/**
 * Counts images as ended by a deletion that others found missing after it had begun and before its rows were written:
 * their files had gone into the trash with the folder. Images deleted one by one have entries of their own.
 */
export async function claimMissedImages(
  client: Client,
  path: string,
  at: string,
  info: string,
): Promise<void> {
  await client.query(
    `INSERT INTO imagesaudit (image_id, action, action_info, action_time)
     SELECT i.id, 0, $3, $2::timestamptz FROM images i
     WHERE (i.src || '') ~>=~ ($1 || '/') AND (i.src || '') ~<~ ($1 || '0') AND i.status = 0
       AND (SELECT a.user_id IS NULL AND a.action = 0 AND a.action_time >= $2::timestamptz
            FROM imagesaudit a WHERE a.image_id = i.id ORDER BY a.id DESC LIMIT 1)
       AND NOT EXISTS (SELECT FROM trash t WHERE t.image_id = i.id AND t.deleted_at >= $2::timestamptz)`,
    [imagePrefix(path), at, info],
  );
}

/** An image or folder of a tree, as it is recorded. */
type Recorded = { id: number; path: string; status: number };

/** Rows looked at between two statements. */
const CHECKED = 5000;

/**
 * Lets the rows of a tree follow the disk: whoever asked for them while files had moved and rows had not may have ended
 * some. Image paths are given without leading slash.
 */
export async function followDisk(
  client: Client,
  path: string,
  isThere: (kind: 'image' | 'folder', rows: readonly Recorded[]) => Promise<readonly boolean[]>,
): Promise<void> {
  for (const kind of ['image', 'folder'] as const) {
    const [table, column, top] =
      kind === 'image' ? ['images', 'src', imagePrefix(path)] : ['folders', 'path', path];
    let after = `${top}/`;
    for (;;) {
      const { rows } = await client.query<Recorded>(
        `SELECT id, ${column} AS path, status FROM ${table}
         WHERE (${column} || '') ~>~ $1 AND (${column} || '') ~<~ $2
         ORDER BY (${column} || '') USING ~<~ LIMIT ${CHECKED}`,
        [after, `${top}0`],
      );
      const last = rows.at(-1);
      if (!last) break;
      after = last.path;
      const there = await isThere(kind, rows);
      for (const [status, word] of [
        [1, 'found again'],
        [0, 'not found'],
      ] as const) {
        const ids = rows
          .filter((row, i) => there[i] === (status === 1) && row.status !== status)
          .map(({ id }) => id);
        if (ids.length === 0) continue;
        await client.query(`UPDATE ${table} SET status = $2 WHERE id = ANY($1::int[])`, [ids, status]);
        if (kind === 'folder') continue;
        await client.query(
          `INSERT INTO imagesaudit (image_id, action, action_info)
           SELECT id, $2::int, $3 || src FROM images WHERE id = ANY($1::int[])`,
          [ids, status, `File ${word}: `],
        );
      }
    }
  }
}
