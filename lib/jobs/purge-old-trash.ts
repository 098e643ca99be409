import { SYSTEM } from '#lib/audit/audit.ts';
import { purgeTrash } from '#lib/catalog/purge-trash.ts';
import type { Database } from '#lib/db/client.ts';
import type { Storage } from '#lib/storage/storage.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';
import { timeParam } from './task-params.ts';

/** Deletes for good what was put into the trash before a time. Parameter: `before_time`. Result: `{purged}`. */
export function purgeOldTrash(parts: { db: Database; storage: Storage }): TaskHandler {
  return async (params, context) => {
    const before = timeParam(params, 'before_time');
    return { purged: await purgeTrash(parts, { before }, SYSTEM, context.signal) };
  };
}
