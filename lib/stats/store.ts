import type { Database } from '#lib/db/client.ts';
import type { Counts } from './counts.ts';

/** Rows to one statement: keeps a statement well below Postgres' limits. */
const BATCH = 5000;

/**
 * Adds counts to the rows of the period that starts at `from`, all or nothing; `to` is until when they were
 * counted. Several nodes add to the same rows. Images that are no longer in the catalog are left out.
 */
export async function addToPeriod(
  db: Database,
  from: Date,
  to: Date,
  system: Counts,
  images: ReadonlyMap<number, Counts>,
): Promise<void> {
  const entries = [...images];
  await db.$transaction(async (tx) => {
    for (let start = 0; start < entries.length; start += BATCH) {
      const rows = entries.slice(start, start + BATCH).map(([id, counts]) => ({ id, ...counts }));
      await tx.$executeRaw`
        INSERT INTO imagestats AS s (image_id, requests, views, cached_views, downloads, total_bytes,
                                     request_seconds, max_request_seconds, from_time, to_time)
        SELECT i.id, r.requests, r.views, r."cachedViews", r.downloads, r."totalBytes",
               r."requestSeconds", r."maxRequestSeconds", ${from}, ${to}
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (id int, requests bigint, views bigint,
             "cachedViews" bigint, downloads bigint, "totalBytes" bigint,
             "requestSeconds" float8, "maxRequestSeconds" float8)
        JOIN images i ON i.id = r.id
        ORDER BY i.id
        ON CONFLICT (image_id, from_time) DO UPDATE SET
          requests = s.requests + excluded.requests,
          views = s.views + excluded.views,
          cached_views = s.cached_views + excluded.cached_views,
          downloads = s.downloads + excluded.downloads,
          total_bytes = s.total_bytes + excluded.total_bytes,
          request_seconds = s.request_seconds + excluded.request_seconds,
          max_request_seconds = GREATEST(s.max_request_seconds, excluded.max_request_seconds),
          to_time = GREATEST(s.to_time, excluded.to_time)`;
    }
    await tx.$executeRaw`
      INSERT INTO systemstats AS s (requests, views, cached_views, downloads, total_bytes,
                                    request_seconds, max_request_seconds, from_time, to_time)
      VALUES (${system.requests}, ${system.views}, ${system.cachedViews}, ${system.downloads},
              ${system.totalBytes}, ${system.requestSeconds}, ${system.maxRequestSeconds}, ${from}, ${to})
      ON CONFLICT (from_time) DO UPDATE SET
        requests = s.requests + excluded.requests,
        views = s.views + excluded.views,
        cached_views = s.cached_views + excluded.cached_views,
        downloads = s.downloads + excluded.downloads,
        total_bytes = s.total_bytes + excluded.total_bytes,
        request_seconds = s.request_seconds + excluded.request_seconds,
        max_request_seconds = GREATEST(s.max_request_seconds, excluded.max_request_seconds),
        to_time = GREATEST(s.to_time, excluded.to_time)`;
  });
}

/** What was asked of an image on one day (UTC). */
export type DayOfUsage = {
  day: string;
  requests: number;
  views: number;
  downloads: number;
  totalBytes: number;
};

/** What was asked of an image during a time. */
export type SumOfUsage = Omit<DayOfUsage, 'day'>;

type DayRow = { day: string; requests: bigint; views: bigint; downloads: bigint; total_bytes: bigint };

function toSum(row: Omit<DayRow, 'day'> | undefined): SumOfUsage {
  return {
    requests: Number(row?.requests ?? 0),
    views: Number(row?.views ?? 0),
    downloads: Number(row?.downloads ?? 0),
    totalBytes: Number(row?.total_bytes ?? 0),
  };
}

/** What is written of the periods of an image that began at a time or later. */
export async function sumUsage(db: Database, imageId: number, since: Date): Promise<SumOfUsage> {
  const rows = await db.$queryRaw<Array<Omit<DayRow, 'day'>>>`
    SELECT coalesce(sum(requests), 0)::bigint AS requests, coalesce(sum(views), 0)::bigint AS views,
           coalesce(sum(downloads), 0)::bigint AS downloads, coalesce(sum(total_bytes), 0)::bigint AS total_bytes
    FROM imagestats WHERE image_id = ${imageId} AND from_time >= ${since}`;
  return toSum(rows[0]);
}

/** The same by day (UTC); days on which nothing was asked are left out. */
export async function usageByDay(db: Database, imageId: number, since: Date): Promise<DayOfUsage[]> {
  const rows = await db.$queryRaw<DayRow[]>`
    SELECT to_char(from_time AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, sum(requests)::bigint AS requests,
           sum(views)::bigint AS views, sum(downloads)::bigint AS downloads, sum(total_bytes)::bigint AS total_bytes
    FROM imagestats WHERE image_id = ${imageId} AND from_time >= ${since}
    GROUP BY 1 ORDER BY 1`;
  return rows.map((row) => ({ day: row.day, ...toSum(row) }));
}

/**
 * Deletes some of the images' rows of periods that began before a time. Returns whether there may be more. Rows that
 * another node is deleting are left to it.
 */
export async function deleteImageRowsBefore(db: Database, before: Date): Promise<boolean> {
  const count = await db.$executeRaw`
    DELETE FROM imagestats WHERE id IN (
      SELECT id FROM imagestats WHERE from_time < ${before} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
  return count === BATCH;
}

/** The same for the rows of the whole system. */
export async function deleteSystemRowsBefore(db: Database, before: Date): Promise<boolean> {
  const count = await db.$executeRaw`
    DELETE FROM systemstats WHERE id IN (
      SELECT id FROM systemstats WHERE from_time < ${before} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
  return count === BATCH;
}
