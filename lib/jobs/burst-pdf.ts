import { Readable } from 'node:stream';
import type { Actor } from '#lib/audit/audit.ts';
import type { Catalog, CatalogImage } from '#lib/catalog/catalog.ts';
import type { Folders } from '#lib/catalog/folders.ts';
import { ensureFolder } from '#lib/catalog/store/folders.ts';
import type { Database } from '#lib/db/client.ts';
import type { PageWish } from '#lib/delivery/draw-page.ts';
import { EmulsionError, unsupported } from '#lib/errors/error.ts';
import { parentFolders } from '#lib/paths/image-path.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { TaskContext, TaskHandler } from '#lib/tasks/task.ts';
import { burstFolder } from './burst-wish.ts';
import { folderParams } from './folder-params.ts';
import { whenThereIsTime } from './when-there-is-time.ts';

/** What pages are cut out with. */
export type BurstParts = {
  db: Database;
  storage: Storage;
  catalog: Pick<Catalog, 'find' | 'forget'>;
  folders: Pick<Folders, 'delete'>;
  /** Number of pages of a file. */
  countPages: (image: CatalogImage) => Promise<number>;
  /** A page as PNG. */
  drawPage: (image: CatalogImage, wish: PageWish, signal: AbortSignal) => Promise<Buffer>;
  /** How a task's person is named in the audit log. */
  actorOf: (userId: number | null) => Promise<Actor>;
  /** Dots per inch of the pages. */
  dpi: number;
  /** Pages of one file at most. */
  maxPages: number;
};

/** What a run has done, for the one that goes on after it. */
type Progress = { cleared: boolean; begun?: string | undefined; done: number; skipped: number };

const PNG_BYTES = 2 ** 31;

/**
 * Task `burst_pdf` {src, version}: puts each page of a PDF as PNG into the folder `<src>.d`, named `page-00001.png` and so
 * on (contract of the original). What was in that folder goes to the trash first. A run that was broken off is gone on
 * with; it ends when the file is replaced, as the new one has its own task. Pages that cannot be drawn are left out; a
 * file whose pages cannot be counted ends it as failed (unsupported), and nothing is put anywhere.
 * Result: `{pages, written, skipped}`.
 */
export function burstPdfJob(parts: BurstParts): TaskHandler {
  return async (params, context) => {
    const { text } = folderParams(params);
    const src = text('src');
    const version = text('version');
    const { image } = await parts.catalog.find(src);
    if (image.version !== version) return { pages: 0, written: 0, skipped: 0 };
    const progress: Progress = {
      cleared: false,
      done: 0,
      skipped: 0,
      ...(context.checkpoint as Partial<Progress> | undefined),
    };
    const pages = await countedPages(parts, image, context.signal);
    const wanted = Math.min(pages, parts.maxPages);
    if (!progress.cleared) await clear(parts, src, progress, context);
    while (progress.done < wanted) {
      context.stopIfAsked();
      context.progress(progress.done, wanted, `page ${progress.done + 1}`);
      if (!(await writePage(parts, image, version, progress, context))) break;
      await context.saveCheckpoint(progress);
    }
    context.progress(progress.done, wanted);
    return { pages, written: progress.done - progress.skipped, skipped: progress.skipped };
  };
}

async function countedPages(parts: BurstParts, image: CatalogImage, signal: AbortSignal): Promise<number> {
  try {
    return await whenThereIsTime(signal, () => parts.countPages(image));
  } catch (error) {
    if (!(error instanceof EmulsionError) || error.code !== 'unsupported') throw error;
    throw unsupported(`${image.src} cannot be cut into pages: ${error.publicMessage}`);
  }
}

/** Empties the folder of an earlier file, by way of the trash, and makes it anew. */
async function clear(
  parts: BurstParts,
  src: string,
  progress: Progress,
  context: TaskContext,
): Promise<void> {
  const folder = burstFolder(src);
  if (progress.begun !== undefined || (await parts.storage.hasFolder(folder))) {
    await parts.folders.delete(
      {
        folderId: await ensureFolder(parts.db, parentFolders(`/${folder}`)),
        actor: await parts.actorOf(context.userId),
        begun: progress.begun,
        onBegin: (begun) => context.saveCheckpoint({ ...progress, begun }),
        // Whoever may look at a PDF may have its pages.
        permit: async () => undefined,
      },
      context,
    );
  }
  await parts.storage.makeFolder(folder);
  progress.cleared = true;
  await context.saveCheckpoint(progress);
}

/** False when the file is another one by now. */
async function writePage(
  parts: BurstParts,
  image: CatalogImage,
  version: string,
  progress: Progress,
  { signal }: TaskContext,
): Promise<boolean> {
  const { storage, catalog, dpi } = parts;
  const page = progress.done + 1;
  let png: Buffer | undefined;
  try {
    png = await whenThereIsTime(signal, () => parts.drawPage(image, { page, dpi }, signal));
  } catch (error) {
    if (!(error instanceof EmulsionError) || error.code !== 'unsupported') throw error;
    progress.skipped += 1;
  }
  if ((await storage.stat(image.src))?.version !== version) return false;
  progress.done += 1;
  if (png === undefined) return true;
  const target = `${burstFolder(image.src)}/page-${String(page).padStart(5, '0')}.png`;
  const staged = await storage.stage(Readable.from([png]), { maxBytes: PNG_BYTES, signal });
  try {
    await staged.replace(target);
  } finally {
    await staged.discard();
  }
  catalog.forget(target);
  // Its record is made by looking at it.
  await catalog.find(target);
  return true;
}
