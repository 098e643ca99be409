import { rethrow } from '#lib/tasks/failure.ts';
import type { TaskRecord, TaskWish } from '#lib/tasks/task.ts';
import { type Call, type Outcome, outcome } from '../door/endpoint.ts';
import { taskResources } from './task.ts';

/** Milliseconds that a request waits for its task (contract of the original). */
const PATIENCE = 30_000;
/** Seconds for which the outcome of a folder's task is kept (contract of the original). */
const KEEP = 10;

/**
 * Lets a task do the work of a request. Its result is the answer when it is done in time; then its record is removed, so
 * that the same can be asked for again. Otherwise 202 with the task, or without when an identical one is there already.
 * Throws what the task failed with.
 */
export async function carryOut(
  call: Pick<Call<unknown, unknown>, 'parts' | 'caller'>,
  wish: Pick<TaskWish, 'name' | 'funcname' | 'params'>,
): Promise<Outcome> {
  const { tasks } = call.parts;
  const userId = call.caller.principal.userId ?? null;
  const queued = await tasks.add({ ...wish, userId, priority: 10, keepFor: KEEP, errorLogLevel: 'warn' });
  if (!queued) return outcome({ data: null, status: 202 });
  const finished = await tasks.wait(queued.id, PATIENCE);
  if (finished === 'late' || finished === undefined) return accepted(call, queued);
  await tasks.remove(finished.id);
  rethrow(finished);
  return outcome({ data: finished.result });
}

async function accepted(call: Pick<Call<unknown, unknown>, 'parts'>, queued: TaskRecord): Promise<Outcome> {
  const [data] = await taskResources(call, [queued]);
  return outcome({ data, status: 202 });
}
