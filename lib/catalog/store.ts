import type { Database } from '#lib/db/client.ts';

/** Status of images and folders (contract of the original's tables). */
export const STATUS = { deleted: 0, active: 1 } as const;

/** Actions of the image history (contract of the original's tables). */
export const ACTION = { deleted: 0, created: 1, replaced: 2 } as const;

/** A row of the images table with its folder's path. */
export type ImageRow = {
  id: number;
  src: string;
  folderPath: string;
  width: number;
  height: number;
  status: number;
  fileSize: number;
  fileTime: number;
};

/** What a file turned out to be. */
export type FileRow = { width: number; height: number; fileSize: number; fileTime: number };

/** The record of a path, active or deleted. */
export async function findImage(db: Database, src: string): Promise<ImageRow | undefined> {
  const row = await db.image.findUnique({ where: { src }, include: { folder: { select: { path: true } } } });
  if (!row) return undefined;
  return {
    id: row.id,
    src: row.src,
    folderPath: row.folder.path,
    width: row.width,
    height: row.height,
    status: row.status,
    fileSize: Number(row.fileSize),
    fileTime: Number(row.fileTime),
  };
}

/**
 * The id of a folder's record; it and the missing ones above it are created, deleted ones revived.
 * @param chain the folder's path first, then its parents up to and with "/"
 */
export async function ensureFolder(db: Database, chain: readonly string[]): Promise<number> {
  const known = await db.folder.findMany({ where: { path: { in: [...chain] } } });
  const byPath = new Map(known.map((folder) => [folder.path, folder]));
  const deleted = known.filter((folder) => folder.status === STATUS.deleted).map((folder) => folder.id);
  if (deleted.length > 0) {
    await db.folder.updateMany({ where: { id: { in: deleted } }, data: { status: STATUS.active } });
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
        folderId,
        status: STATUS.active,
      },
    }),
    db.imageAudit.create({ data: { imageId: id, action, actionInfo: info } }),
  ]);
}

/** Marks an active image as deleted, with a history entry. False when it was not active any more. */
export async function markImageDeleted(db: Database, id: number, info: string): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.image.updateMany({
      where: { id, status: STATUS.active },
      data: { status: STATUS.deleted },
    });
    if (count > 0)
      await tx.imageAudit.create({ data: { imageId: id, action: ACTION.deleted, actionInfo: info } });
    return count > 0;
  });
}

/** Images marked by one statement; any further ones below the folder are marked when they are asked for. */
const MOST_GONE = 10_000;

/** Marks a vanished folder, the folders below it and their images as deleted, each image with a history entry. */
export async function markFolderDeleted(db: Database, path: string): Promise<void> {
  await db.$executeRaw`
    WITH RECURSIVE gone AS (
      SELECT id FROM folders WHERE path = ${path}
      UNION
      SELECT f.id FROM folders f JOIN gone ON f.parent_id = gone.id
    ), ended_folders AS (
      UPDATE folders SET status = ${STATUS.deleted}
      WHERE id IN (SELECT id FROM gone) AND status = ${STATUS.active}
    ), ended AS (
      UPDATE images SET status = ${STATUS.deleted}, updated_at = now()
      WHERE id IN (
        SELECT i.id FROM images i JOIN gone ON i.folder_id = gone.id
        WHERE i.status = ${STATUS.active} ORDER BY i.id LIMIT ${MOST_GONE} FOR UPDATE OF i
      )
      RETURNING id
    )
    INSERT INTO imagesaudit (image_id, action, action_info)
    SELECT id, ${ACTION.deleted}, ${`Folder not found: ${path}`} FROM ended`;
}
