import type { Database } from '#lib/db/client.ts';
import { EmulsionError, tooLarge } from '#lib/errors/error.ts';
import type { Logger } from '#lib/log/log.ts';
import { MOST_PARAMS, storableJson } from './canonical.ts';
import { cancelledFailure, describeFailure } from './failure.ts';
import { type Fence, saveProgress, saveState } from './store/changes.ts';
import type { TaskState } from './store/rows.ts';
import type { TaskContext, TaskHandler, TaskRecord } from './task.ts';

/** Bytes of JSON that a result may have. */
const MOST_RESULT = 256 * 1024;

/** Milliseconds between writes of progress. */
const PROGRESS_PAUSE = 1000;

/** Why a handler is asked to stop. */
export type StopReason = 'cancelled' | 'shutdown' | 'lost';

/** Thrown by stopIfAsked. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

export type Outcome =
  | { kind: 'finished'; result: unknown; failed: boolean }
  /** It stopped before its end and is to be taken up again. */
  | { kind: 'stopped' }
  /** An unexpected error, after which it may be tried again. */
  | { kind: 'broken'; error: unknown };

/** One run of a task in this process. */
export type Run = {
  /** Asks the handler to stop. */
  stop(reason: StopReason): void;
  readonly outcome: Promise<Outcome>;
  /** How far the handler said it was; undefined when it has not. */
  progress(): { done: number; total: number; text: string } | undefined;
};

/**
 * Begins to carry out a claimed task. Never rejects.
 *
 * @param state changed by what the handler saves
 * @param isHeld whether this process may still act for the task
 */
export function startRun(options: {
  db: Database;
  handler: TaskHandler | undefined;
  record: TaskRecord;
  fence: Fence;
  state: TaskState;
  isHeld: () => boolean;
  log: Logger;
}): Run {
  const { db, handler, record, fence, state, isHeld, log } = options;
  const stopping = new AbortController();
  let reason: StopReason | undefined;
  let progress: { done: number; total: number; text: string } | undefined;
  let timer: NodeJS.Timeout | undefined;

  function stop(why: StopReason): void {
    // Whoever has lost the task must not decide what becomes of it.
    if (reason === undefined || why === 'lost') reason = why;
    stopping.abort(new Stopped('the task was asked to stop'));
  }

  function writeProgress(): void {
    timer = undefined;
    if (!progress) return;
    saveProgress(db, fence, progress).then(
      (ours) => {
        if (!ours) stop('lost');
      },
      (error) => log.debug({ err: error, task: record.id }, 'the progress of a task could not be written'),
    );
  }

  const context: TaskContext = {
    taskId: record.id,
    userId: record.userId,
    checkpoint: state.saved,
    signal: stopping.signal,
    async saveCheckpoint(value) {
      const text = storableJson(value);
      if (Buffer.byteLength(text) > MOST_PARAMS) throw tooLarge('The checkpoint of a task is too large.');
      const next = { ...state, saved: JSON.parse(text) as unknown, deaths: 0 };
      if (await saveState(db, fence, next)) Object.assign(state, next);
      else stop('lost');
      stopping.signal.throwIfAborted();
    },
    progress(done, total, text = '') {
      progress = { done, total, text };
      timer ??= setTimeout(writeProgress, PROGRESS_PAUSE).unref();
    },
    stopIfAsked() {
      if (!isHeld()) stop('lost');
      stopping.signal.throwIfAborted();
    },
  };

  async function carryOut(): Promise<Outcome> {
    try {
      if (!handler) {
        log.error({ task: record.id, funcname: record.funcname }, 'a task names an unknown function');
        return { kind: 'finished', result: describeFailure(undefined), failed: true };
      }
      const result = JSON.parse(storableJson(await handler(record.params, context))) as unknown;
      if (JSON.stringify(result).length <= MOST_RESULT) return { kind: 'finished', result, failed: false };
      log.warn({ task: record.id }, 'the result of a task is too large and was left out');
      return { kind: 'finished', result: null, failed: false };
    } catch (error) {
      // Whatever a handler threw on its way out after it was asked to stop, is because of that.
      if (stopping.signal.aborted) {
        return reason === 'cancelled'
          ? { kind: 'finished', result: cancelledFailure(), failed: true }
          : { kind: 'stopped' };
      }
      if (error instanceof EmulsionError) {
        return { kind: 'finished', result: describeFailure(error), failed: true };
      }
      return { kind: 'broken', error };
    } finally {
      clearTimeout(timer);
    }
  }

  return { stop, outcome: carryOut(), progress: () => progress };
}
