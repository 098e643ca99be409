import type { Database } from '#lib/db/client.ts';
import { type Breakdown, DETAIL_KINDS } from '../breakdown.ts';
import type { Period } from '../periods.ts';

/** Rows to one statement: keeps a statement well below Postgres' limits. */
const BATCH = 5000;

type Transaction = Pick<Database, '$executeRaw'>;

/** A transaction of 200,000 images takes seconds. */
const PATIENCE_MS = 60_000;

/**
 * Adds counts to the rows of the period that starts at `from`, all or nothing; `to` is until when they were
 * counted. Several nodes add to the same rows, all in the same order. Images that are no longer in the catalog are
 * left out.
 */
export async function addToPeriod(db: Database, from: Date, to: Date, period: Period): Promise<void> {
  // By id: two nodes that take the rows of the same images in different orders would wait for each other for ever.
  const entries = [...period.images].sort(([a], [b]) => a - b);
  await db.$transaction(
    async (tx) => {
      for (let start = 0; start < entries.length; start += BATCH) {
        const rows = entries.slice(start, start + BATCH).map(([id, counts]) => ({ id, ...counts }));
        await addImages(tx, from, to, JSON.stringify(rows));
      }
      await addDetails(tx, from, period.details);
      await addSystem(tx, from, to, period);
    },
    { timeout: PATIENCE_MS, maxWait: PATIENCE_MS },
  );
}

async function addImages(tx: Transaction, from: Date, to: Date, rows: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO imagestats AS s (image_id, requests, views, cached_views, downloads, total_bytes,
                                 request_seconds, max_request_seconds, from_time, to_time)
    SELECT i.id, r.requests, r.views, r."cachedViews", r.downloads, r."totalBytes",
           r."requestSeconds", r."maxRequestSeconds", ${from}, ${to}
    FROM jsonb_to_recordset(${rows}::jsonb) AS r (id int, requests bigint, views bigint,
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

async function addDetails(tx: Transaction, from: Date, details: Breakdown): Promise<void> {
  const rows = DETAIL_KINDS.flatMap((kind) =>
    [...details[kind]].map(([name, { requests, bytes }]) => ({
      kind,
      name,
      requests,
      bytes: Math.round(bytes),
    })),
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO systemdetails AS d (from_time, kind, name, requests, bytes)
    SELECT ${from}, r.kind, r.name, r.requests, r.bytes
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r (kind text, name text, requests bigint, bytes bigint)
    ORDER BY r.kind, r.name
    ON CONFLICT (from_time, kind, name) DO UPDATE SET
      requests = d.requests + excluded.requests,
      bytes = d.bytes + excluded.bytes`;
}

async function addSystem(tx: Transaction, from: Date, to: Date, { system, load }: Period): Promise<void> {
  const average = (sum: number) => (load.samples === 0 ? 0 : sum / load.samples);
  await tx.$executeRaw`
    INSERT INTO systemstats AS s (requests, views, cached_views, downloads, total_bytes,
                                  request_seconds, max_request_seconds, cpu_pc, memory_pc, cache_pc, samples,
                                  from_time, to_time)
    VALUES (${system.requests}, ${system.views}, ${system.cachedViews}, ${system.downloads},
            ${system.totalBytes}, ${system.requestSeconds}, ${system.maxRequestSeconds},
            ${average(load.cpu)}, ${average(load.memory)}, ${load.cache}, ${load.samples}, ${from}, ${to})
    ON CONFLICT (from_time) DO UPDATE SET
      requests = s.requests + excluded.requests,
      views = s.views + excluded.views,
      cached_views = s.cached_views + excluded.cached_views,
      downloads = s.downloads + excluded.downloads,
      total_bytes = s.total_bytes + excluded.total_bytes,
      request_seconds = s.request_seconds + excluded.request_seconds,
      max_request_seconds = GREATEST(s.max_request_seconds, excluded.max_request_seconds),
      cpu_pc = (s.cpu_pc * s.samples + excluded.cpu_pc * excluded.samples)
               / GREATEST(s.samples + excluded.samples, 1),
      memory_pc = (s.memory_pc * s.samples + excluded.memory_pc * excluded.samples)
                  / GREATEST(s.samples + excluded.samples, 1),
      cache_pc = CASE WHEN excluded.samples > 0 THEN excluded.cache_pc ELSE s.cache_pc END,
      samples = s.samples + excluded.samples,
      to_time = GREATEST(s.to_time, excluded.to_time)`;
}
