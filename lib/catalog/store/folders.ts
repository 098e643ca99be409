import type { Database } from '#lib/db/client.ts';
import { notFound } from '#lib/errors/error.ts';
import { parentFolders } from '#lib/paths/image-path.ts';
import { STATUS } from './codes.ts';
import type { FolderRecord } from './image-records.ts';

/** A transaction, or the database itself. */
type Reader = Pick<Database, 'folder' | '$queryRaw'>;

const COLUMNS = { id: true, path: true, parentId: true, status: true } as const;

/** The record of a folder, present or deleted; undefined when there is none. */
export async function findFolder(
  db: Reader,
  where: { id: number } | { path: string },
): Promise<FolderRecord | undefined> {
  return (await db.folder.findUnique({ where, select: COLUMNS })) ?? undefined;
}

/** The record of a folder, present or deleted. Throws not_found without one. */
export async function requireFolder(db: Reader, id: number): Promise<FolderRecord> {
  const folder = await findFolder(db, { id });
  if (!folder) throw notFound('The folder was not found.');
  return folder;
}

/** The record of the folder at a path. Throws not_found without one. */
export async function requireFolderAt(db: Reader, path: string): Promise<FolderRecord> {
  const folder = await findFolder(db, { path });
  if (!folder) throw notFound('The folder was not found.');
  return folder;
}

/** Folders directly in one, with one status or any, in the order of the database's language; at most so many. */
export async function listChildren(
  db: Reader,
  parentId: number,
  status: number | undefined,
  most: number,
): Promise<FolderRecord[]> {
  return db.folder.findMany({
    where: { parentId, ...(status === undefined ? {} : { status }) },
    select: COLUMNS,
    orderBy: { path: 'asc' },
    take: most,
  });
}

/** The active folder nearest to a path: the folder itself or one above it. The root when there is none. */
export async function nearestActive(db: Reader, path: string): Promise<string> {
  const found = await db.folder.findMany({
    where: { path: { in: parentFolders(path) }, status: 1 },
    select: { path: true },
  });
  return found.reduce(
    (nearest, folder) => (folder.path.length > nearest.length ? folder.path : nearest),
    '/',
  );
}

/**
 * Holds the active folder at a path in place until the transaction ends: it cannot be moved or deleted meanwhile. Returns
 * its id; undefined when there is none, or when it has just been moved. To be called before rows of its images are
 * written, and before a file is put into it.
 */
export async function holdFolder(tx: Reader, path: string): Promise<number | undefined> {
  const rows = await tx.$queryRaw<Array<{ id: number }>>`
    SELECT id FROM folders WHERE path = ${path} AND status = 1 FOR KEY SHARE`;
  return rows[0]?.id;
}

/** Keeps a folder's row, active or deleted, from being changed until the transaction ends. False without one. */
export async function lockFolder(tx: Reader, path: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT id FROM folders WHERE path = ${path} FOR UPDATE`;
  return rows.length > 0;
}

/**
 * The id of a folder's record; it and the missing ones above it are created, deleted ones revived.
 * @param chain the folder's path first, then its parents up to and with "/"
 */
export async function ensureFolder(
  db: Pick<Database, 'folder' | '$executeRaw'>,
  chain: readonly string[],
): Promise<number> {
  const known = await db.folder.findMany({ where: { path: { in: [...chain] } } });
  const byPath = new Map(known.map((folder) => [folder.path, folder]));
  const deleted = known.filter((folder) => folder.status === STATUS.deleted).map((folder) => folder.path);
  if (deleted.length > 0) {
    // By path: one that is just being moved is not meant.
    await db.folder.updateMany({ where: { path: { in: deleted } }, data: { status: STATUS.active } });
  }
  let parentId: number | undefined;
  for (const path of chain.toReversed()) {
    const existing = byPath.get(path);
    if (existing) {
      parentId = existing.id;
      continue;
    }
    // Requests for several new images arrive together and make the same folder: the row of whoever was first
    // counts. (Prisma's upsert reads before it writes and would fail here.)
    const parent: number | null = parentId ?? null;
    await db.$executeRaw`INSERT INTO folders (path, parent_id) VALUES (${path}, ${parent}) ON CONFLICT (path) DO NOTHING`;
    const created = await db.folder.findUniqueOrThrow({ where: { path } });
    parentId = created.id;
  }
  if (parentId === undefined) throw new Error('a folder chain ends with the root');
  return parentId;
}
