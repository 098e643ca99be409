import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { ImageRecord } from '#lib/catalog/store/image-records.ts';
import type { Database } from '#lib/db/client.ts';
import { badRequest, conflict, type EmulsionError, notFound } from '#lib/errors/error.ts';
import { sanitizeFileName } from '#lib/paths/file-name.ts';
import { noPortfolio } from './edit-portfolio.ts';
import {
  appendFolioImages,
  countFolioImages,
  findFolioImage,
  insertFolioImage,
  readFolioImages,
  readOrder,
  removeFolioImages,
  renumber,
  type StoredImage,
  saveFolioImage,
} from './store/images.ts';
import { lockPortfolio, noteLine, type StoredPortfolio, touchPortfolio } from './store/portfolios.ts';
import type { PortfolioTables } from './store/tables.ts';

/** Images that a portfolio may hold: its answers list them all. */
export const MOST_IMAGES = 5000;

/** How a portfolio shows an image. */
export type ImageFields = {
  filename: string;
  /** Place; equal ones stand in the order in which they were added. */
  index: number;
  /** Picture changes, checked (templateToStore). */
  parameters: Record<string, unknown>;
};

/**
 * A file name for zips as it may be stored, "" for the image's own. Throws 400 unless it is ASCII that sanitising leaves
 * as it is (contract of the original).
 */
export function readFileName(typed: string): string {
  if (typed === '') return '';
  const sane = sanitizeFileName(typed, false);
  if (sane !== typed) throw badRequest(`filename not allowed, use ${JSON.stringify(sane)}`);
  return typed;
}

/** Puts an image into a portfolio. Throws 404 without the portfolio, 409 when it is there already, 400 when full. */
export async function addImage(
  db: Database,
  actor: Actor,
  folioId: number,
  image: Pick<ImageRecord, 'id' | 'src'>,
  { filename, index, parameters }: ImageFields,
): Promise<StoredImage> {
  return changing(db, actor, folioId, async (tx) => {
    await requireRoom(tx, folioId, 1);
    const row = { folioId, imageId: image.id, filename, orderNum: index, parameters };
    if (!(await insertFolioImage(tx, row))) {
      throw conflict(`${image.src} already exists in this portfolio`);
    }
    return { line: `${image.src} added`, touched: true, result: await knownImage(tx, folioId, image.id) };
  });
}

/** Puts images behind those that are there; returns how many were not there yet. Throws 404, 400 when there is no room. */
export async function addImages(
  db: Database,
  actor: Actor,
  folioId: number,
  imageIds: readonly number[],
): Promise<{ added: number; images: number }> {
  return changing(db, actor, folioId, async (tx) => {
    const present = new Set((await readOrder(tx, folioId)).map(({ imageId }) => imageId));
    const missing = [...new Set(imageIds)].filter((id) => !present.has(id));
    await requireRoom(tx, folioId, missing.length);
    const added = await appendFolioImages(tx, folioId, missing);
    return {
      line: added === 0 ? undefined : `${added} image${added === 1 ? '' : 's'} added`,
      touched: added > 0,
      result: { added, images: present.size + added },
    };
  });
}

/** Changes how a portfolio shows an image; what is undefined stays. Throws 404. */
export async function updateImage(
  db: Database,
  actor: Actor,
  folioId: number,
  imageId: number,
  change: { [Key in keyof ImageFields]?: ImageFields[Key] | undefined },
): Promise<StoredImage> {
  return changing(db, actor, folioId, async (tx) => {
    const before = await knownImage(tx, folioId, imageId);
    const { filename = before.filename, index = before.orderNum, parameters = before.parameters } = change;
    const renamed = filename !== before.filename;
    const redrawn = JSON.stringify(parameters) !== JSON.stringify(before.parameters);
    const moved = index !== before.orderNum;
    if (!renamed && !redrawn && !moved) return { line: undefined, touched: false, result: before };
    await saveFolioImage(tx, before.id, { filename, orderNum: index, parameters });
    const what = [
      renamed && 'filename changed',
      redrawn && 'image attributes changed',
      moved && 'position changed',
    ];
    return {
      line: `${before.image.src}: ${what.filter(Boolean).join(', ')}`,
      touched: renamed || redrawn,
      result: await knownImage(tx, folioId, imageId),
    };
  });
}

/** Takes an image out of a portfolio. Throws 404. */
export async function removeImage(
  db: Database,
  actor: Actor,
  folioId: number,
  imageId: number,
): Promise<void> {
  await changing(db, actor, folioId, async (tx) => {
    const before = await knownImage(tx, folioId, imageId);
    await removeFolioImages(tx, folioId, [imageId]);
    return { line: `${before.image.src} removed`, touched: true, result: undefined };
  });
}

/**
 * Takes an image out of the order, puts it in at a place (clamped) and numbers all images anew. Answers all images in
 * their order. Throws 404.
 */
export async function moveImage(
  db: Database,
  actor: Actor,
  folioId: number,
  imageId: number,
  index: number,
): Promise<StoredImage[]> {
  return changing(db, actor, folioId, async (tx) => {
    const { id, image } = await knownImage(tx, folioId, imageId);
    const others = (await readOrder(tx, folioId)).map((row) => row.id).filter((each) => each !== id);
    const place = Math.min(Math.max(index, 0), others.length);
    await renumber(tx, others.toSpliced(place, 0, id));
    return {
      line: `${image.src} moved to position ${place + 1}`,
      touched: false,
      result: await readFolioImages(tx, folioId),
    };
  });
}

/** One change of a portfolio's images with its line in the history, none when nothing is different. */
async function changing<Result>(
  db: Database,
  actor: Actor,
  folioId: number,
  change: (
    tx: PortfolioTables,
    portfolio: StoredPortfolio,
  ) => Promise<{ line: string | undefined; touched: boolean; result: Result }>,
): Promise<Result> {
  return db.$transaction(async (tx) => {
    const portfolio = await lockPortfolio(tx, folioId);
    if (!portfolio) throw noPortfolio(folioId);
    const { line, touched, result } = await change(tx, portfolio);
    if (touched) await touchPortfolio(tx, folioId);
    if (line !== undefined) {
      await noteLine(tx, folioId, actor.userId, 'images', line);
      await recordAudit(tx, actor, {
        action: 'portfolio.images',
        objectType: 'portfolio',
        objectId: folioId,
        objectName: portfolio.name,
        details: { change: line },
      });
    }
    return result;
  });
}

async function requireRoom(tx: PortfolioTables, folioId: number, more: number): Promise<void> {
  if ((await countFolioImages(tx, folioId)) + more <= MOST_IMAGES) return;
  throw badRequest(`a portfolio holds at most ${MOST_IMAGES.toLocaleString('en')} images`);
}

async function knownImage(tx: PortfolioTables, folioId: number, imageId: number): Promise<StoredImage> {
  const found = await findFolioImage(tx, folioId, imageId);
  if (!found) throw noImage(imageId);
  return found;
}

/** The portfolio does not hold it. */
export function noImage(imageId: number): EmulsionError {
  return notFound(`there is no image ${imageId} in this portfolio`);
}
