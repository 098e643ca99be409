import type { Database } from '#lib/db/client.ts';
import { busy } from '#lib/errors/error.ts';
import type { Regions } from '#lib/permissions/regions.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import { beginningWith, containing, type SearchTerms } from '../search-terms.ts';
import { type ImageRecord, readImages } from './image-records.ts';

/** Orders of results. Names go by path; newest and oldest by when the file was first found. */
export const SORTS = ['relevance', 'name', 'newest', 'oldest', 'largest'] as const;
export type Sort = (typeof SORTS)[number];

type Range = { min?: number | undefined; max?: number | undefined };

/** Which images are wanted. What is undefined does not matter. */
export type ImageSearch = {
  /** Whole text, for the relevance, and what it asks for. */
  text: string;
  terms: SearchTerms | undefined;
  /** Path with a leading slash. */
  folder: string | undefined;
  /** Whether folders below count too. */
  recursive: boolean;
  /** Set by the search itself when they do not. */
  folderId?: number | undefined;
  /** Lower-case. */
  extensions: readonly string[] | undefined;
  /** Pixels. */
  width: Range;
  height: Range;
  bytes: Range;
  /** Of the file, ms since 1970; both ends included. */
  fileTime: Range;
  /** When the file was first found, ms since 1970; both ends included. */
  found: Range;
  /** Where the person may look. */
  regions: Regions;
};

/** Where a page ended: what its last row was sorted by. */
export type Position = readonly (string | number)[];

export type ImagePage = { images: ImageRecord[]; next: Position | undefined };

/** Best matches are picked among the newest so many. */
const MOST_RANKED = 5_000;
/** Turns of somebody's rights that are compared one by one. */
const FEW_TURNS = 32;

