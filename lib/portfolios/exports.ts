import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { badRequest, busy, conflict, type EmulsionError, notFound } from '#lib/errors/error.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { Tasks } from '#lib/tasks/task.ts';
import {
  assignTask,
  findExport,
  insertExport,
  listExports,
  noteFailure,
  removeExport,
  type StoredExport,
} from './store/exports.ts';
import { countFolioImages } from './store/images.ts';
import { noteLine, type StoredPortfolio } from './store/portfolios.ts';

type ExportParts = { db: Database; storage: Pick<Storage, 'exports'>; tasks: Pick<Tasks, 'add' | 'cancel'> };

/** Zips that a portfolio may have, finished or not. */
const MOST_EXPORTS = 50;
/** Seconds that the outcome of an export's task is kept (contract of the original). */
const KEEP = 60;

/** What somebody wants of a zip. */
export type ExportWish = {
  description: string;
  /** Files as they are in place of pictures. */
  originals: boolean;
  /** Changes of all pictures, checked; they come over those of the portfolio. */
  parameters: Record<string, unknown>;
  /** Leaves out what cannot be packed, and lists it inside, in place of failing. */
  ignoreErrors: boolean;
  keepUntil: Date;
};

/** Throws 400 for a portfolio without images, or with too many zips. */
export async function requireExportable(db: Database, folioId: number): Promise<void> {
  if ((await countFolioImages(db, folioId)) === 0) throw badRequest('the portfolio is empty');
  const exports = (await listExports(db, [folioId])).get(folioId) ?? [];
  if (exports.length >= MOST_EXPORTS) {
    throw badRequest(`a portfolio has at most ${MOST_EXPORTS} exports; delete one first`);
  }
}

/** Asks for a zip, which a task makes with the rights of the person. */
export async function requestExport(
  { db, tasks }: ExportParts,
  actor: Actor,
  portfolio: Pick<StoredPortfolio, 'id' | 'name'>,
  wish: ExportWish,
): Promise<StoredExport> {
  const exportId = await db.$transaction(async (tx) => {
    const id = await insertExport(tx, { ...wish, folioId: portfolio.id, createdById: actor.userId ?? null });
    const pictures = wish.originals ? 'images are unmodified originals' : 'images are processed pictures';
    const words = `${wish.description} (expires ${inWords(wish.keepUntil)}, ${pictures})`;
    await noteLine(tx, portfolio.id, actor.userId, 'published', words);
    await recordAudit(tx, actor, {
      action: 'portfolio.export',
      objectType: 'portfolio',
      objectId: portfolio.id,
      objectName: portfolio.name,
      details: { export: id, ...wish, keepUntil: wish.keepUntil.toISOString() },
    });
    return id;
  });
  try {
    const task = await tasks.add({
      name: `Export portfolio “${portfolio.name}”`,
      funcname: 'export_portfolio',
      params: { export_id: exportId, ignore_errors: wish.ignoreErrors },
      userId: actor.userId ?? null,
      priority: 20,
      keepFor: KEEP,
      retries: 1,
    });
    if (!task) throw conflict('an identical task already exists');
    await assignTask(db, exportId, task.id);
  } catch (error) {
    await noteFailure(db, exportId, 'It could not be put into the queue.');
    throw error;
  }
  const made = await findExport(db, exportId);
  if (!made) throw noExport(exportId);
  return made;
}

/** A zip of a portfolio by its id. Throws 404, 400 for one of another portfolio (contract of the original). */
export async function exportOf(db: Database, folioId: number, exportId: number): Promise<StoredExport> {
  const found = await findExport(db, exportId);
  if (!found) throw noExport(exportId);
  if (found.folioId !== folioId) throw badRequest(`export ${exportId} is one of another portfolio`);
  return found;
}

/**
 * Deletes a zip, or cancels it while it waits. Throws 404, 400 as exportOf does, and busy while it is being made (contract
 * of the original).
 */
export async function deleteExport(
  parts: ExportParts,
  actor: Actor,
  portfolio: Pick<StoredPortfolio, 'id' | 'name'>,
  exportId: number,
): Promise<void> {
  const { db, tasks } = parts;
  const found = await exportOf(db, portfolio.id, exportId);
  const isMaking = found.task !== null && found.filename === '' && found.task.status !== 2;
  if (found.task && isMaking) {
    if (found.task.status === 1) throw beingMade();
    if ((await tasks.cancel(found.task.id)) === 'stopping') throw beingMade();
  }
  await dropExport(parts, actor, portfolio, found, 'Deleted');
}

/** Removes the record and the file of a zip, with a line in the history. The file goes first: a record finds it again. */
export async function dropExport(
  { db, storage }: Pick<ExportParts, 'db' | 'storage'>,
  actor: Actor,
  portfolio: Pick<StoredPortfolio, 'id' | 'name'>,
  found: StoredExport,
  why: 'Deleted' | 'Expired',
): Promise<void> {
  if (found.filename !== '') await storage.exports.remove(shelfOf(portfolio.id), found.filename);
  await db.$transaction(async (tx) => {
    await removeExport(tx, found.id);
    const words = `${why}: ${found.description || found.filename}`;
    await noteLine(tx, portfolio.id, actor.userId, 'unpublished', words);
    await recordAudit(tx, actor, {
      action: why === 'Expired' ? 'portfolio.export-expire' : 'portfolio.export-delete',
      objectType: 'portfolio',
      objectId: portfolio.id,
      objectName: portfolio.name,
      details: { export: found.id, filename: found.filename, description: found.description },
    });
  });
}

/** Ends the work on a portfolio's zips, lets its record be deleted, and removes the files. */
export async function dropExports(
  { db, storage, tasks }: ExportParts,
  folioId: number,
  deleteRecord: () => Promise<void>,
): Promise<void> {
  const exports = (await listExports(db, [folioId])).get(folioId) ?? [];
  await deleteRecord();
  for (const { task } of exports) if (task && task.status !== 2) await tasks.cancel(task.id);
  await storage.exports.removeShelf(shelfOf(folioId));
}

/** Where the zips of a portfolio lie. */
export function shelfOf(folioId: number): string {
  return String(folioId);
}

function noExport(id: number): EmulsionError {
  return notFound(`there is no export ${id}`);
}

function beingMade(): EmulsionError {
  return busy('the export is being made; try again when it is finished', 5);
}

/** `Tue Jan  1 10:11:12 2030 UTC`, as the original writes times in its history. */
function inWords(time: Date): string {
  const [day = '', date = '', month = '', year = '', clock = ''] = time
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return `${day} ${month} ${String(Number(date)).padStart(2)} ${clock} ${year} UTC`;
}
