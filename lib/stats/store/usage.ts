import type { Database } from '#lib/db/client.ts';

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
