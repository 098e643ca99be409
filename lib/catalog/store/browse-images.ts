import type { Database } from '#lib/db/client.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import {
  type ImageSearch,
  inTime,
  matching,
  type ReadySearch,
  readySearch,
  score,
} from './search-conditions.ts';

/** Orders of what is browsed; a minus turns one round. Dates are those of files, found is when they were first seen. */
export const BROWSE_SORTS = [
  'name',
  '-name',
  'date',
  '-date',
  'size',
  '-size',
  'found',
  '-found',
  'relevance',
] as const;
export type BrowseSort = (typeof BROWSE_SORTS)[number];

/** How many images there are, and the bytes of their files. */
export type Totals = { images: number; bytes: number };

/** Where an image stands among those of a search; position counts from 0. */
export type Place = { position: number; total: number; previous: Neighbour | null; next: Neighbour | null };
type Neighbour = { id: number; src: string };

type TotalsRow = { images: number; bytes: bigint };
type Key = string | number | bigint;

type Page = { sort: BrowseSort; start: number; limit: number };
type IdRow = { id: number };

/**
 * Ids of one page of the images that are wanted, present ones only, with the totals of all. Throws busy.
 * @param known the totals, when they were counted a moment ago
 */
export async function browseImages(
  db: Database,
  search: ImageSearch,
  page: Page,
  known?: Totals,
): Promise<Totals & { ids: number[] }> {
  const ready = await readySearch(db, search);
  if (!ready) return { images: 0, bytes: 0, ids: [] };
  const byText = search.terms !== undefined;
  if (!known) {
    const statements = [totalsOf(ready), pageOf(ready, page, false)];
    const [totals, rows] = await inTime<[TotalsRow[], IdRow[]]>(db, statements, byText);
    return { ...toTotals(totals), ids: rows.map(({ id }) => id) };
  }
  // Counted from whichever end is nearer.
  const end = Math.min(known.images, page.start + page.limit);
  const fromEnd = page.start > known.images / 2;
  const nearer = fromEnd
    ? { ...page, start: known.images - end, limit: Math.max(0, end - page.start) }
    : page;
  const [rows] = await inTime<[IdRow[]]>(db, [pageOf(ready, nearer, fromEnd)], byText);
  const ids = rows.map(({ id }) => id);
  return { ...known, ids: fromEnd ? ids.reverse() : ids };
}

function pageOf(search: ReadySearch, { sort, start, limit }: Page, fromEnd: boolean): Prisma.Sql {
  const { key, way, back } = orderOf(sort, search.text);
  const direction = fromEnd ? back : way;
  return Prisma.sql`SELECT i.id ${matching(search)} ORDER BY ${key} ${direction}, i.id ${direction}
    OFFSET ${start}::int LIMIT ${limit}::int`;
}

/** How many images are wanted, present ones only. Throws busy. */
export async function countImages(db: Database, search: ImageSearch): Promise<Totals> {
  const ready = await readySearch(db, search);
  if (!ready) return { images: 0, bytes: 0 };
  const [totals] = await inTime<[TotalsRow[]]>(db, [totalsOf(ready)], search.terms !== undefined);
  return toTotals(totals);
}

/** Where an image stands among those that are wanted; undefined when it is none of them. Throws busy. */
export async function findPlace(
  db: Database,
  search: ImageSearch,
  sort: BrowseSort,
  id: number,
): Promise<Place | undefined> {
  const ready = await readySearch(db, search);
  if (!ready) return undefined;
  const byText = search.terms !== undefined;
  const { key, type, way, back, before, after } = orderOf(sort, search.text);
  const [own] = await inTime<[Array<{ key: Key }>]>(
    db,
    [Prisma.sql`SELECT ${key} AS key ${matching(ready, [Prisma.sql`i.id = ${id}::int`])}`],
    byText,
  );
  if (!own[0]) return undefined;
  const here = Prisma.sql`(${own[0].key}::${type}, ${id}::int)`;
  const compared = (sign: Prisma.Sql) => Prisma.sql`(${key}, i.id) ${sign} ${here}`;
  // What is found by a text is compared after it has been found: the score is made of what is selected then.
  const those = (sign: Prisma.Sql) =>
    byText ? Prisma.sql`${matching(ready)} WHERE ${compared(sign)}` : matching(ready, [compared(sign)]);
  const [totals, [earlier], previous, next] = await inTime<
    [TotalsRow[], Array<{ position: number }>, Neighbour[], Neighbour[]]
  >(
    db,
    [
      totalsOf(ready),
      Prisma.sql`SELECT count(*)::int AS position ${those(before)}`,
      Prisma.sql`SELECT i.id, i.src ${those(before)} ORDER BY ${key} ${back}, i.id ${back} LIMIT 1`,
      Prisma.sql`SELECT i.id, i.src ${those(after)} ORDER BY ${key} ${way}, i.id ${way} LIMIT 1`,
    ],
    byText,
  );
  return {
    position: earlier?.position ?? 0,
    total: toTotals(totals).images,
    previous: previous[0] ?? null,
    next: next[0] ?? null,
  };
}

