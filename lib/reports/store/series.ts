import type { Database } from '#lib/db/client.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Span } from '../range.ts';

/** Sums over a time. Bytes are those of bodies, times are seconds. */
export type Sums = {
  requests: number;
  views: number;
  cachedViews: number;
  downloads: number;
  totalBytes: number;
  requestSeconds: number;
  maxRequestSeconds: number;
};

/** Averages of a time, in percent; undefined when nothing was read. */
export type Load = { cpu: number; memory: number; cache: number } | undefined;

type Row = {
  at: number;
  requests: bigint;
  views: bigint;
  cached_views: bigint;
  downloads: bigint;
  total_bytes: bigint;
  request_seconds: number;
  max_request_seconds: number;
  samples?: number;
  cpu?: number | null;
  memory?: number | null;
  cache?: number | null;
};

/** Nothing counted. */
export function noSums(): Sums {
  return {
    requests: 0,
    views: 0,
    cachedViews: 0,
    downloads: 0,
    totalBytes: 0,
    requestSeconds: 0,
    maxRequestSeconds: 0,
  };
}

const SUMS = Prisma.sql`
  coalesce(sum(requests), 0)::bigint AS requests, coalesce(sum(views), 0)::bigint AS views,
  coalesce(sum(cached_views), 0)::bigint AS cached_views, coalesce(sum(downloads), 0)::bigint AS downloads,
  coalesce(sum(total_bytes), 0)::bigint AS total_bytes,
  coalesce(sum(request_seconds), 0)::float8 AS request_seconds,
  coalesce(max(max_request_seconds), 0)::float8 AS max_request_seconds`;

/** Averages weigh each row by how often it was read; imported rows, which do not say so, count once. */
const LOAD = Prisma.sql`,
  coalesce(sum(samples), 0)::int AS samples,
  (sum(cpu_pc * greatest(samples, 1)) / sum(greatest(samples, 1)))::float8 AS cpu,
  (sum(memory_pc * greatest(samples, 1)) / sum(greatest(samples, 1)))::float8 AS memory,
  ((array_agg(cache_pc ORDER BY from_time DESC))[1])::float8 AS cache`;

/** Start of the bucket in which a row began, by its number from 1. */
function bucketOf(starts: readonly number[]): Prisma.Sql {
  const times = starts.map((start) => new Date(start).toISOString());
  return Prisma.sql`width_bucket(from_time, ${times}::text[]::timestamptz[])`;
}

function within({ from, to }: Span): Prisma.Sql {
  return Prisma.sql`from_time >= ${new Date(from)} AND from_time < ${new Date(to)}`;
}

function toSums(row: Row | undefined): Sums {
  return {
    requests: Number(row?.requests ?? 0),
    views: Number(row?.views ?? 0),
    cachedViews: Number(row?.cached_views ?? 0),
    downloads: Number(row?.downloads ?? 0),
    totalBytes: Number(row?.total_bytes ?? 0),
    requestSeconds: row?.request_seconds ?? 0,
    maxRequestSeconds: row?.max_request_seconds ?? 0,
  };
}

function toLoad(row: Row): Load {
  if (row.cpu === null || row.cpu === undefined) return undefined;
  return { cpu: row.cpu, memory: row.memory ?? 0, cache: row.cache ?? 0 };
}

/** What was counted in each bucket, by its number from 0; buckets without rows are left out. */
export async function readSeries(
  db: Pick<Database, '$queryRaw'>,
  imageId: number | undefined,
  span: Span,
  starts: readonly number[],
): Promise<Map<number, { sums: Sums; load: Load }>> {
  const rows =
    imageId === undefined
      ? await db.$queryRaw<Row[]>`
          SELECT ${bucketOf(starts)} AS at, ${SUMS} ${LOAD} FROM systemstats WHERE ${within(span)} GROUP BY 1`
      : await db.$queryRaw<Row[]>`
          SELECT ${bucketOf(starts)} AS at, ${SUMS} FROM imagestats
          WHERE image_id = ${imageId} AND ${within(span)} GROUP BY 1`;
  return new Map(rows.map((row) => [row.at - 1, { sums: toSums(row), load: toLoad(row) }]));
}

