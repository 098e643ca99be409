import type { Database } from '#lib/db/client.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import { releasedKey, storableJson } from '../canonical.ts';
import { TASK_STATUS, type TaskRecord } from '../task.ts';
import { notifyTasks } from './notify.ts';
import { recordOf, stateOf, type TaskState } from './rows.ts';

/** A transaction in which tasks are changed. */
export type Transaction = Prisma.TransactionClient;

/** Names one run of a task: a later run, or one by another process, does not match. */
export type Fence = { id: number; lockId: string; attempts: number };

/** A task to be inserted. */
export type NewTask = {
  userId: number | null;
  name: string;
  funcname: string;
  params: Record<string, unknown>;
  dedupeKey: string;
  priority: number;
  logLevel: string;
  errorLogLevel: string;
  keepFor: number;
  retries: number;
};

const ours = ({ id, lockId, attempts }: Fence) => ({ id, lockId, attempts, status: TASK_STATUS.active });

/** Inserts a pending task; undefined when an identical one is pending, active or kept. */
export async function insertTask(tx: Transaction, task: NewTask): Promise<TaskRecord | undefined> {
  const { params, retries, ...columns } = task;
  // One whose time is over may not have been swept away yet.
  await tx.task.updateMany({
    where: { dedupeKey: task.dedupeKey, status: TASK_STATUS.complete, keepUntil: { lte: new Date() } },
    data: { dedupeKey: releasedKey() },
  });
  const state: TaskState = { ...stateOf(null), retries };
  const [row] = await tx.task.createManyAndReturn({
    data: [{ ...columns, params: jsonOf(params), checkpoint: state as Prisma.InputJsonObject }],
    skipDuplicates: true,
  });
  return row ? recordOf(row) : undefined;
}

/** Whether at least so many tasks are pending. */
export async function hasPending(tx: Transaction, most: number): Promise<boolean> {
  const rows = await tx.$queryRaw<Array<{ full: boolean }>>`
    SELECT count(*) >= ${most} AS full
    FROM (SELECT 1 FROM tasks WHERE status = ${TASK_STATUS.pending} LIMIT ${most}) AS p`;
  return rows[0]?.full === true;
}

/** Whether a task of the system for this function is pending or active. */
export async function hasSystemTask(tx: Transaction, funcname: string): Promise<boolean> {
  const found = await tx.task.findFirst({
    where: { funcname, userId: null, status: { not: TASK_STATUS.complete } },
    select: { id: true },
  });
  return found !== null;
}

/** Makes a pending task this process's; undefined when it is not pending. */
export async function claimTask(
  db: Database,
  id: number,
  lockId: string,
): Promise<{ record: TaskRecord; state: TaskState } | undefined> {
  const [row] = await db.task.updateManyAndReturn({
    where: { id, status: TASK_STATUS.pending },
    data: { status: TASK_STATUS.active, lockId, attempts: { increment: 1 }, startedAt: new Date() },
  });
  return row && { record: recordOf(row), state: stateOf(row.checkpoint) };
}

/** Saves the engine's and the handler's account of a run. False when the run is not this process's any more. */
export async function saveState(db: Database, fence: Fence, state: TaskState): Promise<boolean> {
  const { count } = await db.task.updateMany({
    where: ours(fence),
    data: { checkpoint: jsonOf(state) },
  });
  return count > 0;
}

/** Writes how far a run is. False when it is not this process's any more. */
export async function saveProgress(
  db: Database,
  fence: Fence,
  progress: { done: number; total: number; text: string },
): Promise<boolean> {
  const { count } = await db.task.updateMany({ where: ours(fence), data: progressColumns(progress) });
  return count > 0;
}

/** Completes a run. False when it is not this process's any more. */
export async function finishTask(
  tx: Transaction,
  fence: Fence,
  outcome: {
    result: unknown;
    failed: boolean;
    keepFor: number;
    progress?: { done: number; total: number; text: string } | undefined;
  },
): Promise<boolean> {
  const now = Date.now();
  const { result, failed, keepFor, progress } = outcome;
  const { count } = await tx.task.updateMany({
    where: ours(fence),
    data: {
      status: TASK_STATUS.complete,
      lockId: null,
      result: result === null ? Prisma.DbNull : jsonOf(result),
      failed,
      finishedAt: new Date(now),
      keepUntil: keepFor > 0 ? new Date(now + keepFor * 1000) : null,
      ...(keepFor > 0 ? {} : { dedupeKey: releasedKey() }),
      ...(progress ? progressColumns(progress) : {}),
    },
  });
  if (count > 0) await notifyTasks(tx, 'done', fence.id);
  return count > 0;
}

/** Puts a run back to pending. False when it is not this process's any more. */
export async function releaseTask(tx: Transaction, fence: Fence, state: TaskState): Promise<boolean> {
  const { count } = await tx.task.updateMany({
    where: ours(fence),
    data: { status: TASK_STATUS.pending, lockId: null, checkpoint: jsonOf(state) },
  });
  return count > 0;
}

/** Removes a pending task, or asks whoever carries it out to stop. */
export async function cancelTask(
  tx: Transaction,
  id: number,
): Promise<'cancelled' | 'stopping' | 'finished' | 'unknown'> {
  if (!Number.isSafeInteger(id)) return 'unknown';
  const removed = await tx.task.deleteMany({ where: { id, status: TASK_STATUS.pending } });
  if (removed.count > 0) {
    await notifyTasks(tx, 'done', id);
    return 'cancelled';
  }
  const asked = await tx.task.updateMany({
    where: { id, status: TASK_STATUS.active },
    data: { cancelRequested: true },
  });
  if (asked.count > 0) {
    await notifyTasks(tx, 'cancel', id);
    return 'stopping';
  }
  return (await tx.task.count({ where: { id } })) > 0 ? 'finished' : 'unknown';
}

/** Removes the record of a finished task. */
export async function removeTask(db: Database, id: number): Promise<void> {
  if (!Number.isSafeInteger(id)) return;
  await db.task.deleteMany({ where: { id, status: TASK_STATUS.complete } });
}

/** Puts a failed task back to pending; undefined when it is not a failed one. Throws P2002 when an identical one exists. */
export async function reviveTask(
  tx: Transaction,
  id: number,
  dedupeKey: string,
): Promise<TaskRecord | undefined> {
  const row = await tx.task.findUnique({ where: { id } });
  if (!row) return undefined;
  const { retries, saved } = stateOf(row.checkpoint);
  const state: TaskState = { retries, failures: 0, deaths: 0, saved };
  const [revived] = await tx.task.updateManyAndReturn({
    where: { id, status: TASK_STATUS.complete, failed: true },
    data: {
      status: TASK_STATUS.pending,
      failed: false,
      cancelRequested: false,
      result: Prisma.DbNull,
      finishedAt: null,
      keepUntil: null,
      dedupeKey,
      checkpoint: jsonOf(state),
    },
  });
  return revived && recordOf(revived);
}

function jsonOf(value: unknown): Prisma.InputJsonObject {
  return JSON.parse(storableJson(value)) as Prisma.InputJsonObject;
}

/** As the columns can hold them. */
function progressColumns({ done, total, text }: { done: number; total: number; text: string }) {
  const whole = (value: number) => Math.max(0, Math.min(2_147_483_647, Math.trunc(value) || 0));
  return {
    progressDone: whole(done),
    progressTotal: whole(total),
    progressText: Array.from(text.replaceAll('\0', '').toWellFormed()).slice(0, 200).join(''),
  };
}
