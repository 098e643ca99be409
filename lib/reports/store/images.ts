import { beginningWith } from '#lib/catalog/search-terms.ts';
import { inTime, visible } from '#lib/catalog/store/search-conditions.ts';
import type { Measure } from '#lib/contracts/reports.ts';
import type { Database } from '#lib/db/client.ts';
import type { Regions } from '#lib/permissions/regions.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Span } from '../range.ts';
import type { Sums } from './series.ts';

/** Which images count. */
export type ImageChoice = {
  /** With all below it; paths begin with a slash. */
  folder: string;
  /** Where the reader may look. */
  regions: Regions;
};

const ORDER: Readonly<Record<Measure, Prisma.Sql>> = {
  requests: Prisma.sql`sum(s.requests)`,
  served: Prisma.sql`sum(s.views + s.downloads)`,
  views: Prisma.sql`sum(s.views)`,
  cached_views: Prisma.sql`sum(s.cached_views)`,
  downloads: Prisma.sql`sum(s.downloads)`,
  bytes: Prisma.sql`sum(s.total_bytes)`,
  seconds: Prisma.sql`sum(s.request_seconds)`,
  max_seconds: Prisma.sql`max(s.max_request_seconds)`,
};

export type TopImage = Sums & { id: number; src: string; version: string };

function chosen({ folder, regions }: ImageChoice): Prisma.Sql {
  const all = [Prisma.sql`i.status = 1`, ...visible(regions)];
  if (folder !== '/') all.push(Prisma.sql`(i.src || '') LIKE ${beginningWith(`${folder.slice(1)}/`)}`);
  return Prisma.join(all, ' AND ');
}

type FileRow = { id: number; src: string; file_size: bigint; file_time: bigint };

/** Changes with the file; makes addresses of its pictures new. */
function versionOf({ file_size, file_time }: FileRow): string {
  return `${Number(file_time).toString(36)}-${Number(file_size).toString(36)}`;
}

/** The images with most of something in a time; those with nothing of it are left out. Throws busy after five seconds. */
export async function readTopImages(
  db: Database,
  choice: ImageChoice,
  { from, to }: Span,
  measure: Measure,
  limit: number,
): Promise<TopImage[]> {
  type Row = FileRow &
    Record<'requests' | 'views' | 'cached_views' | 'downloads' | 'total_bytes', bigint> & {
      request_seconds: number;
      max_request_seconds: number;
    };
  const statement = Prisma.sql`
    SELECT i.id, i.src, i.file_size, i.file_time, t.* FROM (
      SELECT s.image_id, sum(s.requests)::bigint AS requests, sum(s.views)::bigint AS views,
             sum(s.cached_views)::bigint AS cached_views, sum(s.downloads)::bigint AS downloads,
             sum(s.total_bytes)::bigint AS total_bytes, sum(s.request_seconds)::float8 AS request_seconds,
             max(s.max_request_seconds)::float8 AS max_request_seconds, ${ORDER[measure]} AS measure
      FROM imagestats s JOIN images i ON i.id = s.image_id
      WHERE s.from_time >= ${new Date(from)} AND s.from_time < ${new Date(to)} AND ${chosen(choice)}
      GROUP BY s.image_id HAVING ${ORDER[measure]} > 0
      ORDER BY measure DESC, s.image_id LIMIT ${limit}::int
    ) t JOIN images i ON i.id = t.image_id ORDER BY t.measure DESC, i.id`;
  const [rows] = await inTime<[Row[]]>(db, [statement], false);
  return rows.map((row) => ({
    id: row.id,
    src: row.src,
    version: versionOf(row),
    requests: Number(row.requests),
    views: Number(row.views),
    cachedViews: Number(row.cached_views),
    downloads: Number(row.downloads),
    totalBytes: Number(row.total_bytes),
    requestSeconds: row.request_seconds,
    maxRequestSeconds: row.max_request_seconds,
  }));
}

export type UnusedImage = {
  id: number;
  src: string;
  version: string;
  bytes: number;
  created: Date;
  lastServed: Date | null;
};

/** Bytes and id of the last image of the page before. */
export type UnusedPosition = readonly [bytes: number, id: number];

/**
 * Images known since before a time that nobody was served since, neither a picture nor the original; the largest first.
 * Throws busy after five seconds.
 */
export async function readUnusedImages(
  db: Database,
  choice: ImageChoice,
  since: Date,
  page: { after: UnusedPosition | undefined; limit: number },
): Promise<UnusedImage[]> {
  const [bytes, id] = page.after ?? [0, 0];
  const behind = page.after
    ? Prisma.sql`AND (i.file_size, i.id) < (${bytes}::bigint, ${id}::int)`
    : Prisma.empty;
  const statement = Prisma.sql`
    SELECT i.id, i.src, i.file_size, i.file_time, i.created_at, (
      SELECT max(s.to_time) FROM imagestats s WHERE s.image_id = i.id AND (s.views > 0 OR s.downloads > 0)
    ) AS last_served
    FROM images i WHERE ${unused(choice, since)} ${behind}
    ORDER BY i.file_size DESC, i.id DESC LIMIT ${page.limit}::int`;
  type Row = FileRow & { created_at: Date; last_served: Date | null };
  const [rows] = await inTime<[Row[]]>(db, [statement], false);
  return rows.map((row) => ({
    id: row.id,
    src: row.src,
    version: versionOf(row),
    bytes: Number(row.file_size),
    created: row.created_at,
    lastServed: row.last_served,
  }));
}

/** How many these are on all pages, and what they take. */
export async function sumUnusedImages(
  db: Database,
  choice: ImageChoice,
  since: Date,
): Promise<{ images: number; bytes: number }> {
  const statement = Prisma.sql`
    SELECT count(*)::int AS images, coalesce(sum(i.file_size), 0)::bigint AS bytes
    FROM images i WHERE ${unused(choice, since)}`;
  const [rows] = await inTime<[Array<{ images: number; bytes: bigint }>]>(db, [statement], false);
  return { images: rows[0]?.images ?? 0, bytes: Number(rows[0]?.bytes ?? 0) };
}

function unused(choice: ImageChoice, since: Date): Prisma.Sql {
  return Prisma.sql`${chosen(choice)} AND i.created_at < ${since} AND NOT EXISTS (
    SELECT 1 FROM imagestats s
    WHERE s.image_id = i.id AND s.from_time >= ${since} AND (s.views > 0 OR s.downloads > 0))`;
}

/** Folders of one answer. */
const MOST_FOLDERS = 1000;

/**
 * What images take: those directly in a folder, under the name "", and those below each folder in it, the largest first.
 * Throws busy after five seconds.
 */
export async function readFolderStorage(
  db: Database,
  choice: ImageChoice,
): Promise<Array<{ name: string; images: number; bytes: number }>> {
  const start = choice.folder === '/' ? 1 : choice.folder.length + 1;
  const rest = Prisma.sql`substr(i.src, ${start}::int)`;
  const statement = Prisma.sql`
    SELECT CASE WHEN strpos(${rest}, '/') = 0 THEN '' ELSE split_part(${rest}, '/', 1) END AS name,
           count(*)::int AS images, coalesce(sum(i.file_size), 0)::bigint AS bytes
    FROM images i WHERE ${chosen(choice)}
    GROUP BY 1 ORDER BY bytes DESC, name LIMIT ${MOST_FOLDERS + 1}::int`;
  const [rows] = await inTime<[Array<{ name: string; images: number; bytes: bigint }>]>(
    db,
    [statement],
    false,
  );
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}
