import type { Database } from '#lib/db/client.ts';
import { folderOfImage, parentFolders } from '#lib/paths/image-path.ts';
import { ACTION, STATUS } from './codes.ts';
import { ensureFolder, holdFolder } from './folders.ts';
import { type ImageTables, lockImageAt } from './image-changes.ts';
import { type ImageRecord, toRecord, WITH_FOLDER } from './image-records.ts';

/** What a file turned out to be. */
export type FileRow = { width: number; height: number; fileSize: number; fileTime: number };

/** The record of a path, present or deleted. */
export async function findImage(db: Pick<Database, 'image'>, src: string): Promise<ImageRecord | undefined> {
  const row = await db.image.findUnique({ where: { src }, include: WITH_FOLDER });
  return row === null ? undefined : toRecord(row);
}

/**
 * Creates the record of a file that was found in a folder that has an active one, with its history entry. False when
 * there is a record of the file or none of the folder. Waits for a folder that is being moved, whose files are then
 * elsewhere.
 */
async function createImage(
  db: Pick<Database, '$queryRaw'>,
  src: string,
  folder: string,
  file: FileRow,
): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    WITH held AS (
      SELECT id FROM folders WHERE path = ${folder} AND status = ${STATUS.active} FOR KEY SHARE
    ), created AS (
      INSERT INTO images (src, folder_id, width, height, file_size, file_time)
      SELECT ${src}, id, ${file.width}::int, ${file.height}::int, ${file.fileSize}::bigint, ${file.fileTime}::bigint
      FROM held
      ON CONFLICT (src) DO NOTHING
      RETURNING id
    ), noted AS (
      INSERT INTO imagesaudit (image_id, action, action_info)
      SELECT id, ${ACTION.created}::int, ${`File found: ${src}`} FROM created
    )
    SELECT id FROM created`;
  return rows.length > 0;
}

/** Stores what a changed or returned file turned out to be and makes the record active, with a history entry. */
async function updateImageFile(
  tx: ImageTables,
  id: number,
  folderId: number,
  file: FileRow,
  action: number,
  info: string,
): Promise<void> {
  await tx.image.update({
    where: { id },
    data: {
      width: file.width,
      height: file.height,
      fileSize: BigInt(file.fileSize),
      fileTime: BigInt(file.fileTime),
      measured: true,
      sha256: null,
      folderId,
      status: STATUS.active,
      version: { increment: 1 },
    },
  });
  await tx.imageAudit.create({ data: { imageId: id, action, actionInfo: info } });
}

/**
 * Makes the record of a file that was found, or brings it up to date; folders above get records too. The folder is held
 * while the file is looked for once more, so that it cannot be moved in between. Returns the record that was changed,
 * as it was; null when there was none or it says so already; undefined, and nothing is left, when the file is not there
 * any more.
 *
 * @param known whether a record was found a moment ago; without one a single statement does as a rule
 */
export async function recordFile(
  db: Database,
  src: string,
  file: FileRow,
  known: boolean,
  isThere: () => Promise<boolean>,
): Promise<ImageRecord | null | undefined> {
  const folder = folderOfImage(src);
  if (!known && (await createImage(db, src, folder, file))) {
    if (await isThere()) return null;
    await endMissingImage(db, src, isThere);
    return undefined;
  }
  const recorded = db.$transaction(async (tx) => {
    await ensureFolder(tx, parentFolders(folder));
    const folderId = await holdFolder(tx, folder);
    // Taken back with the folders' records: their folder may have been moved while they were made.
    if (folderId === undefined || !(await isThere())) throw new Vanished();
    const row = await lockImageAt(tx, src);
    if (!row) {
      await createImage(tx, src, folder, file);
      return null;
    }
    // Another request, here or in another process, was quicker.
    const same = row.fileSize === file.fileSize && row.fileTime === file.fileTime;
    if (row.status === STATUS.active && same) {
      if (!row.measured) await storeMeasure(tx, row.id, file);
      return null;
    }
    const [action, info] =
      row.status === STATUS.active
        ? [ACTION.replaced, `File changed: ${src}`]
        : [ACTION.created, `File found again: ${src}`];
    await updateImageFile(tx, row.id, folderId, file, action, info);
    return row;
  });
  return recorded.catch((error: unknown) => {
    if (error instanceof Vanished) return undefined;
    throw error;
  });
}

/** Ends a transaction without a trace: the file it is about is not there any more. */
class Vanished extends Error {}

/** Stores the size in pixels of a file whose record was made without it, unless the file has changed since. */
export async function storeMeasure(db: Pick<Database, 'image'>, id: number, file: FileRow): Promise<void> {
  await db.image.updateMany({
    where: { id, measured: false, fileSize: BigInt(file.fileSize), fileTime: BigInt(file.fileTime) },
    data: { width: file.width, height: file.height, measured: true, version: { increment: 1 } },
  });
}

/**
 * Marks the active image at a path as deleted, with a history entry. Its row is held while the file is looked for once
 * more: whoever moves files holds the rows until both agree again. False when there is none, or the file is there.
 */
export async function endMissingImage(
  db: Database,
  src: string,
  isThere: () => Promise<boolean>,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const row = await lockImageAt(tx, src);
    if (row?.status !== STATUS.active || (await isThere())) return false;
    await tx.image.update({
      where: { id: row.id },
      data: { status: STATUS.deleted, version: { increment: 1 } },
    });
    await tx.imageAudit.create({
      data: { imageId: row.id, action: ACTION.deleted, actionInfo: `File not found: ${src}` },
    });
    return true;
  });
}
