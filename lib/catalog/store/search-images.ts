import type { Database } from '#lib/db/client.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import { type ImageRecord, readImages } from './image-records.ts';
import {
  type ImageSearch,
  inTime,
  matching,
  type ReadySearch,
  readySearch,
  score,
} from './search-conditions.ts';

/** Orders of results. Names go by path; newest and oldest by when the file was first found. */
export const SORTS = ['relevance', 'name', 'newest', 'oldest', 'largest'] as const;
export type Sort = (typeof SORTS)[number];

/** Where a page ended: what its last row was sorted by. */
export type Position = readonly (string | number)[];

export type ImagePage = { images: ImageRecord[]; next: Position | undefined };

/** Best matches are picked among the newest so many. */
const MOST_RANKED = 5_000;

/** One page of the images that are wanted, present ones only. Throws busy when that takes more than five seconds. */
export async function searchImages(
  db: Database,
  search: ImageSearch,
  page: { sort: Sort; after: Position | undefined; limit: number },
): Promise<ImagePage> {
  const { sort, limit } = page;
  const ready = await readySearch(db, search);
  if (!ready) return { images: [], next: undefined };
  const [rows] = await inTime<[Row[]]>(db, [searchStatement(ready, page)], search.terms !== undefined);
  const more = rows.length > limit;
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  const images = await readImages(
    db,
    kept.map(({ id }) => id),
  );
  return {
    // Between the two statements one may have been removed.
    images: images.filter((image) => image !== undefined),
    next: more && last ? positionOf(sort, last) : undefined,
  };
}

type Row = { id: number; key: string | number | bigint | null };

function positionOf(sort: Sort, { id, key }: Row): Position {
  if (sort === 'newest' || sort === 'oldest') return [id];
  if (sort === 'name') return [String(key)];
  return [Number(key), id];
}

/** The statement behind a page; one row more than asked for tells whether there is another page. */
export function searchStatement(
  search: ReadySearch,
  { sort, after, limit }: { sort: Sort; after: Position | undefined; limit: number },
): Prisma.Sql {
  const [first, second] = after ?? [];
  const from = (position: Prisma.Sql) => matching(search, after === undefined ? [] : [position]);
  const take = Prisma.sql`LIMIT ${limit + 1}`;
  switch (sort) {
    case 'newest':
      return Prisma.sql`SELECT i.id, NULL AS key ${from(Prisma.sql`i.id < ${first}::int`)}
        ORDER BY i.id DESC ${take}`;
    case 'oldest':
      return Prisma.sql`SELECT i.id, NULL AS key ${from(Prisma.sql`i.id > ${first}::int`)} ORDER BY i.id ${take}`;
    case 'name':
      return Prisma.sql`SELECT i.id, i.src AS key ${from(Prisma.sql`i.src > ${first}::text`)} ORDER BY i.src ${take}`;
    case 'largest':
      return Prisma.sql`SELECT i.id, i.file_size AS key
        ${from(Prisma.sql`(i.file_size, i.id) < (${first}::bigint, ${second}::int)`)}
        ORDER BY i.file_size DESC, i.id DESC ${take}`;
    case 'relevance':
      return Prisma.sql`
        SELECT ranked.id, ranked.score AS key FROM (
          SELECT i.id, ${score(search.text)} AS score FROM (
            SELECT i.id, i.src, i.title ${matching(search)} ORDER BY i.id DESC LIMIT ${MOST_RANKED}
          ) i
        ) ranked
        ${after ? Prisma.sql`WHERE (ranked.score, ranked.id) < (${first}::int, ${second}::int)` : Prisma.empty}
        ORDER BY ranked.score DESC, ranked.id DESC ${take}`;
  }
}
