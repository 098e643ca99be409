import type { Database } from '#lib/db/client.ts';
import { type ImageRecord, toRecord, WITH_FOLDER } from './image-records.ts';

/** A file without a record. */
export type NewFile = { src: string; width: number; height: number; fileSize: number; fileTime: number };

/** Records of paths, present or deleted, by path. */
export async function readImagesAt(
  db: Database,
  paths: readonly string[],
): Promise<Map<string, ImageRecord>> {
  const rows = await db.image.findMany({ where: { src: { in: [...paths] } }, include: WITH_FOLDER });
  return new Map(rows.map((row) => [row.src, toRecord(row)]));
}

/**
 * Makes the records of files of one folder by one statement, each with a history entry. Those that another request was
 * quicker to make are left alone.
 */
export async function createImages(
  db: Pick<Database, '$executeRaw'>,
  folderId: number,
  files: readonly NewFile[],
): Promise<void> {
  const column = <Name extends keyof NewFile>(name: Name) => files.map((file) => file[name]);
  await db.$executeRaw`
    WITH created AS (
      INSERT INTO images (src, folder_id, width, height, file_size, file_time)
      SELECT src, ${folderId}, width, height, file_size, file_time
      FROM unnest(
        ${column('src')}::text[], ${column('width')}::int[], ${column('height')}::int[],
        ${column('fileSize')}::bigint[], ${column('fileTime')}::bigint[]
      ) AS found (src, width, height, file_size, file_time)
      ON CONFLICT (src) DO NOTHING
      RETURNING id, src
    )
    INSERT INTO imagesaudit (image_id, action, action_info)
    SELECT id, 1, 'File found: ' || src FROM created`;
}
