import type { Database } from '#lib/db/client.ts';
import { deleteImageRowsBefore, deleteSystemRowsBefore } from '#lib/stats/store/upkeep.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';
import { timeParam } from './task-params.ts';

/** Deletes statistics of periods that began before a time. Parameter: `before_time`. Result: null. */
export function purgeStatistics(db: Database, of: 'images' | 'system'): TaskHandler {
  const deleteSome = of === 'images' ? deleteImageRowsBefore : deleteSystemRowsBefore;
  return async (params, context) => {
    const before = timeParam(params, 'before_time');
    while (await deleteSome(db, before)) context.stopIfAsked();
    return null;
  };
}