function totalsOf(search: ReadySearch): Prisma.Sql {
  return Prisma.sql`SELECT count(*)::int AS images, coalesce(sum(i.file_size), 0)::bigint AS bytes ${matching(search)}`;
}

function toTotals([row]: readonly TotalsRow[]): Totals {
  return { images: row?.images ?? 0, bytes: Number(row?.bytes ?? 0) };
}

const UP = Prisma.sql`ASC`;
const DOWN = Prisma.sql`DESC`;
const LESS = Prisma.sql`<`;
const MORE = Prisma.sql`>`;

/** What images are sorted by, its type, and which way; images of one key go by their ids. */
function orderOf(sort: BrowseSort, text: string) {
  const down = sort.startsWith('-') || sort === 'relevance';
  const directions = down
    ? { way: DOWN, back: UP, before: MORE, after: LESS }
    : { way: UP, back: DOWN, before: LESS, after: MORE };
  return { ...keyOf(sort, text), ...directions };
}

function keyOf(sort: BrowseSort, text: string): { key: Prisma.Sql; type: Prisma.Sql } {
  switch (sort) {
    case 'name':
    case '-name':
      return { key: Prisma.sql`i.name_key`, type: Prisma.sql`text` };
    case 'date':
    case '-date':
      return { key: Prisma.sql`i.file_time`, type: Prisma.sql`bigint` };
    case 'size':
    case '-size':
      return { key: Prisma.sql`i.file_size`, type: Prisma.sql`bigint` };
    case 'found':
    case '-found':
      return { key: Prisma.sql`i.id`, type: Prisma.sql`int` };
    case 'relevance':
      return { key: score(text), type: Prisma.sql`int` };
  }
}

/** Ids of the images that are wanted, ascending: those after one and up to another, at most so many. Throws busy. */
export async function selectIds(
  db: Database,
  search: ImageSearch,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<number[]> {
  const ready = await readySearch(db, search);
  if (!ready) return [];
  const further = [Prisma.sql`i.id > ${after}::int`, Prisma.sql`i.id <= ${upTo}::int`];
  const [rows] = await inTime<[Array<{ id: number }>]>(
    db,
    [Prisma.sql`SELECT i.id ${matching(ready, further)} ORDER BY i.id LIMIT ${limit}::int`],
    search.terms !== undefined,
  );
  return rows.map(({ id }) => id);
}

/** The largest id of an image; 0 without any. */
export async function largestId(db: Database): Promise<number> {
  const { _max } = await db.image.aggregate({ _max: { id: true } });
  return _max.id ?? 0;
}

/**
 * The nearest folder that all images that are wanted are in or below, as the beginning of their paths: "" or "a/b/". Throws
 * busy.
 */
export async function commonPlace(db: Database, search: ImageSearch): Promise<string> {
  const ready = await readySearch(db, search);
  if (!ready) return '';
  const [rows] = await inTime<[Array<{ first: string | null; last: string | null }>]>(
    db,
    [Prisma.sql`SELECT min(i.src COLLATE "C") AS first, max(i.src COLLATE "C") AS last ${matching(ready)}`],
    search.terms !== undefined,
  );
  const first = rows[0]?.first ?? '';
  const last = rows[0]?.last ?? '';
  let same = 0;
  while (same < first.length && first[same] === last[same]) same += 1;
  return first.slice(0, first.lastIndexOf('/', same - 1) + 1);
}
