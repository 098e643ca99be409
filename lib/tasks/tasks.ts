import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#lib/db/client.ts';
import { busy, conflict, notFound } from '#lib/errors/error.ts';
import type { Logger } from '#lib/log/log.ts';
import { dedupeKey, periodKey } from './canonical.ts';
import { describeFailure, levelOf } from './failure.ts';
import { openPresence, type Presence } from './presence.ts';
import { type Run, startRun } from './run-task.ts';
import { createSchedules } from './schedules.ts';
import {
  cancelTask,
  claimTask,
  type Fence,
  finishTask,
  hasPending,
  hasSystemTask,
  insertTask,
  releaseTask,
  removeTask,
  reviveTask,
} from './store/changes.ts';
import { type Dispatcher, openDispatcher } from './store/dispatcher.ts';
import { countTasks, findTask, findTasks, listTasks, type TaskState } from './store/rows.ts';
import { deleteExpired, findActive, findPending } from './store/upkeep.ts';
import { takeOver } from './takeover.ts';
import type { TaskHandler, TaskRecord, Tasks, TaskWish } from './task.ts';
import { createWaiting } from './waiting.ts';

/** Pending tasks beyond which none is added. */
const MOST_PENDING = 10_000;
/** Milliseconds between looks for dead processes and for tasks that are to be cancelled. */
const SWEEP = 1000;
/** Milliseconds between removals of what has expired. */
const EXPIRY = 10_000;
/** Milliseconds between looks for pending tasks that pg-boss does not know of. */
const RESEND = 30_000;
/** Milliseconds that running handlers have for getting to a safe point when the server stops. */
const CLOSE_LIMIT = 10_000;
/** Characters of a task's name (contract of the original). */
const LONGEST_NAME = 100;
/** Times that the outcome of a task is written while the database is away, with a second in between. */
const MOST_WRITES = 20;

type Running = { run: Run | undefined; done: Promise<void> };

function shortened(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= LONGEST_NAME) return name;
  return `${characters.slice(0, LONGEST_NAME - 3).join('')}...`;
}

/**
 * The background task engine: the table `tasks` is the truth, pg-boss keeps the order of turns.
 *
 * Who may act for a task: the row names the process, and the process shows by a lock in the database that it is
 * alive. When the lock goes, because the process died or stood still, another process takes the task over. A
 * process that comes to life again finds its lock gone: its handlers are stopped at their next safe point, and
 * nothing they still write to the task's row counts.
 *
 * @param options.url for connections of its own
 * @param options.concurrency tasks carried out at the same time in this process
 */
