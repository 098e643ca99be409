import type { Database } from '#lib/db/client.ts';
import { busy } from '#lib/errors/error.ts';
import type { Regions } from '#lib/permissions/regions.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import { beginningWith, containing, type SearchTerms } from '../search-terms.ts';

export type Range = { min?: number | undefined; max?: number | undefined };

/** Which images are wanted. What is undefined does not matter. */
export type ImageSearch = {
  /** Whole text, for the relevance, and what it asks for. */
  text: string;
  terms: SearchTerms | undefined;
  /** Path with a leading slash. */
  folder: string | undefined;
  /** Whether folders below count too. */
  recursive: boolean;
  /** Ids that are wanted, and that are not. */
  ids?: readonly number[] | undefined;
  except?: readonly number[] | undefined;
  /** Names of tags that all must be there, in any case. */
  tags?: readonly string[] | undefined;
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

/** A search with what had to be looked up for it. */
export type ReadySearch = ImageSearch & {
  /** Set when folders below do not count. */
  folderId: number | undefined;
  /** Ids of the tags that fit each of the terms. */
  tagged: ReadonlyArray<readonly number[]>;
};

/** Tags that one word or phrase may stand for. */
const MOST_TAGS = 1000;

/** Looks up what a search needs; undefined when its folder is not on record, so that nothing can be found. */
export async function readySearch(db: Database, search: ImageSearch): Promise<ReadySearch | undefined> {
  const tagged = search.terms ? await tagsLike(db, search.terms.texts) : [];
  if (search.folder === undefined || search.recursive) return { ...search, folderId: undefined, tagged };
  const folder = await db.folder.findUnique({ where: { path: search.folder }, select: { id: true } });
  return folder ? { ...search, folderId: folder.id, tagged } : undefined;
}

async function tagsLike(db: Database, texts: readonly string[]): Promise<number[][]> {
  const rows = await db.$queryRaw<Array<{ at: number; id: number }>>`
    SELECT w.at::int AS at, t.id FROM unnest(${texts.map(containing)}::text[]) WITH ORDINALITY AS w (pattern, at)
    CROSS JOIN LATERAL (SELECT id FROM tags WHERE lower(name) LIKE lower(w.pattern) LIMIT ${MOST_TAGS}) t`;
  return texts.map((_, index) => rows.filter(({ at }) => at === index + 1).map(({ id }) => id));
}

/**
 * Results of statements about images. Throws busy when they take more than five seconds.
 * @param byText whether the indexes of words and pieces are to be used: what they find is never guessed right
 */
export async function inTime<Rows extends readonly unknown[]>(
  db: Database,
  statements: readonly Prisma.Sql[],
  byText: boolean,
): Promise<Rows> {
  try {
    const [, ...results] = await db.$transaction([
      db.$executeRaw`SELECT set_config('statement_timeout', '5000', true), set_config('jit', 'off', true),
        set_config('work_mem', '16MB', true), set_config(
        'enable_seqscan', CASE WHEN ${byText} THEN 'off' ELSE current_setting('enable_seqscan') END, true)`,
      ...statements.map((statement) => db.$queryRaw(statement)),
    ]);
    return results as unknown as Rows;
  } catch (error) {
    if (!String(error).includes('57014')) throw error;
    throw busy('the search takes too long; ask for something more exact', 10);
  }
}

/**
 * The images that are wanted, as the table i. Those that match a text are found before they are sorted: how many there
 * are can only be guessed, and a wrong guess would walk through the whole table in order of the wish.
 */
export function matching(search: ReadySearch, further: readonly Prisma.Sql[] = []): Prisma.Sql {
  const all = Prisma.join([...conditions(search), ...further], ' AND ');
  if (!search.terms) return Prisma.sql`FROM images i WHERE ${all}`;
  return Prisma.sql`FROM (
    SELECT i.id, i.src, i.title, i.name_key, i.file_size, i.file_time FROM images i WHERE ${all} OFFSET 0
  ) i`;
}

/** Turns of somebody's rights that are compared one by one. */
const FEW_TURNS = 32;

/** How well a name or title fits: 4 is the same, 3 begins so, 2 contains it, 1 matches in another way. */
export function score(text: string): Prisma.Sql {
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

function conditions(search: ReadySearch): Prisma.Sql[] {
  const found = [Prisma.sql`i.status = 1`, ...visible(search.regions)];
  if (search.terms) found.push(matches(search.terms, search.tagged));
  if (search.folder !== undefined && !(search.recursive && search.folder === '/')) {
    if (search.recursive) found.push(below(search.folder));
    else found.push(Prisma.sql`i.folder_id = ${search.folderId ?? 0}::int`);
  }
  if (search.extensions) {
    found.push(Prisma.sql`i.extension = ANY(${[...search.extensions]}::text[])`);
  }
  if (search.ids) found.push(Prisma.sql`i.id = ANY(${[...search.ids]}::int[])`);
  if (search.except && search.except.length > 0) {
    found.push(Prisma.sql`i.id <> ALL(${[...search.except]}::int[])`);
  }
  for (const tag of search.tags ?? []) {
    found.push(Prisma.sql`i.id IN (
      SELECT it.image_id FROM imagetags it JOIN tags t ON t.id = it.tag_id WHERE lower(t.name) = lower(${tag}))`);
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

/**
 * What fits a text: all words, or all pieces, each of which may be in a tag as well. The expressions are those of the
 * indexes, letter by letter.
 */
function matches({ words, pieces }: SearchTerms, tagged: ReadySearch['tagged']): Prisma.Sql {
  const byWords = Prisma.sql`to_tsvector('simple'::regconfig, i."title" || ' ' || i."description" || ' ' ||
    regexp_replace(i."src", '[^[:alnum:]]+', ' ', 'g')) @@ to_tsquery('simple', ${words})`;
  const byTags = tagged.map((ids) => (ids.length === 0 ? undefined : taggedWith(ids)));
  if (pieces.length === 0) {
    const allTagged = byTags.filter((each) => each !== undefined);
    if (allTagged.length < byTags.length || allTagged.length === 0) return byWords;
    return Prisma.sql`(${byWords} OR (${Prisma.join(allTagged, ' AND ')}))`;
  }
  const byPieces = pieces.map((piece, index) => {
    const inText = Prisma.sql`lower(i."src" || ' ' || i."title") LIKE lower(${containing(piece)})`;
    const inTags = byTags[index];
    return inTags ? Prisma.sql`(${inText} OR ${inTags})` : inText;
  });
  // Pieces first: they are quicker to compare, and most of what is found has them.
  return Prisma.sql`((${Prisma.join(byPieces, ' AND ')}) OR ${byWords})`;
}

/** As a list of ids that is made once, so that the index of images is of use. */
function taggedWith(tagIds: readonly number[]): Prisma.Sql {
  return Prisma.sql`i.id = ANY(ARRAY(
    SELECT it.image_id FROM imagetags it WHERE it.tag_id = ANY(${[...tagIds]}::int[])))`;
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
export function visible({ root, turns }: Regions): Prisma.Sql[] {
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
