import type { Database } from '#lib/db/client.ts';
import { ACTION, STATUS } from './codes.ts';
import { type ImageRecord, toRecord, WITH_FOLDER } from './image-records.ts';

/** What a file turned out to be. */
export type FileRow = { width: number; height: number; fileSize: number; fileTime: number };

/** The record of a path, present or deleted. */
export async function findImage(db: Pick<Database, 'image'>, src: string): Promise<ImageRecord | undefined> {
  const row = await db.image.findUnique({ where: { src }, include: WITH_FOLDER });
  return row === null ? undefined : toRecord(row);
}

/**
 * Creates the record of a file that was found, with its history entry.
 * Returns undefined when another request was quicker.
 */
export async function createImage(
  db: Database,
  src: string,
  folderId: number,
  file: FileRow,
): Promise<number | undefined> {
  const rows = await db.$queryRaw<Array<{ id: number }>>`
    WITH created AS (
      INSERT INTO images (src, folder_id, width, height, file_size, file_time)
      VALUES (${src}, ${folderId}, ${file.width}, ${file.height}, ${file.fileSize}, ${file.fileTime})
      ON CONFLICT (src) DO NOTHING
      RETURNING id
    ), noted AS (
      INSERT INTO imagesaudit (image_id, action, action_info)
      SELECT id, ${ACTION.created}, ${`File found: ${src}`} FROM created
    )
    SELECT id FROM created`;
  return rows[0]?.id;
}

/** Stores what a changed or returned file turned out to be and makes the record active, with a history entry. */
export async function updateImageFile(
  db: Database,
  id: number,
  folderId: number,
  file: FileRow,
  action: number,
  info: string,
): Promise<void> {
  await db.$transaction([
    db.image.update({
      where: { id },
      data: {
        width: file.width,
        height: file.height,
        fileSize: BigInt(file.fileSize),
        fileTime: BigInt(file.fileTime),
        measured: true,
        folderId,
        status: STATUS.active,
        version: { increment: 1 },
      },
    }),
    db.imageAudit.create({ data: { imageId: id, action, actionInfo: info } }),
  ]);
}

/** Stores the size in pixels of a file whose record was made without it, unless the file has changed since. */
export async function storeMeasure(db: Database, id: number, file: FileRow): Promise<void> {
  await db.image.updateMany({
    where: { id, measured: false, fileSize: BigInt(file.fileSize), fileTime: BigInt(file.fileTime) },
    data: { width: file.width, height: file.height, measured: true, version: { increment: 1 } },
  });
}

/** Marks an active image whose file is gone as deleted, with a history entry. False when it was not active any more. */
export async function markImageDeleted(db: Database, id: number, info: string): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.image.updateMany({
      where: { id, status: STATUS.active },
      data: { status: STATUS.deleted, version: { increment: 1 } },
    });
    if (count > 0)
      await tx.imageAudit.create({ data: { imageId: id, action: ACTION.deleted, actionInfo: info } });
    return count > 0;
  });
}