/** What was counted in a time. */
export async function readSums(
  db: Pick<Database, '$queryRaw'>,
  imageId: number | undefined,
  span: Span,
): Promise<Sums> {
  const rows =
    imageId === undefined
      ? await db.$queryRaw<Row[]>`SELECT 0 AS at, ${SUMS} FROM systemstats WHERE ${within(span)}`
      : await db.$queryRaw<Row[]>`
          SELECT 0 AS at, ${SUMS} FROM imagestats WHERE image_id = ${imageId} AND ${within(span)}`;
  return toSums(rows[0]);
}

/** One tally of what answers were like. */
export type DetailRow = { kind: string; name: string; requests: number; bytes: number };

/** Names of all kinds in one answer. */
const MOST_DETAILS = 2000;

/** What answers were like in a time; the most frequent first. */
export async function readDetails(db: Pick<Database, '$queryRaw'>, span: Span): Promise<DetailRow[]> {
  const rows = await db.$queryRaw<Array<{ kind: string; name: string; requests: bigint; bytes: bigint }>>`
    SELECT kind, name, sum(requests)::bigint AS requests, sum(bytes)::bigint AS bytes FROM systemdetails
    WHERE ${within(span)} GROUP BY kind, name ORDER BY requests DESC, name LIMIT ${MOST_DETAILS}`;
  return rows.map((row) => ({ ...row, requests: Number(row.requests), bytes: Number(row.bytes) }));
}

/** Times of answers in each bucket, by its number from 0. */
export async function readTimes(
  db: Pick<Database, '$queryRaw'>,
  span: Span,
  starts: readonly number[],
): Promise<Map<number, Array<{ name: string; requests: number }>>> {
  const rows = await db.$queryRaw<Array<{ at: number; name: string; requests: bigint }>>`
    SELECT ${bucketOf(starts)} AS at, name, sum(requests)::bigint AS requests FROM systemdetails
    WHERE kind = 'response' AND ${within(span)} GROUP BY 1, 2`;
  const found = new Map<number, Array<{ name: string; requests: number }>>();
  for (const { at, name, requests } of rows) {
    const inBucket = found.get(at - 1) ?? [];
    inBucket.push({ name, requests: Number(requests) });
    found.set(at - 1, inBucket);
  }
  return found;
}

/** Where the records of the system begin; undefined when there are none. */
export async function countedSince(db: Pick<Database, '$queryRaw'>): Promise<Date | undefined> {
  const rows = await db.$queryRaw<
    Array<{ since: Date | null }>
  >`SELECT min(from_time) AS since FROM systemstats`;
  return rows[0]?.since ?? undefined;
}

/** A record as it is, for the original's feeds. */
export type FeedRow = Sums & { from: Date; to: Date; load: { cpu: number; memory: number; cache: number } };

/** Records of a feed at most. */
const MOST_FEED_ROWS = 50_000;

/** Records that began in a time, in their order. */
export async function readRecords(
  db: Pick<Database, '$queryRaw'>,
  imageId: number | undefined,
  span: Span,
): Promise<FeedRow[]> {
  const columns = Prisma.sql`requests, views, cached_views, downloads, total_bytes, request_seconds,
    max_request_seconds, from_time, to_time, 0 AS at`;
  type Record = Row & { from_time: Date; to_time: Date };
  const rows =
    imageId === undefined
      ? await db.$queryRaw<Record[]>`
          SELECT ${columns}, cpu_pc AS cpu, memory_pc AS memory, cache_pc AS cache FROM systemstats
          WHERE ${within(span)} ORDER BY from_time LIMIT ${MOST_FEED_ROWS}`
      : await db.$queryRaw<Record[]>`
          SELECT ${columns} FROM imagestats WHERE image_id = ${imageId} AND ${within(span)}
          ORDER BY from_time LIMIT ${MOST_FEED_ROWS}`;
  return rows.map((row) => ({
    ...toSums(row),
    from: row.from_time,
    to: row.to_time,
    load: toLoad(row) ?? { cpu: 0, memory: 0, cache: 0 },
  }));
}
