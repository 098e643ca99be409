import type { Database } from '#lib/db/client.ts';

/** Rows to one statement, so that no lock is held for long. */
const BATCH = 5000;
const ROLL_UP_BATCH = 20_000;

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
  const details = await db.$executeRaw`
    DELETE FROM systemdetails WHERE (from_time, kind, name) IN (
      SELECT from_time, kind, name FROM systemdetails WHERE from_time < ${before}
      LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
  const count = await db.$executeRaw`
    DELETE FROM systemstats WHERE id IN (
      SELECT id FROM systemstats WHERE from_time < ${before} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
  return count === BATCH || details === BATCH;
}

/**
 * Merges some rows of images from before a time into one for each image and day (UTC). Returns whether there may be
 * more. Adds and deletes in one statement, so that a crash neither loses nor doubles anything.
 */
export async function rollUpImageRows(db: Database, before: Date): Promise<boolean> {
  const [row] = await db.$queryRaw<Array<{ count: number }>>`
    WITH picked AS (
      SELECT id FROM imagestats
      WHERE from_time < ${before} AND from_time <> date_trunc('day', from_time, 'UTC')
      ORDER BY from_time LIMIT ${ROLL_UP_BATCH} FOR UPDATE SKIP LOCKED
    ), gone AS (
      DELETE FROM imagestats WHERE id IN (SELECT id FROM picked) RETURNING *
    ), kept AS (
      INSERT INTO imagestats AS s (image_id, requests, views, cached_views, downloads, total_bytes,
                                   request_seconds, max_request_seconds, from_time, to_time)
      SELECT image_id, sum(requests), sum(views), sum(cached_views), sum(downloads), sum(total_bytes),
             sum(request_seconds), max(max_request_seconds), date_trunc('day', from_time, 'UTC'), max(to_time)
      FROM gone GROUP BY image_id, date_trunc('day', from_time, 'UTC')
      ON CONFLICT (image_id, from_time) DO UPDATE SET
        requests = s.requests + excluded.requests,
        views = s.views + excluded.views,
        cached_views = s.cached_views + excluded.cached_views,
        downloads = s.downloads + excluded.downloads,
        total_bytes = s.total_bytes + excluded.total_bytes,
        request_seconds = s.request_seconds + excluded.request_seconds,
        max_request_seconds = GREATEST(s.max_request_seconds, excluded.max_request_seconds),
        to_time = GREATEST(s.to_time, excluded.to_time)
    )
    SELECT count(*)::int AS count FROM gone`;
  return row?.count === ROLL_UP_BATCH;
}

/** The same for what the answers of the system were like. */
export async function rollUpDetails(db: Database, before: Date): Promise<boolean> {
  const [row] = await db.$queryRaw<Array<{ count: number }>>`
    WITH picked AS (
      SELECT from_time, kind, name FROM systemdetails
      WHERE from_time < ${before} AND from_time <> date_trunc('day', from_time, 'UTC')
      ORDER BY from_time LIMIT ${ROLL_UP_BATCH} FOR UPDATE SKIP LOCKED
    ), gone AS (
      DELETE FROM systemdetails WHERE (from_time, kind, name) IN (SELECT from_time, kind, name FROM picked) RETURNING *
    ), kept AS (
      INSERT INTO systemdetails AS d (from_time, kind, name, requests, bytes)
      SELECT date_trunc('day', from_time, 'UTC'), kind, name, sum(requests), sum(bytes)
      FROM gone GROUP BY 1, 2, 3
      ON CONFLICT (from_time, kind, name) DO UPDATE SET
        requests = d.requests + excluded.requests,
        bytes = d.bytes + excluded.bytes
    )
    SELECT count(*)::int AS count FROM gone`;
  return row?.count === ROLL_UP_BATCH;
}
