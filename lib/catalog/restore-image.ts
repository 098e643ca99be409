import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import { conflict, notFound } from '#lib/errors/error.ts';
import { numberedName } from '#lib/paths/file-name.ts';
import { baseName, folderOfImage, normalizeImagePath, parentFolders } from '#lib/paths/image-path.ts';
import type { ImageParts } from './image-parts.ts';
import { newImagePath } from './image-target.ts';
import { ACTION, STATUS } from './store/codes.ts';
import { ensureFolder } from './store/folders.ts';
import {
  lockImage,
  noteHistory,
  purgeImageAt,
  saveArrival,
  saveMove,
  saveStatus,
} from './store/image-changes.ts';
import { type ImageRecord, readImage } from './store/image-records.ts';
import { lockTrash, readTrash, removeTrash, type TrashRecord } from './store/trash.ts';

const NOT_THERE = 'The trash does not hold this any more.';
/** Names that are tried for an image that is to be renamed. */
const LAST_NUMBER = 999;

/**
 * Brings a deleted image back, under its id if its record is still there and not in use by another file. Throws
 * not_found when the trash does not hold it, conflict when its path is taken.
 *
 * The file comes first: if the process ends before the record, the next look revives the record, which has been
 * given its path before, and the empty entry is dropped when it is to be restored or purged.
 *
 * @param options.to another path (normalised) than it had
 * @param options.rename takes a numbered name instead of a conflict
 */
export async function restoreImage(
  parts: ImageParts,
  trashId: number,
  actor: Actor,
  options: { to?: string | undefined; rename?: boolean } = {},
): Promise<ImageRecord> {
  const { db, catalog } = parts;
  const entry = await readTrash(db, trashId);
  if (entry?.kind !== 'image') throw notFound(NOT_THERE);
  if (!(await parts.storage.trash.has(entry.store))) {
    // Brought back by a process that was killed before it could say so.
    await removeTrash(db, [trashId]);
    throw notFound(NOT_THERE);
  }
  const to = await freePath(parts, options.to ?? entry.path, options.rename ?? false);
  const folderId = await ensureFolder(db, parentFolders(folderOfImage(to)));
  await givePath(parts, entry, to, folderId);
  const id = await bringBack(parts, entry, to, folderId, actor);
  catalog.forget(to);
  await parts.purge({ id, src: to });
  const held = await catalog.find(to).catch(() => undefined);
  const image = held?.image.id === id ? held.image.record : await readImage(db, id);
  if (!image) throw notFound(NOT_THERE);
  return image;
}

/**
 * Where a person wants a deleted image to be, normalised. Another path than it had obeys the rules for moving one; throws
 * 400.
 */
export function restoreTarget(typed: string, was: string, unicodeNames: boolean): string {
  const wanted = normalizeImagePath(typed, 'to');
  return wanted === was ? was : newImagePath(typed, unicodeNames, 'to');
}

async function freePath({ storage }: ImageParts, wanted: string, rename: boolean): Promise<string> {
  const isTaken = async (path: string) =>
    (await storage.stat(path)) !== undefined || (await storage.hasFolder(path));
  if (!(await isTaken(wanted))) return wanted;
  if (rename) {
    const folder = folderOfImage(wanted);
    for (let n = 1; n <= LAST_NUMBER; n++) {
      const path = `${folder}/${numberedName(baseName(wanted), n)}`.replace(/^\/+/, '');
      if (!(await isTaken(path))) return path;
    }
  }
  throw conflict(`The file ${wanted} already exists.`);
}

/** Gives the deleted record its new path, so that a look at the file finds it there. */
async function givePath(
  { db }: ImageParts,
  { imageId }: TrashRecord,
  to: string,
  folderId: number,
): Promise<void> {
  if (imageId === null) return;
  await db.$transaction(async (tx) => {
    const row = await lockImage(tx, imageId, folderId);
    if (row?.status !== STATUS.deleted || row.src === to) return;
    await purgeImageAt(tx, to, imageId);
    await saveMove(tx, imageId, { src: to, folderId, fileSize: row.fileSize, fileTime: row.fileTime });
    await saveStatus(tx, imageId, STATUS.deleted);
  });
}

async function bringBack(
  { db, storage }: ImageParts,
  { id: trashId, store, path, imageId }: TrashRecord,
  to: string,
  folderId: number,
  actor: Actor,
): Promise<number> {
  let restored = false;
  try {
    return await db.$transaction(async (tx) => {
      if (imageId !== null) await lockImage(tx, imageId, folderId);
      if (!(await lockTrash(tx, trashId))) throw notFound(NOT_THERE);
      await storage.trash.restore(store, to);
      restored = true;
      const facts = await storage.stat(to);
      // The record of this path: the image's own, unless that is in use elsewhere.
      const id = await saveArrival(tx, {
        src: to,
        folderId,
        fileSize: facts?.size ?? 0,
        fileTime: facts?.time ?? 0,
      });
      await noteHistory(tx, id, actor, ACTION.created, 'Restored by user');
      await recordAudit(tx, actor, {
        action: 'image.restore',
        objectType: 'image',
        objectId: id,
        objectName: to,
        details: { from: path },
      });
      await removeTrash(tx, [trashId]);
      return id;
    });
  } catch (error) {
    if (restored) await storage.trash.put(to, 'image', store).catch(() => undefined);
    throw error;
  }
}
