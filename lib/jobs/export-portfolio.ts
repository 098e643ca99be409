import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Catalog, HeldImage } from '#lib/catalog/catalog.ts';
import { type ZipEntry, zipFiles } from '#lib/catalog/zip-files.ts';
import type { Database } from '#lib/db/client.ts';
import { downloadName } from '#lib/delivery/download-name.ts';
import type { DrawnPicture } from '#lib/delivery/draw-stored.ts';
import { EmulsionError, notFound, refused } from '#lib/errors/error.ts';
import { baseName, extensionOf } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { shelfOf } from '#lib/portfolios/exports.ts';
import { findExport, finishExport, noteFailure, type StoredExport } from '#lib/portfolios/store/exports.ts';
import { readOrder, readRows, type StoredImage } from '#lib/portfolios/store/images.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { TaskContext, TaskHandler } from '#lib/tasks/task.ts';
import { readStored } from '#lib/transform/stored-parameters.ts';
import { mergeTemplate } from '#lib/transform/template.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import type { PersonRights } from './person-rights.ts';
import { whenThereIsTime } from './when-there-is-time.ts';

/** What exports are made with. */
export type ExportJobParts = {
  db: Database;
  storage: Storage;
  catalog: Pick<Catalog, 'find'>;
  /** See drawStored. */
  draw: (
    image: HeldImage,
    values: TransformValues,
    allow: (folder: string) => void,
    signal: AbortSignal,
  ) => Promise<DrawnPicture>;
  /** What a task's person may do at this moment. */
  rightsOf: (userId: number | null) => Promise<PersonRights>;
};

/** Images for which rights are read once; no more of their records are in memory. */
const BATCH = 20;

/**
 * Task `export_portfolio` {export_id, ignore_errors}: writes the zip of a portfolio, one image after another, each with the
 * rights that the task's person has at that moment. It stops at the first image that cannot be packed, unless errors are to
 * be ignored: those are then listed in a text file inside. The file is there when it is whole, or not at all; a run that
 * was broken off begins anew. Result: `{id, filename, filesize, images, skipped}`.
 */
export function exportPortfolioJob(parts: ExportJobParts): TaskHandler {
  return async (params, context) => {
    const wanted = await findExport(parts.db, Number(params.export_id));
    if (!wanted || wanted.filename !== '') throw notFound('The export was not found.');
    await noteFailure(parts.db, wanted.id, '');
    try {
      return await makeZip(parts, wanted, context);
    } catch (error) {
      if (!context.signal.aborted) {
        const known = error instanceof EmulsionError ? error.publicMessage : undefined;
        await noteFailure(
          parts.db,
          wanted.id,
          known ?? 'It failed unexpectedly; the log of the server says why.',
        );
      }
      throw error;
    }
  };
}

async function makeZip({ db, ...parts }: ExportJobParts, wanted: StoredExport, context: TaskContext) {
  const { exports } = parts.storage;
  const shelf = shelfOf(wanted.folioId);
  const filename = `${randomBytes(16).toString('hex')}.zip`;
  const count = { images: 0, skipped: 0 };
  const zip = () => zipFiles(parts.storage, entriesOf({ db, ...parts }, wanted, context, count));
  const filesize = await exports.write(shelf, filename, zip, context.signal);
  if (!(await finishExport(db, wanted.id, { filename, filesize }))) {
    await exports.remove(shelf, filename);
    throw notFound('The export was deleted while it was being made.');
  }
  return { id: wanted.id, filename, filesize, ...count };
}

async function* entriesOf(
  parts: ExportJobParts,
  wanted: StoredExport,
  context: TaskContext,
  count: { images: number; skipped: number },
): AsyncGenerator<ZipEntry> {
  // The ids only: what is added or moved meanwhile changes nothing.
  const order = (await readOrder(parts.db, wanted.folioId)).map(({ id }) => id);
  if (order.length === 0) throw refused('The portfolio has no images any more.');
  const over = readStored(wanted.parameters);
  for (let at = 0; at < order.length; at += BATCH) {
    const rights = await parts.rightsOf(context.userId);
    for (const [place, row] of (await readRows(parts.db, order.slice(at, at + BATCH))).entries()) {
      context.stopIfAsked();
      context.progress(at + place, order.length, row.image.src);
      try {
        yield await entryFor(parts, wanted, row, over, rights, context.signal);
        count.images += 1;
      } catch (error) {
        if (!(error instanceof EmulsionError) || context.signal.aborted) throw error;
        if (!wanted.ignoreErrors) throw naming(row.image.src, error);
        count.skipped += 1;
        const { src, fileTime } = row.image;
        yield { src, name: baseName(src), time: fileTime, refusal: error.publicMessage };
      }
    }
  }
  context.progress(order.length, order.length);
}

/** An error that tells which image it is about. */
function naming(src: string, error: EmulsionError): EmulsionError {
  if (error.publicMessage.includes(src)) return error;
  return new EmulsionError(error.code, `${src}: ${error.publicMessage}`, { cause: error });
}

/** An image as it goes into the zip; nothing but this one picture is in memory. */
async function entryFor(
  parts: ExportJobParts,
  { originals }: StoredExport,
  row: StoredImage,
  over: TransformValues,
  rights: PersonRights,
  signal: AbortSignal,
): Promise<ZipEntry> {
  const { src, status, folder, fileTime: time } = row.image;
  const level = rights.level(folder.path);
  if (level < (originals ? LEVEL.download : LEVEL.view)) {
    throw refused(`You may not ${originals ? 'download' : 'view'} ${src}.`);
  }
  if (status !== 1) throw notFound(`${src} was deleted.`);
  const held = await parts.catalog.find(src);
  if (rights.level(held.image.folder) < LEVEL.view) throw refused(`You may not view ${src}.`);
  const drawn = originals
    ? { format: extensionOf(src), body: undefined }
    : await whenThereIsTime(signal, () =>
        parts.draw(
          held,
          mergeTemplate(over, readStored(row.parameters)),
          (overlayFolder) => {
            if (rights.level(overlayFolder) < LEVEL.view)
              throw refused(`You may not view the overlay of ${src}.`);
          },
          signal,
        ),
      );
  const { format, body } = drawn;
  const opened = body ? { stream: Readable.from([body]), size: body.length } : await parts.storage.read(src);
  return { src, name: downloadName(row.filename || src, format), time, opened };
}
