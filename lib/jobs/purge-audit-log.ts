import { deleteEntriesBefore } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';
import { timeParam } from './task-params.ts';

/** Deletes entries of the audit log of before a time. Parameter: `before_time`. Result: null. */
export function purgeAuditLog(db: Database): TaskHandler {
  return async (params, context) => {
    const before = timeParam(params, 'before_time');
    while (await deleteEntriesBefore(db, before)) context.stopIfAsked();
    return null;
  };
}
