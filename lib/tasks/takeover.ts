import type { Database } from '#lib/db/client.ts';
import type { Logger } from '#lib/log/log.ts';
import { cancelledFailure, describeFailure } from './failure.ts';
import { finishTask, releaseTask } from './store/changes.ts';
import type { Dispatcher } from './store/dispatcher.ts';
import { findOwned } from './store/upkeep.ts';

/** Processes in a row that may die over a task that saves nothing in between; then the task is to blame. */
const MOST_DEATHS = 3;

/**
 * Puts tasks back to pending whose process is gone, with what they saved; those that were to be cancelled, or
 * that end every process, finish as failed instead.
 *
 * @param lockId the process that was carrying them out
 * @param isMine whether a task is being carried out all the same
 */
export async function takeOver(
  { db, dispatcher, log }: { db: Database; dispatcher: Dispatcher; log: Logger },
  lockId: string,
  isMine: (id: number) => boolean = () => false,
): Promise<void> {
  for (const { record, state } of await findOwned(db, lockId)) {
    if (isMine(record.id)) continue;
    const fence = { id: record.id, lockId, attempts: record.attempts };
    const deaths = state.deaths + 1;
    const failure = record.cancelRequested
      ? cancelledFailure()
      : deaths >= MOST_DEATHS
        ? describeFailure(undefined)
        : undefined;
    await db.$transaction(async (tx) => {
      if (failure) {
        await finishTask(tx, fence, { result: failure, failed: true, keepFor: record.keepFor });
      } else if (await releaseTask(tx, fence, { ...state, deaths })) {
        await dispatcher.send(tx, record);
      }
    });
    log.warn(
      { task: record.id, funcname: record.funcname, deaths },
      failure ? 'a task ended with its process' : 'a task is taken up again, as its process is gone',
    );
  }
}
