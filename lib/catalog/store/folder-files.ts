import type { Database } from '#lib/db/client.ts';
import { STATUS } from './codes.ts';
import type { ChangedImage } from './sync.ts';

/** The active images directly in a folder. */
export async function activeInFolder(db: Database, folder: string): Promise<ChangedImage[]> {
  // Lists in one row: a hundred thousand rows would take several times as long to read.
  const [row] = await db.$queryRaw<Array<{ ids: number[] | null; sources: string[] | null }>>`
    SELECT array_agg(i.id) AS ids, array_agg(i.src) AS sources
    FROM images i JOIN folders f ON f.id = i.folder_id
    WHERE f.path = ${folder} AND i.status = ${STATUS.active}`;
  const sources = row?.sources ?? [];
  return (row?.ids ?? []).map((id, index) => ({ id, src: sources[index] ?? '' }));
}

/** How many active images of some extensions (lower case) lie directly in each of some folders, by id. */
export async function countInFolders(
  db: Database,
  folderIds: readonly number[],
  extensions: readonly string[],
): Promise<Map<number, number>> {
  const rows = await db.$queryRaw<Array<{ id: number; images: number }>>`
    SELECT f.id, c.images FROM unnest(${[...folderIds]}::int[]) AS f (id)
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS images FROM images i
      WHERE i.folder_id = f.id AND i.status = 1 AND i.extension = ANY(${[...extensions]}::text[])
    ) c`;
  return new Map(rows.map(({ id, images }) => [id, images]));
}

/** Those of some folders that have an active folder in them, by id. */
export async function withSubfolders(db: Database, folderIds: readonly number[]): Promise<Set<number>> {
  if (folderIds.length === 0) return new Set();
  const rows = await db.$queryRaw<Array<{ id: number }>>`
    SELECT DISTINCT parent_id AS id FROM folders
    WHERE parent_id = ANY(${[...folderIds]}::int[]) AND status = ${STATUS.active}`;
  return new Set(rows.map(({ id }) => id));
}
