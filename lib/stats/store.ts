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
