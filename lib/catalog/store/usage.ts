import type { Database } from '#lib/db/client.ts';
import { imagesBelow } from './below.ts';
import { STATUS } from './codes.ts';

/** What the images of a folder take on the disk, as far as they are on record. */
export type FolderUsage = {
  /** Directly in it. */
  files: number;
  bytes: number;
  /** Folders directly in it with all that is below them, the largest first; at most MOST_FOLDERS. */
  folders: Array<{ name: string; files: number; bytes: number }>;
};

/** More are of no use to anybody who reads them. */
const MOST_FOLDERS = 1000;

/** Sums images by the folders in a folder. Reads every record below it: ask for it seldom. */
export async function sumFolder(db: Pick<Database, '$queryRaw'>, path: string): Promise<FolderUsage> {
  const [from, to] = imagesBelow(path);
  const start = path === '/' ? 1 : path.length + 1;
  const rows = await db.$queryRaw<Array<{ name: string; files: number; bytes: bigint }>>`
    SELECT name, count(*)::int AS files, coalesce(sum(file_size), 0)::bigint AS bytes FROM (
      SELECT file_size, CASE WHEN strpos(substr(src, ${start}::int), '/') = 0 THEN ''
        ELSE split_part(substr(src, ${start}::int), '/', 1) END AS name
      FROM images
      WHERE status = ${STATUS.active} AND (src || '') ~>=~ ${from} AND (src || '') ~<~ ${to}
    ) AS parts
    GROUP BY name ORDER BY bytes DESC, name LIMIT ${MOST_FOLDERS + 1}::int`;
  const own = rows.find(({ name }) => name === '');
  return {
    files: own?.files ?? 0,
    bytes: Number(own?.bytes ?? 0),
    folders: rows.filter(({ name }) => name !== '').map((row) => ({ ...row, bytes: Number(row.bytes) })),
  };
}

/** Some images in a folder and below it, by path. @param after path of the last one before, or "" */
export async function imagesUnder(
  db: Pick<Database, '$queryRaw'>,
  path: string,
  after: string,
  limit: number,
): Promise<Array<{ id: number; src: string }>> {
  const [from, to] = imagesBelow(path);
  return db.$queryRaw<Array<{ id: number; src: string }>>`
    SELECT id, src FROM images
    WHERE (src || '') ~>=~ ${from} AND (src || '') ~<~ ${to} AND (src || '') ~>~ ${after}
    ORDER BY (src || '') USING ~<~ LIMIT ${limit}::int`;
}
