import type { Actor } from '#lib/audit/audit.ts';
import type { Database } from '#lib/db/client.ts';
import { STATUS } from './codes.ts';
import { type ImageRecord, readImage } from './image-records.ts';

/** The database, or a transaction on it. */
export type ImageTables = Pick<
  Database,
  'image' | 'imageAudit' | 'folder' | 'trashEntry' | 'auditEntry' | '$queryRaw' | '$executeRaw'
>;

/** Longest text of a history entry (contract of the original). */
const MOST_INFO = 4096;

/**
 * The record with this id, locked until the transaction ends: files and rows of one image are changed by one at a
 * time. Folders are locked first, as whoever moves a tree of folders does; otherwise the two could wait for each
 * other. Undefined when there is none.
 * @param folderId another folder that the image is about to be in
 */
export async function lockImage(tx: ImageTables, id: number, folderId = 0): Promise<ImageRecord | undefined> {
  await tx.$queryRaw`
    SELECT id FROM folders WHERE id = ${folderId} OR id = (SELECT folder_id FROM images WHERE id = ${id})
    ORDER BY id FOR KEY SHARE`;
  await tx.$queryRaw`SELECT id FROM images WHERE id = ${id} FOR UPDATE`;
  return readImage(tx, id);
}

/** The same by path. */
export async function lockImageAt(tx: ImageTables, src: string): Promise<ImageRecord | undefined> {
  const found = await tx.image.findUnique({ where: { src }, select: { id: true } });
  const row = found ? await lockImage(tx, found.id) : undefined;
  // It may have been moved while another one held it.
  return row?.src === src ? row : undefined;
}

/** Adds to the history of an image, under the name of who did it. */
export async function noteHistory(
  tx: Pick<ImageTables, 'imageAudit'>,
  imageId: number,
  actor: Actor,
  action: number,
  info: string,
): Promise<void> {
  const actionInfo = info.length > MOST_INFO ? `${info.slice(0, MOST_INFO - 3)}...` : info;
  await tx.imageAudit.create({ data: { imageId, userId: actor.userId ?? null, action, actionInfo } });
}

/** A file as it has just been put in place; its size in pixels is not known yet. */
export type ArrivedFile = { src: string; folderId: number; fileSize: number; fileTime: number };

/**
 * Makes the record of a file that was put in place, or makes the one of its path active. Returns its id.
 * @param sha256 of the file where it is known; otherwise the one on record counts while size and time are the same
 */
export async function saveArrival(
  tx: ImageTables,
  { src, folderId, fileSize, fileTime }: ArrivedFile,
  sha256: string | null = null,
): Promise<number> {
  const rows = await tx.$queryRaw<Array<{ id: number }>>`
    INSERT INTO images (src, folder_id, file_size, file_time, sha256, measured)
    VALUES (${src}, ${folderId}, ${fileSize}, ${fileTime}, ${sha256}, false)
    ON CONFLICT (src) DO UPDATE SET
      folder_id = excluded.folder_id, file_size = excluded.file_size, file_time = excluded.file_time,
      sha256 = COALESCE(excluded.sha256, CASE
        WHEN (images.file_size, images.file_time) = (excluded.file_size, excluded.file_time) THEN images.sha256 END),
      measured = false, status = ${STATUS.active}, version = images.version + 1, updated_at = now()
    RETURNING id`;
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('an image was neither inserted nor updated');
  return id;
}

/** Gives an image another path, and makes it active. */
export async function saveMove(tx: ImageTables, id: number, file: ArrivedFile): Promise<void> {
  const { src, folderId } = file;
  await tx.image.update({
    where: { id },
    data: {
      src,
      folderId,
      fileSize: BigInt(file.fileSize),
      fileTime: BigInt(file.fileTime),
      status: STATUS.active,
      version: { increment: 1 },
    },
  });
}

/** Changes title and description. */
export async function saveWords(
  tx: ImageTables,
  id: number,
  words: { title: string; description: string },
): Promise<void> {
  await tx.image.update({ where: { id }, data: { ...words, version: { increment: 1 } } });
}

/** Changes the focal point. */
export async function saveFocus(
  tx: ImageTables,
  id: number,
  focus: { x: number; y: number } | null,
): Promise<void> {
  await tx.image.update({
    where: { id },
    data: { focusX: focus?.x ?? null, focusY: focus?.y ?? null, version: { increment: 1 } },
  });
}

/** Notes that the size in pixels of a file is to be read again. */
export async function forgetMeasure(tx: ImageTables, id: number): Promise<void> {
  await tx.image.update({ where: { id }, data: { measured: false } });
}

/** Sets an image's status. */
export async function saveStatus(tx: ImageTables, id: number, status: number): Promise<void> {
  await tx.image.update({ where: { id }, data: { status, version: { increment: 1 } } });
}

/** Deletes the record of a path for good, with history and statistics, unless it is the one to be kept. */
export async function purgeImageAt(tx: ImageTables, src: string, kept?: number): Promise<void> {
  const row = await tx.image.findUnique({ where: { src }, select: { id: true } });
  if (!row || row.id === kept) return;
  await tx.trashEntry.updateMany({ where: { imageId: row.id }, data: { imageId: null } });
  await tx.image.delete({ where: { id: row.id } });
}
