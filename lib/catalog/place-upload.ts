import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import { conflict, EmulsionError } from '#lib/errors/error.ts';
import { numberedName } from '#lib/paths/file-name.ts';
import { normalizeImagePath, parentFolders } from '#lib/paths/image-path.ts';
import type { StagedFile } from '#lib/storage/storage.ts';
import { checkContent } from './check-content.ts';
import type { ImageParts } from './image-parts.ts';
import { ACTION, STATUS } from './store/codes.ts';
import { ensureFolder } from './store/folders.ts';
import { type ImageTables, lockImageAt, noteHistory, saveArrival } from './store/image-changes.ts';
import { findImage } from './store/image-files.ts';
import { type ImageRecord, readImage } from './store/image-records.ts';

export type Upload = {
  /** `/` or `/a/b`; made when it is missing. */
  folder: string;
  /** Sanitised. */
  name: string;
  staged: StagedFile;
  /** What to do when the name is taken. */
  onExisting: 'refuse' | 'replace' | 'rename';
  actor: Actor;
};

export type Placed = { image: ImageRecord; outcome: 'created' | 'replaced' | 'renamed' };

/** Numbers that are tried in search of a free name (contract of the original). */
const LAST_NUMBER = 999;

/**
 * Puts an uploaded file into the repository and makes its record. One that takes the place of another keeps id,
 * title and description. Throws 415 when the content is not what the name says, conflict when the name is taken
 * and that is to be refused, or all numbered names are. The staged file is used up or thrown away in any case.
 *
 * The file comes first: if the process ends before the record, the next look at the file makes or renews it.
 */
export async function placeUpload(parts: ImageParts, upload: Upload): Promise<Placed> {
  const { staged, folder, name } = upload;
  try {
    checkContent(name, staged.head);
    const below = (fileName: string) =>
      normalizeImagePath(folder === '/' ? fileName : `${folder.slice(1)}/${fileName}`, 'path');
    const src = below(name);
    await parts.storage.makeFolder(folder.slice(1));
    const folderId = await ensureFolder(parts.db, parentFolders(folder));
    if (await isPlaced(staged, src)) return await arrive(parts, upload, src, folderId, 'created');
    if (upload.onExisting === 'refuse') throw conflict(`The file ${name} already exists.`);
    if (upload.onExisting === 'replace') return await replace(parts, upload, src, folderId);
    for (let n = 1; n <= LAST_NUMBER; n++) {
      const numbered = below(numberedName(name, n));
      if (await isPlaced(staged, numbered)) return await arrive(parts, upload, numbered, folderId, 'renamed');
    }
    throw conflict(`The file ${name} already exists, and so do all numbered names.`);
  } finally {
    await staged.discard();
  }
}

/** Tries to put a file where none is. False when something is there. */
async function isPlaced(staged: StagedFile, src: string): Promise<boolean> {
  try {
    await staged.placeNew(src);
    return true;
  } catch (error) {
    if (error instanceof EmulsionError && error.code === 'conflict') return false;
    throw error;
  }
}

async function arrive(
  parts: ImageParts,
  upload: Upload,
  src: string,
  folderId: number,
  outcome: 'created' | 'renamed',
): Promise<Placed> {
  const { db, storage } = parts;
  let id: number;
  try {
    id = await db.$transaction((tx) => noteArrival(tx, storage, upload, src, folderId, ACTION.created));
  } catch (error) {
    if (!(await hasRecord(parts, src))) await storage.removeFile(src);
    throw error;
  }
  return { image: await measured(parts, id, src), outcome };
}

/** Writes the record of a file that has just been put in its place, with its history. Returns its id. */
async function noteArrival(
  tx: ImageTables & Parameters<typeof recordAudit>[0],
  storage: ImageParts['storage'],
  { actor, staged }: Upload,
  src: string,
  folderId: number,
  action: typeof ACTION.created | typeof ACTION.replaced,
): Promise<number> {
  const facts = await storage.stat(src);
  const file = { src, folderId, fileSize: staged.size, fileTime: facts?.time ?? 0 };
  const id = await saveArrival(tx, file, staged.sha256);
  await noteHistory(tx, id, actor, action, 'File uploaded by user');
  await recordAudit(tx, actor, {
    action: action === ACTION.created ? 'image.upload' : 'image.replace',
    objectType: 'image',
    objectId: id,
    objectName: src,
    details: { bytes: staged.size, sha256: staged.sha256 },
  });
  return id;
}

/** Whether a record was made all the same; true as well when there is no telling, since the file can stay. */
async function hasRecord({ db }: ImageParts, src: string): Promise<boolean> {
  return findImage(db, src).then(
    (row) => row?.status === STATUS.active,
    () => true,
  );
}

async function replace(parts: ImageParts, upload: Upload, src: string, folderId: number): Promise<Placed> {
  const id = await parts.db.$transaction(async (tx) => {
    // Nobody moves or deletes the old file meanwhile.
    await lockImageAt(tx, src);
    await upload.staged.replace(src);
    return noteArrival(tx, parts.storage, upload, src, folderId, ACTION.replaced);
  });
  const image = await measured(parts, id, src);
  await parts.purge(image);
  return { image, outcome: 'replaced' };
}

/** The record once the file has been read for its size in pixels, or without that if it cannot be read now. */
async function measured({ db, catalog }: ImageParts, id: number, src: string): Promise<ImageRecord> {
  catalog.forget(src);
  const held = await catalog.find(src).catch(() => undefined);
  if (held?.image.id === id) return held.image.record;
  const record = await readImage(db, id);
  if (!record) throw conflict(`The file ${src} was moved while it was stored.`);
  return record;
}
