import type { Database } from '#lib/db/client.ts';
import { STATUS } from './codes.ts';

/** Images of one content that are looked at, by age: what many have in common is no sign of a mistake. */
const MOST_TWINS = 100;

/** An image with a content that somebody asks for. */
export type Twin = {
  sha256: string;
  id: number;
  src: string;
  /** Path with a leading slash. */
  folder: string;
  width: number;
  height: number;
  bytes: number;
};

/** Present images by the SHA-256 of their files, the oldest first, at most 100 for each. */
export async function findTwins(db: Database, hashes: readonly string[]): Promise<Twin[]> {
  if (hashes.length === 0) return [];
  const rows = await db.$queryRaw<Array<Omit<Twin, 'bytes'> & { bytes: bigint }>>`
    SELECT t.* FROM unnest(${[...hashes]}::text[]::bpchar[]) AS wanted (hash)
    CROSS JOIN LATERAL (
      SELECT i.sha256, i.id, i.src, f.path AS folder, i.width, i.height, i.file_size AS bytes
      FROM images i JOIN folders f ON f.id = i.folder_id
      WHERE i.sha256 = wanted.hash AND i.status = ${STATUS.active} ORDER BY i.id LIMIT ${MOST_TWINS}
    ) t`;
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }));
}

/** A present image whose file has not been hashed since it changed. */
export type Unhashed = { id: number; src: string; fileSize: number; fileTime: number };

/** Some of them, by ascending id. */
export async function findUnhashed(db: Database, afterId: number, limit: number): Promise<Unhashed[]> {
  const rows = await db.image.findMany({
    where: { sha256: null, status: STATUS.active, id: { gt: afterId } },
    select: { id: true, src: true, fileSize: true, fileTime: true },
    orderBy: { id: 'asc' },
    take: limit,
  });
  return rows.map((row) => ({ ...row, fileSize: Number(row.fileSize), fileTime: Number(row.fileTime) }));
}

/** Stores the hash of a file unless its record tells of another file by now. The version stays: nobody sees a hash. */
export async function storeHash(
  db: Database,
  { id, fileSize, fileTime }: Unhashed,
  sha256: string,
): Promise<void> {
  await db.$executeRaw`
    UPDATE images SET sha256 = ${sha256}
    WHERE id = ${id} AND file_size = ${fileSize}::bigint AND file_time = ${fileTime}::bigint`;
}
