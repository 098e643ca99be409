import type { Catalog } from '#lib/catalog/catalog.ts';
import { EmulsionError } from '#lib/errors/error.ts';
import { baseName, extensionOf } from '#lib/paths/image-path.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { Tasks } from '#lib/tasks/task.ts';

const FUNCTION = 'burst_pdf';
/** Files whose pages are cut out (PDF_FILE_TYPES of the original). */
const TYPES: ReadonlySet<string> = new Set('pdf ps eps epsi epsf'.split(' '));
/** Seconds until a file that could not be cut is tried again when it is looked at. */
const KEPT = 3600;
const FINISHED = 2;

/** Path of the folder that the pages of a file are put into, without a slash in front. */
export function burstFolder(src: string): string {
  return `${src}.d`;
}

export type BurstWishParts = {
  catalog: Pick<Catalog, 'find'>;
  storage: Pick<Storage, 'hasFolder'>;
  tasks: Pick<Tasks, 'add' | 'list' | 'remove'>;
  settings: { imaging: { burstPdf: boolean } };
};

/**
 * Adds the task that cuts a PDF into pages, when the settings want that. Does nothing for other files, and never fails:
 * whoever asks for it does something else that is done already.
 *
 * @param when `always` after a file has arrived or is looked at anew; `missing` when someone looks at its details
 */
export async function wishBurst(
  { catalog, storage, tasks, settings }: BurstWishParts,
  src: string,
  when: 'always' | 'missing',
  userId: number | null,
): Promise<void> {
  if (!settings.imaging.burstPdf || !TYPES.has(extensionOf(src))) return;
  try {
    if (when === 'missing' && (await storage.hasFolder(burstFolder(src)))) return;
    const { image } = await catalog.find(src);
    // What no picture can be made of has no pages either; it is told once, when it arrives.
    if (when === 'missing' && image.record.width === 0) return;
    const params = { src, version: image.version };
    if (when === 'always') {
      for (const task of await tasks.list({ funcname: FUNCTION, status: FINISHED, limit: 200 })) {
        if (task.params.src === src) await tasks.remove(task.id);
      }
    }
    await tasks.add({
      name: `Cut ${baseName(src)} into pages`,
      funcname: FUNCTION,
      params,
      userId,
      keepFor: KEPT,
    });
  } catch (error) {
    // The file is gone, or too many tasks wait; a look at its details tries again.
    if (!(error instanceof EmulsionError)) throw error;
  }
}