export function createTasks(options: { db: Database; url: string; concurrency: number; log: Logger }): Tasks {
  const { db, log } = options;
  const handlers = new Map<string, TaskHandler>();
  const running = new Map<number, Running>();
  const closing = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  let presence: Presence | undefined;
  let opening: Promise<Dispatcher> | undefined;
  let sweeping: Promise<void> | undefined;

  const complain = (what: string) => (error: unknown) => {
    if (!closing.signal.aborted) log.warn({ err: error }, what);
  };
  const waiting = createWaiting({
    find: (ids) => findTasks(db, ids),
    onError: complain('a task that is waited for could not be looked at'),
  });
  const schedules = createSchedules(addForPeriod, complain('a scheduled task could not be added'));

  /** pg-boss, connected when first needed; a failure is tried again by the next caller. */
  function dispatcher(): Promise<Dispatcher> {
    opening ??= openDispatcher({
      url: options.url,
      onError: complain('the order of tasks is in trouble'),
      onWarning: (message, details) => log.debug({ details }, message),
    }).catch((error) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  async function insert(key: string, wish: TaskWish, forPeriod: boolean): Promise<TaskRecord | undefined> {
    const { send } = await dispatcher();
    return db.$transaction(async (tx) => {
      if (forPeriod && (await hasSystemTask(tx, wish.funcname))) return undefined;
      if (await hasPending(tx, MOST_PENDING)) {
        throw busy('Too many background tasks are waiting; try again later.', 60);
      }
      const record = await insertTask(tx, {
        userId: wish.userId ?? null,
        name: shortened(wish.name),
        funcname: wish.funcname,
        params: wish.params,
        dedupeKey: key,
        priority: wish.priority ?? 20,
        logLevel: wish.logLevel ?? 'info',
        errorLogLevel: wish.errorLogLevel ?? 'error',
        keepFor: wish.keepFor ?? 0,
        retries: wish.retries ?? 2,
      });
      if (record) await send(tx, record);
      return record;
    });
  }

  function addForPeriod(period: number, wish: TaskWish): Promise<TaskRecord | undefined> {
    return insert(periodKey(wish.funcname, period), wish, true);
  }

  /** Carries out the task of a job, if it is pending. Rejects when its turn should come again. */
  async function attend(id: number): Promise<void> {
    await presence?.whenHeld(closing.signal);
    // A run of this task that was asked to stop may not be at its safe point yet.
    await running.get(id)?.done;
    if (closing.signal.aborted || !presence || running.has(id)) {
      throw new Error('this process cannot take the task now');
    }
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const entry: Running = { run: undefined, done };
    running.set(id, entry);
    try {
      const { lockId, isHeld } = presence;
      const claimed = await claimTask(db, id, lockId);
      if (!claimed) return;
      const { record, state } = claimed;
      const fence: Fence = { id, lockId, attempts: record.attempts };
      logAt(record.logLevel, { task: id, funcname: record.funcname }, 'a task begins');
      const handler = handlers.get(record.funcname);
      entry.run = startRun({ db, handler, record, fence, state, isHeld, log });
      // It may have been asked for while the task was being claimed.
      if (closing.signal.aborted) entry.run.stop('shutdown');
      if (record.cancelRequested) entry.run.stop('cancelled');
      await settle(entry.run, record, fence, state);
    } finally {
      running.delete(id);
      resolve();
    }
  }

  async function settle(run: Run, record: TaskRecord, fence: Fence, state: TaskState): Promise<void> {
    const outcome = await run.outcome;
    const { id, funcname, keepFor } = record;
    const { send } = await dispatcher();
    const release = (next: TaskState, afterSeconds?: number) =>
      persist(id, () =>
        db.$transaction(async (tx) => {
          if (await releaseTask(tx, fence, next)) await send(tx, record, afterSeconds);
        }),
      );
    if (outcome.kind === 'stopped') return release(state);
    let { result, failed } =
      outcome.kind === 'finished' ? outcome : { result: null as unknown, failed: true };
    if (outcome.kind === 'broken') {
      const again = state.failures < state.retries;
      logAt(
        again ? 'warn' : record.errorLogLevel,
        { err: outcome.error, task: id, funcname },
        again ? 'a task failed and will be tried again' : 'a task failed',
      );
      if (again) return release({ ...state, failures: state.failures + 1 }, 2 ** state.failures);
      result = describeFailure(outcome.error);
    } else if (failed) {
      logAt(levelOf(result, record.errorLogLevel), { task: id, funcname, result }, 'a task failed');
    } else {
      logAt(record.logLevel, { task: id, funcname }, 'a task is done');
    }
    await persist(id, () =>
      db.$transaction((tx) => finishTask(tx, fence, { result, failed, keepFor, progress: run.progress() })),
    );
    waiting.heard(id);
  }

  /** Writes what became of a run, also when the database is away for a while. */
  async function persist(id: number, write: () => Promise<unknown>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await write();
        return;
      } catch (error) {
        // The row stays active and is taken over by whoever finds this process without it.
        if (attempt === MOST_WRITES || closing.signal.aborted) {
          log.error({ err: error, task: id }, 'the outcome of a task could not be written');
          return;
        }
        await delay(1000, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  }

  /** Stops what is to be cancelled and takes over from processes that are gone. */
  async function sweep(): Promise<void> {
    if (!presence?.isHeld() || closing.signal.aborted) return;
    const { lockId } = presence;
    const others = new Set<string>();
    let orphans = false;
    for (const task of await findActive(db)) {
      if (task.lockId !== lockId) others.add(task.lockId ?? '');
      else if (!running.has(task.id)) orphans = true;
      else if (task.cancelRequested) running.get(task.id)?.run?.stop('cancelled');
    }
    const engine = { db, log, dispatcher: await dispatcher() };
    if (orphans) await takeOver(engine, lockId, (id) => running.has(id));
    for (const other of others) await presence.whileDead(other, () => takeOver(engine, other));
  }

  function sweepOnce(): void {
    sweeping ??= sweep()
      .catch(complain('tasks of other processes could not be looked at'))
      .finally(() => {
        sweeping = undefined;
      });
  }

  async function resend(): Promise<void> {
    await (await dispatcher()).resend(await findPending(db));
  }

  function hear(message: string): void {
    const [what, id] = message.split(' ');
    if (what === 'done') waiting.heard(Number(id));
    else if (what === 'cancel' && running.has(Number(id))) sweepOnce();
  }

  function logAt(level: string, details: object, message: string): void {
    const name = level === 'warning' ? 'warn' : level;
    if (name === 'debug' || name === 'info' || name === 'warn' || name === 'error')
      log[name](details, message);
  }

  return {
    handle: (funcname, handler) => void handlers.set(funcname, handler),

    async start() {
      const { work } = await dispatcher();
      const again = complain('pending tasks could not be sent again');
      presence = openPresence({
        url: options.url,
        onMessage: hear,
        onUp() {
          sweepOnce();
          resend().catch(again);
          waiting.look();
        },
        onLost() {
          for (const { run } of running.values()) run?.stop('lost');
        },
        onError: complain('other processes may take this one for dead'),
      });
      timers.push(
        setInterval(sweepOnce, SWEEP).unref(),
        setInterval(() => void resend().catch(again), RESEND).unref(),
        setInterval(
          () => void deleteExpired(db).catch(complain('old tasks could not be removed')),
          EXPIRY,
        ).unref(),
      );
      schedules.start();
      await work(options.concurrency, attend);
    },

    add: async (wish) => insert(dedupeKey(wish.funcname, wish.params), wish, false),
    get: (id) => findTask(db, id),
    list: (query) => listTasks(db, query),
    wait: (id, timeoutMs) => waiting.wait(id, timeoutMs),
    cancel: (id) => db.$transaction((tx) => cancelTask(tx, id)),

    async retry(id) {
      const record = await findTask(db, id);
      if (!record) throw notFound('The task was not found.');
      const { send } = await dispatcher();
      const key = dedupeKey(record.funcname, record.params);
      const revived = await db
        .$transaction(async (tx) => {
          const task = await reviveTask(tx, id, key);
          if (task) await send(tx, task);
          return task;
        })
        .catch((error: unknown) => {
          if (!(error instanceof Error) || !('code' in error) || error.code !== 'P2002') throw error;
          throw conflict('An identical task is waiting, running or kept.');
        });
      if (!revived) throw conflict('Only a failed task can be tried again.');
      return revived;
    },

    remove: (id) => removeTask(db, id),
    schedule: (funcname, everyMs, wish) => schedules.add(funcname, everyMs, wish),
    counts: () => countTasks(db),

    async close() {
      closing.abort();
      schedules.stop();
      for (const timer of timers) clearInterval(timer);
      for (const { run } of running.values()) run?.stop('shutdown');
      const open = await opening?.catch(() => undefined);
      const late = new AbortController();
      await Promise.race([
        open?.rest(),
        delay(CLOSE_LIMIT, undefined, { signal: late.signal }).catch(() => undefined),
      ]);
      late.abort();
      await sweeping;
      await open?.close();
      // Last: with the lock go the tasks of handlers that have not stopped in time.
      await presence?.close();
      waiting.close();
    },
  };
}
