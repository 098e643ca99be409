import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import { conflict, notFound } from '#lib/errors/error.ts';
import { refuseDots } from '#lib/paths/file-name.ts';
import { baseName, folderOfImage, normalizeImagePath, parentFolders } from '#lib/paths/image-path.ts';
import type { PendingMove } from '#lib/storage/storage.ts';
import { type ImageParts, NO_IMAGE } from './image-parts.ts';
import { newImagePath } from './image-target.ts';
import { ACTION } from './store/codes.ts';
import { ensureFolder } from './store/folders.ts';
import { lockImage, noteHistory, purgeImageAt, saveMove } from './store/image-changes.ts';
import { type ImageRecord, readImage } from './store/image-records.ts';

/** A move that can be done, as far as was seen. */
export type MovePlan = {
  image: ImageRecord;
  /** Repository paths. */
  from: string;
  to: string;
  /** Folders of both, with a leading slash; equal for a mere renaming. */
  fromFolder: string;
  toFolder: string;
  /** Nothing is to be done, and no right is needed. */
  same: boolean;
};

type PlanParts = Pick<ImageParts, 'db' | 'storage'>;

/**
 * Checks a move in the order of the contract, up to where rights are asked: 404 image, 400 path, 404 target folder,
 * 404 source file, 409 target file. A name that is no image's is 400 as well. Before anything is looked for, `mayLook`
 * throws for whoever may not know what the folders hold.
 */
export async function planMove(
  { db, storage }: PlanParts,
  id: number,
  path: string,
  unicodeNames: boolean,
  mayLook: (folder: string) => void,
): Promise<MovePlan> {
  const image = await readImage(db, id);
  if (!image) throw notFound(NO_IMAGE);
  refuseDots(path);
  const normal = normalizeImagePath(path, 'path');
  const from = image.src;
  const to = normal === from ? from : newImagePath(path, unicodeNames, 'path');
  const places = {
    from,
    fromFolder: folderOfImage(from),
    to,
    toFolder: folderOfImage(to),
    same: to === from,
  };
  mayLook(places.fromFolder);
  mayLook(places.toFolder);
  const plan = { image, ...places };
  if (plan.same) return plan;
  if (!(await storage.hasFolder(plan.toFolder.slice(1)))) {
    throw notFound(`The folder ${plan.toFolder} was not found.`);
  }
  if (!(await storage.stat(from))) throw notFound(`The file ${from} was not found.`);
  // On a disk that ignores case the file itself is what is found there.
  const respelled = fold(to) === fold(from);
  const blocked = !respelled && ((await storage.stat(to)) !== undefined || (await storage.hasFolder(to)));
  if (blocked) throw conflict(`The file ${to} already exists.`);
  return plan;
}

const fold = (path: string): string => path.normalize('NFC').toLowerCase();

/**
 * Carries out a planned move: file, record and history. Throws conflict when the path was taken or the image moved
 * or deleted meanwhile.
 *
 * The file is at both paths, and a note of that on disk, while the record is changed; then the record tells which
 * of the two goes. If the process ends in between, finishMoves does the last part.
 */
export async function moveImage(parts: ImageParts, plan: MovePlan, actor: Actor): Promise<ImageRecord> {
  const { db, storage, catalog } = parts;
  const { from, to, fromFolder, toFolder } = plan;
  const { id } = plan.image;
  if (plan.same) return plan.image;
  let pending: PendingMove | undefined;
  try {
    const folderId = await ensureFolder(db, parentFolders(toFolder));
    await db.$transaction(async (tx) => {
      const row = await lockImage(tx, id, folderId);
      if (row?.src !== from) throw conflict('The image was moved or deleted meanwhile.');
      pending = await storage.beginMove(from, to, String(id));
      await purgeImageAt(tx, to, id);
      const facts = await storage.stat(to);
      const { size: fileSize, time: fileTime } = facts ?? { size: row.fileSize, time: row.fileTime };
      await saveMove(tx, id, { src: to, folderId, fileSize, fileTime });
      const info =
        fromFolder === toFolder
          ? `Renamed from ${baseName(from)} to ${baseName(to)}`
          : `Moved from ${from} to ${to}`;
      await noteHistory(tx, id, actor, ACTION.moved, info);
      await recordAudit(tx, actor, {
        action: 'image.move',
        objectType: 'image',
        objectId: id,
        objectName: to,
        details: { before: { path: from }, after: { path: to } },
      });
    });
  } catch (error) {
    // What cannot be settled now is found again by its note.
    if (pending) await settleMove(parts, pending).catch(() => undefined);
    throw error;
  } finally {
    catalog.forget(from);
    catalog.forget(to);
  }
  if (pending) await settleMove(parts, pending);
  catalog.forget(from);
  await parts.purge({ id, src: from });
  await parts.purge({ id, src: to });
  const image = await readImage(db, id);
  if (!image) throw notFound(NO_IMAGE);
  return image;
}

/** Ends a move the way that its record has gone. */
async function settleMove({ db }: Pick<ImageParts, 'db'>, move: PendingMove): Promise<void> {
  const row = await readImage(db, Number(move.note));
  await (row?.src === move.to ? move.finish() : move.undo());
}

/** Ends moves of processes that were killed between file and record; how many there were. */
export async function finishMoves(
  parts: Pick<ImageParts, 'db' | 'storage' | 'catalog'>,
  olderThanMs: number,
): Promise<number> {
  const moves = await parts.storage.pendingMoves(olderThanMs);
  for (const move of moves) {
    await settleMove(parts, move);
    parts.catalog.forget(move.from);
    parts.catalog.forget(move.to);
  }
  return moves.length;
}
