import type { Database } from '#lib/db/client.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import { containing } from '../search-terms.ts';
import type { FolderRecord } from './image-records.ts';

/** Rows read at a time, and how many times: whoever may see little waits no longer than others. */
const BATCH = 500;
const MOST_BATCHES = 10;

/**
 * Present folders whose path holds all words, without regard to case: those first whose own name is the last word,
 * begins with it or holds it, then short paths before long ones.
 * @param words at least one
 * @param mayView whether somebody may know of the folder
 */
export async function searchFolders(
  db: Database,
  words: readonly string[],
  mayView: (path: string) => boolean,
  limit: number,
): Promise<FolderRecord[]> {
  const last = (words.at(-1) ?? '').toLowerCase();
  const holdsAll = Prisma.join(
    words.map((word) => Prisma.sql`lower(path) LIKE lower(${containing(word)})`),
    ' AND ',
  );
  const found: FolderRecord[] = [];
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const rows = await db.$queryRaw<FolderRecord[]>`
      SELECT id, path, parent_id AS "parentId", status FROM (
        SELECT *, strpos(lower(substring(path from '[^/]*$')), ${last}) AS place,
          length(substring(path from '[^/]*$')) AS letters
        FROM folders WHERE status = 1 AND path <> '/' AND ${holdsAll}
      ) AS named
      ORDER BY (place = 1 AND letters = length(${last})) DESC, place = 1 DESC, place > 0 DESC, length(path), path
      LIMIT ${BATCH} OFFSET ${batch * BATCH}`;
    for (const row of rows) {
      if (found.length < limit && mayView(row.path)) found.push(row);
    }
    if (rows.length < BATCH || found.length === limit) break;
  }
  return found;
}
