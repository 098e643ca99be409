import type { Database } from '#lib/db/client.ts';
import { rollUpDetails, rollUpImageRows } from '#lib/stats/store/upkeep.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';
import { timeParam } from './task-params.ts';

/**
 * Merges statistics of periods that began before a time into one record for each image and day (UTC). Parameter:
 * `before_time`. Result: null.
 */
export function rollUpStatistics(db: Database): TaskHandler {
  return async (params, context) => {
    const before = timeParam(params, 'before_time');
    for (const mergeSome of [rollUpImageRows, rollUpDetails]) {
      while (await mergeSome(db, before)) context.stopIfAsked();
    }
    return null;
  };
}
