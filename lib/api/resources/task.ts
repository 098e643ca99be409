import type { z } from 'zod';
import type { task as shape } from '#lib/contracts/resources.ts';
import { findUsers } from '#lib/identity/store/users.ts';
import type { TaskRecord } from '#lib/tasks/task.ts';
import type { Call } from '../door/endpoint.ts';
import { userResource } from './user.ts';

type Shown = Omit<z.input<typeof shape>, 'keep_until' | 'created' | 'started' | 'finished'> & {
  keep_until: Date | null;
  created: Date;
  started: Date | null;
  finished: Date | null;
};

/** Tasks as the API shows them, with the people who asked for them. */
export async function taskResources(
  { parts }: Pick<Call<unknown, unknown>, 'parts'>,
  tasks: readonly TaskRecord[],
): Promise<Shown[]> {
  const ids = tasks.map((task) => task.userId).filter((id) => id !== null);
  const users = new Map((await findUsers(parts.db, [...new Set(ids)])).map((user) => [user.id, user]));
  return tasks.map((task) => {
    const user = task.userId === null ? undefined : users.get(task.userId);
    return {
      id: task.id,
      name: task.name,
      funcname: task.funcname,
      params: task.params,
      priority: task.priority,
      log_level: task.logLevel,
      error_log_level: task.errorLogLevel,
      status: task.status,
      result: task.result,
      lock_id: task.lockId,
      keep_for: task.keepFor,
      keep_until: task.keepUntil,
      user_id: task.userId,
      user: user ? userResource(user) : null,
      progress: { done: task.progressDone, total: task.progressTotal, text: task.progressText },
      attempts: task.attempts,
      failed: task.failed,
      cancel_requested: task.cancelRequested,
      created: task.createdAt,
      started: task.startedAt,
      finished: task.finishedAt,
    };
  });
}
