import { isDatabaseAway } from '#lib/db/unavailable.ts';
import type { TaskContext } from '#lib/tasks/task.ts';
import { readIds, writeIds } from './id-runs.ts';
import { type Failure, failureOf } from './person-rights.ts';

/** Failures that a result tells of one by one. */
const MOST_FAILURES = 100;
/** Characters of JSON that each part of a checkpoint may have: all of it has 64 KB. */
const ROOM = 18_000;
/** What is done again at most after a process was killed. */
const SAVE_EVERY = 25;
const SAVE_PAUSE = 1000;

/** How far a task on many things has come, as its checkpoint holds it. */
type Saved = {
  after: number;
  done: number;
  failures: number;
  failed: Failure[];
  /** Ids as in id-runs; null once there were too many to be told. */
  trash: string | null;
  moved: Record<string, string> | null;
  /** When it began; ISO 8601. */
  since: string;
};

export type BatchState = {
  /** Id of the last thing that was looked at. */
  readonly after: number;
  readonly since: Date;
  readonly done: number;
  readonly failures: number;
  readonly failed: readonly Failure[];
  /** Entries of the trash that were made; undefined when there were too many to be told. */
  readonly trash: readonly number[] | undefined;
  /** Ids of moved images by the folder they came from, likewise. */
  readonly moved: ReadonlyMap<string, readonly number[]> | undefined;
  /**
   * Does the work on one thing and notes what became of it. Rejects when the task is to stop, and when the database is
   * away: then it goes on from here.
   */
  one(id: number, src: () => string, work: () => Promise<BatchTrace>): Promise<void>;
};

type BatchTrace = { trash?: number | undefined; movedFrom?: string };

/** How far a task is, from its checkpoint on. */
export function openBatch(
  context: TaskContext,
  total: number,
  onError: (error: unknown) => void,
): BatchState {
  const saved = context.checkpoint as Saved | undefined;
  let after = saved?.after ?? 0;
  let done = saved?.done ?? 0;
  let failures = saved?.failures ?? 0;
  const failed = [...(saved?.failed ?? [])];
  let trash = saved?.trash === null ? undefined : readIds(saved?.trash ?? '');
  let moved = saved?.moved === null ? undefined : new Map<string, number[]>();
  for (const [folder, ids] of Object.entries(saved?.moved ?? {})) moved?.set(folder, readIds(ids));
  // Clocks of servers and database differ a little.
  const since = saved ? new Date(saved.since) : new Date(Date.now() - 60_000);
  let unsaved = 0;
  let savedAt = performance.now();
  /** Of the failures, kept so that they are not written again and again. */
  let failureRoom = ROOM - JSON.stringify(failed).length;

  function note(id: number, trace: BatchTrace): void {
    done += 1;
    if (trace.trash !== undefined) trash?.push(trace.trash);
    if (trace.movedFrom === undefined) return;
    const ids = moved?.get(trace.movedFrom);
    if (ids) ids.push(id);
    else moved?.set(trace.movedFrom, [id]);
  }

  function fail(failure: Failure): void {
    failures += 1;
    failureRoom -= JSON.stringify(failure).length;
    if (failed.length < MOST_FAILURES && failureRoom > 0) failed.push(failure);
  }

  async function save(): Promise<void> {
    const writtenTrash = trash && writeIds(trash);
    if (writtenTrash && writtenTrash.length > ROOM) trash = undefined;
    const writtenMoved =
      moved && Object.fromEntries([...moved].map(([folder, ids]) => [folder, writeIds(ids)]));
    if (writtenMoved && JSON.stringify(writtenMoved).length > ROOM) moved = undefined;
    unsaved = 0;
    savedAt = performance.now();
    const next: Saved = {
      after,
      done,
      failures,
      failed,
      trash: trash ? (writtenTrash ?? null) : null,
      moved: moved ? (writtenMoved ?? null) : null,
      since: since.toISOString(),
    };
    await context.saveCheckpoint(next);
  }

  return {
    get after() {
      return after;
    },
    since,
    get done() {
      return done;
    },
    get failures() {
      return failures;
    },
    failed,
    get trash() {
      return trash;
    },
    get moved() {
      return moved;
    },
    async one(id, src, work) {
      try {
        note(id, await work());
      } catch (error) {
        if (context.signal.aborted || isDatabaseAway(error)) throw error;
        fail(failureOf(error, id, src(), onError));
      }
      after = id;
      unsaved += 1;
      context.progress(done + failures, total, src());
      const due = unsaved >= SAVE_EVERY || performance.now() - savedAt > SAVE_PAUSE;
      if (due || context.signal.aborted) await save();
      context.stopIfAsked();
    },
  };
}
