import { type SyncPoint, syncTree } from '#lib/catalog/sync-tree.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';
import type { JobParts } from './register-jobs.ts';
import { folderParam } from './task-params.ts';

/** Milliseconds between notes of how far it is. */
const SAVE_PAUSE = 2000;

/**
 * Brings the records of a folder and everything below it into agreement with the disk. Parameter: `path`. Result:
 * how many folders and files were looked at, and what became of their records.
 */
export function compareTree({ db, storage, onImages }: JobParts): TaskHandler {
  return async (params, context) => {
    let savedAt = performance.now();
    return syncTree(
      { db, storage, onChange: onImages },
      folderParam(params),
      context.checkpoint as SyncPoint | undefined,
      async (point, counts) => {
        context.progress(counts.files, 0, point?.after ?? '');
        const due = context.signal.aborted || performance.now() - savedAt > SAVE_PAUSE;
        if (point && due) {
          savedAt = performance.now();
          await context.saveCheckpoint(point);
        }
        context.stopIfAsked();
      },
    );
  };
}