/** One page of the images that are wanted, present ones only. Throws busy when that takes more than five seconds. */
export async function searchImages(
  db: Database,
  search: ImageSearch,
  page: { sort: Sort; after: Position | undefined; limit: number },
): Promise<ImagePage> {
  const { sort, limit } = page;
  let { folderId } = search;
  if (search.folder !== undefined && !search.recursive) {
    const folder = await db.folder.findUnique({ where: { path: search.folder }, select: { id: true } });
    if (!folder) return { images: [], next: undefined };
    folderId = folder.id;
  }
  const rows = await inTime(db, searchStatement({ ...search, folderId }, page), search.terms !== undefined);
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

/** @param byText whether the indexes of words and pieces are to be used: what they find is never guessed right */
async function inTime(db: Database, statement: Prisma.Sql, byText: boolean): Promise<Row[]> {
  try {
    const [, rows] = await db.$transaction([
      db.$executeRaw`SELECT set_config('statement_timeout', '5000', true), set_config('jit', 'off', true), set_config(
        'enable_seqscan', CASE WHEN ${byText} THEN 'off' ELSE current_setting('enable_seqscan') END, true)`,
      db.$queryRaw<Row[]>(statement),
    ]);
    return rows;
  } catch (error) {
    if (!String(error).includes('57014')) throw error;
    throw busy('the search takes too long; ask for something more exact', 10);
  }
}

function positionOf(sort: Sort, { id, key }: Row): Position {
  if (sort === 'newest' || sort === 'oldest') return [id];
  if (sort === 'name') return [String(key)];
  return [Number(key), id];
}

/** The statement behind a page; one row more than asked for tells whether there is another page. */
export function searchStatement(
  search: ImageSearch,
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
            SELECT i.id, i.src, i.title ${matching(search, [])} ORDER BY i.id DESC LIMIT ${MOST_RANKED}
          ) i
        ) ranked
        ${after ? Prisma.sql`WHERE (ranked.score, ranked.id) < (${first}::int, ${second}::int)` : Prisma.empty}
        ORDER BY ranked.score DESC, ranked.id DESC ${take}`;
  }
}

/**
 * The images that are wanted, as the table i. Those that match a text are found before they are sorted: how many there
 * are can only be guessed, and a wrong guess would walk through the whole table in order of the wish.
 */
function matching(search: ImageSearch, further: readonly Prisma.Sql[]): Prisma.Sql {
  const all = Prisma.join([...conditions(search), ...further], ' AND ');
  if (!search.terms) return Prisma.sql`FROM images i WHERE ${all}`;
  return Prisma.sql`FROM (SELECT i.id, i.src, i.title, i.file_size FROM images i WHERE ${all} OFFSET 0) i`;
}

/** How well a name or title fits: 4 is the same, 3 begins so, 2 contains it, 1 matches in another way. */
function score(text: string): Prisma.Sql {
  const whole = text.trim();
  const begins = beginningWith(whole);
  const names = Prisma.sql`lower(substring(i.src from '[^/]+$'))`;
  return Prisma.sql`CASE
    WHEN ${names} = lower(${whole}) OR ${names} LIKE lower(${beginningWith(`${whole}.`)})
      OR lower(i.title) = lower(${whole}) THEN 4
    WHEN ${names} LIKE lower(${begins}) OR lower(i.title) LIKE lower(${begins}) THEN 3
    WHEN ${names} LIKE lower(${containing(whole)}) OR lower(i.title) LIKE lower(${containing(whole)}) THEN 2
    ELSE 1 END`;
}

function conditions(search: ImageSearch): Prisma.Sql[] {
  const found = [Prisma.sql`i.status = 1`, ...visible(search.regions)];
  if (search.terms) found.push(matches(search.terms));
  if (search.folder !== undefined && !(search.recursive && search.folder === '/')) {
    if (search.recursive) found.push(below(search.folder));
    else found.push(Prisma.sql`i.folder_id = ${search.folderId ?? 0}::int`);
  }
  if (search.extensions) {
    found.push(
      Prisma.sql`lower(substring(i.src from '\\.([^./]*)$')) = ANY(${[...search.extensions]}::text[])`,
    );
  }
  found.push(
    ...within(Prisma.sql`i.width`, search.width),
    ...within(Prisma.sql`i.height`, search.height),
    ...within(Prisma.sql`i.file_size`, search.bytes),
    ...within(Prisma.sql`i.file_time`, search.fileTime),
    ...withinTimes(search.found),
  );
  return found;
}

/** The expressions are those of the indexes, letter by letter. */
function matches({ words, pieces }: SearchTerms): Prisma.Sql {
  const byWords = Prisma.sql`to_tsvector('simple'::regconfig, i."title" || ' ' || i."description" || ' ' ||
    regexp_replace(i."src", '[^[:alnum:]]+', ' ', 'g')) @@ to_tsquery('simple', ${words})`;
  if (pieces.length === 0) return byWords;
  const byPieces = pieces.map(
    (piece) => Prisma.sql`lower(i."src" || ' ' || i."title") LIKE lower(${containing(piece)})`,
  );
  // Pieces first: they are quicker to compare, and most of what is found has them.
  return Prisma.sql`((${Prisma.join(byPieces, ' AND ')}) OR ${byWords})`;
}

/** Everything below a folder, by the index of path beginnings. */
function below(folder: string): Prisma.Sql {
  return Prisma.sql`(i.src || '') LIKE ${beginningWith(`${folder.slice(1)}/`)}`;
}

function within(column: Prisma.Sql, { min, max }: Range): Prisma.Sql[] {
  const found: Prisma.Sql[] = [];
  if (min !== undefined) found.push(Prisma.sql`${column} >= ${min}::bigint`);
  if (max !== undefined) found.push(Prisma.sql`${column} <= ${max}::bigint`);
  return found;
}

function withinTimes({ min, max }: Range): Prisma.Sql[] {
  const found: Prisma.Sql[] = [];
  if (min !== undefined) found.push(Prisma.sql`i.created_at >= ${new Date(min)}`);
  if (max !== undefined) found.push(Prisma.sql`i.created_at <= ${new Date(max)}`);
  return found;
}

/** What somebody may see. An image is below as many turns as its path passes; each one takes or gives. */
function visible({ root, turns }: Regions): Prisma.Sql[] {
  if (turns.length === 0) return root ? [] : [Prisma.sql`FALSE`];
  const parity = root ? 0 : 1;
  const found: Prisma.Sql[] = [];
  if (turns.length <= FEW_TURNS) {
    const passed = turns.map((turn) => Prisma.sql`starts_with(i.src, ${`${turn.slice(1)}/`})::int`);
    found.push(Prisma.sql`(${Prisma.join(passed, ' + ')}) % 2 = ${parity}::int`);
    // Nothing outside of the outermost turns can be seen: their index may narrow the search.
    if (!root) found.push(Prisma.sql`(${Prisma.join(outermost(turns).map(below), ' OR ')})`);
  } else {
    const paths = turns.map((turn) => turn.slice(1));
    found.push(Prisma.sql`(
      SELECT count(*) FROM generate_series(1, array_length(string_to_array(i.src, '/'), 1) - 1) depth
      WHERE array_to_string((string_to_array(i.src, '/'))[1:depth], '/') = ANY(${paths}::text[])
    ) % 2 = ${parity}::int`);
  }
  return found;
}

function outermost(turns: readonly string[]): string[] {
  return turns.filter((turn) => !turns.some((other) => turn.startsWith(`${other}/`)));
}
