import type { Database } from '#lib/db/client.ts';

/** The database, or a transaction on it. */
type Reader = Pick<Database, 'image'>;

/** A folder as it is recorded, present or deleted. */
export type FolderRecord = { id: number; path: string; parentId: number | null; status: number };

/** An image as it is recorded, present or deleted; the file is not looked at. */
export type ImageRecord = {
  id: number;
  /** Repository path, no leading slash. */
  src: string;
  folder: FolderRecord;
  title: string;
  description: string;
  /** Pixels; 0 when unreadable or not measured yet. */
  width: number;
  height: number;
  status: number;
  /** Bytes, and modification time in ms since 1970, of the file when it was last read. */
  fileSize: number;
  fileTime: number;
  /** False until the file has been read for its size in pixels. */
  measured: boolean;
  /** Point that pictures cut to a shape keep in view, as fractions of the picture as displayed; null = none chosen. */
  focus: { x: number; y: number } | null;
  version: number;
};

/** What a record is read with. */
export const WITH_FOLDER = {
  folder: { select: { id: true, path: true, parentId: true, status: true } },
} as const;

/** Records by id, in the order of the ids; undefined for those that do not exist. At most 1000 ids. */
export async function readImages(
  db: Reader,
  ids: readonly number[],
): Promise<Array<ImageRecord | undefined>> {
  const rows = await db.image.findMany({ where: { id: { in: [...ids] } }, include: WITH_FOLDER });
  const byId = new Map(rows.map((row) => [row.id, toRecord(row)]));
  return ids.map((id) => byId.get(id));
}

/** The record with this id, present or deleted; undefined when there is none. */
export async function readImage(db: Reader, id: number): Promise<ImageRecord | undefined> {
  const row = await db.image.findUnique({ where: { id }, include: WITH_FOLDER });
  return row === null ? undefined : toRecord(row);
}

type Row = Omit<ImageRecord, 'fileSize' | 'fileTime' | 'focus'> & {
  fileSize: bigint;
  fileTime: bigint;
  focusX: number | null;
  focusY: number | null;
};

/** A record as it is handed out. */
export function toRecord(row: Row): ImageRecord {
  return {
    id: row.id,
    src: row.src,
    folder: row.folder,
    title: row.title,
    description: row.description,
    width: row.width,
    height: row.height,
    status: row.status,
    fileSize: Number(row.fileSize),
    fileTime: Number(row.fileTime),
    measured: row.measured,
    focus: row.focusX === null || row.focusY === null ? null : { x: row.focusX, y: row.focusY },
    version: row.version,
  };
}
