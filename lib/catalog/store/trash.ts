import type { Actor } from '#lib/audit/audit.ts';
import type { Database } from '#lib/db/client.ts';
import type { ImageTables } from './image-changes.ts';

/** The trash, or a transaction on it. */
type TrashTable = Pick<Database, 'trashEntry'>;

/** Something deleted that can be restored. */
export type TrashRecord = {
  id: number;
  kind: 'image' | 'folder';
  /** Repository path it had; a folder's starts with "/". */
  path: string;
  /** Of an image; null when its record has been purged. */
  imageId: number | null;
  folderId: number | null;
  /** Files and their bytes inside. */
  files: number;
  bytes: number;
  /** Name of the entry in the storage's trash. */
  store: string;
  settled: boolean;
  deletedAt: Date;
  deletedBy: { id: number; username: string } | null;
};

const WITH_PERSON = { deletedBy: { select: { id: true, username: true } } } as const;

type Row = Omit<TrashRecord, 'kind' | 'bytes'> & { kind: string; bytes: bigint };

function toTrashRecord(row: Row): TrashRecord {
  const { id, path, imageId, folderId, files, store, settled, deletedAt, deletedBy } = row;
  const kind = row.kind === 'folder' ? 'folder' : 'image';
  return {
    id,
    kind,
    path,
    imageId,
    folderId,
    files,
    bytes: Number(row.bytes),
    store,
    settled,
    deletedAt,
    deletedBy,
  };
}

/**
 * Announces that something is about to be put into the trash. The entry counts once it is settled, which is done
 * together with the change of the records.
 */
export async function announceTrash(
  db: TrashTable,
  actor: Actor,
  entry: Pick<TrashRecord, 'kind' | 'path' | 'store' | 'files' | 'bytes'> & {
    imageId?: number;
    folderId?: number;
  },
): Promise<number> {
  const { id } = await db.trashEntry.create({
    data: { ...entry, bytes: BigInt(entry.bytes), deletedById: actor.userId ?? null },
    select: { id: true },
  });
  return id;
}

/** What was announced has arrived in the trash. */
export async function settleTrash(db: TrashTable, id: number): Promise<void> {
  await db.trashEntry.update({ where: { id }, data: { settled: true } });
}

/** Entries that were announced before a moment and have not been settled. */
export async function unsettledTrash(
  db: TrashTable,
  kind: TrashRecord['kind'],
  before: Date,
): Promise<TrashRecord[]> {
  const rows = await db.trashEntry.findMany({
    where: { kind, settled: false, deletedAt: { lt: before } },
    include: WITH_PERSON,
    orderBy: { id: 'asc' },
    take: 1000,
  });
  return rows.map(toTrashRecord);
}

/** Forgets entries; absent ones are fine. */
export async function removeTrash(db: TrashTable, ids: readonly number[]): Promise<void> {
  await db.trashEntry.deleteMany({ where: { id: { in: [...ids] } } });
}

/** An entry, locked until the transaction ends; undefined when there is none or it has not been settled. */
export async function lockTrash(tx: ImageTables, id: number): Promise<TrashRecord | undefined> {
  await tx.$queryRaw`SELECT id FROM trash WHERE id = ${id} FOR UPDATE`;
  return readTrash(tx, id);
}

/** An entry; undefined when there is none or it has not been settled. */
export async function readTrash(db: TrashTable, id: number): Promise<TrashRecord | undefined> {
  const row = await db.trashEntry.findUnique({ where: { id, settled: true }, include: WITH_PERSON });
  return row === null ? undefined : toTrashRecord(row);
}

/** The entry of a deleted image, by its id; undefined when it was deleted with its folder, or its file was not kept. */
export async function trashOfImage(db: TrashTable, imageId: number): Promise<number | undefined> {
  const row = await db.trashEntry.findFirst({
    where: { imageId, kind: 'image', settled: true },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  return row?.id;
}

/**
 * What lies in the trash, the last first.
 * @param options.before id of the last entry of the page before
 * @param options.text part of the path, in any case
 */
export async function listTrash(
  db: TrashTable,
  {
    before,
    limit,
    text,
    kind,
  }: {
    before?: number | undefined;
    limit: number;
    text?: string | undefined;
    kind?: TrashRecord['kind'] | undefined;
  },
): Promise<TrashRecord[]> {
  const rows = await db.trashEntry.findMany({
    where: {
      settled: true,
      ...(before === undefined ? {} : { id: { lt: before } }),
      ...(text === undefined || text === ''
        ? {}
        : { path: { contains: literal(text), mode: 'insensitive' } }),
      ...(kind === undefined ? {} : { kind }),
    },
    include: WITH_PERSON,
    orderBy: { id: 'desc' },
    take: limit,
  });
  return rows.map(toTrashRecord);
}

/** Prisma leaves the signs of LIKE as they are. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** How much lies in the trash. */
export async function sumTrash(db: TrashTable): Promise<{ entries: number; files: number; bytes: number }> {
  const { _count, _sum } = await db.trashEntry.aggregate({
    where: { settled: true },
    _count: true,
    _sum: { files: true, bytes: true },
  });
  return { entries: _count, files: _sum.files ?? 0, bytes: Number(_sum.bytes ?? 0) };
}

/** Settled entries to be deleted for good: those of before a moment, or those with these ids; oldest first. */
export async function trashToPurge(
  db: TrashTable,
  which: { before: Date } | { ids: readonly number[] },
  limit: number,
): Promise<TrashRecord[]> {
  const rows = await db.trashEntry.findMany({
    where: {
      settled: true,
      ...('before' in which ? { deletedAt: { lt: which.before } } : { id: { in: [...which.ids] } }),
    },
    include: WITH_PERSON,
    orderBy: { id: 'asc' },
    take: limit,
  });
  return rows.map(toTrashRecord);
}

/** The entry that somebody's deletion of an image made, not before a moment; undefined when there is none. */
export async function findTrashOf(
  db: TrashTable,
  imageId: number,
  { userId, since }: { userId: number | null; since: Date },
): Promise<number | undefined> {
  const entry = await db.trashEntry.findFirst({
    where: { imageId, deletedById: userId, settled: true, deletedAt: { gte: since } },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  return entry?.id;
}
