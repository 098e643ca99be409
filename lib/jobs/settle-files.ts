import type { Catalog } from '#lib/catalog/catalog.ts';
import { finishMoves } from '#lib/catalog/move-image.ts';
import { settleLostTrash } from '#lib/catalog/purge-trash.ts';
import type { Database } from '#lib/db/client.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';

/** Milliseconds after which a move or deletion that is still half done belongs to a process that is gone. */
const LOST = 10 * 60_000;

/** Milliseconds after which an upload that is still arriving was given up. */
const LOST_UPLOAD = 24 * 3_600_000;

/** Finishes or undoes what killed processes left between files and records, and removes unfinished uploads. */
export function settleFiles(parts: {
  db: Database;
  storage: Storage;
  catalog: Pick<Catalog, 'find' | 'forget' | 'edited'>;
}): TaskHandler {
  return async () => {
    await finishMoves(parts, LOST);
    await settleLostTrash(parts, LOST);
    await parts.storage.emptyStaging(LOST_UPLOAD);
    await parts.storage.arrivals.sweep(LOST_UPLOAD);
    return null;
  };
}
