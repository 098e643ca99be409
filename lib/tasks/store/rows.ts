import type { Database } from '#lib/db/client.ts';
import { TASK_STATUS, type TaskRecord } from '../task.ts';

type TaskRow = NonNullable<Awaited<ReturnType<Database['task']['findUnique']>>>;

/** What the engine keeps in the column `checkpoint`: its own account besides what the handler saved. */
export type TaskState = {
  /** Unexpected errors after which it is tried again. */
  retries: number;
  /** Unexpected errors so far. */
  failures: number;
  /** Processes that died over it since the handler last saved anything. */
  deaths: number;
  saved?: unknown;
};

const FRESH: TaskState = { retries: 2, failures: 0, deaths: 0 };

/** The engine's account of a row. */
export function stateOf(checkpoint: unknown): TaskState {
  return { ...FRESH, ...(checkpoint as Partial<TaskState> | null) };
}

/** A row as the engine tells of it. */
export function recordOf(row: TaskRow): TaskRecord {
  const { id, dedupeKey: _key, checkpoint: _checkpoint, params, status, ...rest } = row;
  return {
    ...rest,
    id: Number(id),
    params: params as Record<string, unknown>,
    status: status as TaskRecord['status'],
  };
}

/** A task by its id. */
export async function findTask(db: Database, id: number): Promise<TaskRecord | undefined> {
  if (!Number.isSafeInteger(id)) return undefined;
  const row = await db.task.findUnique({ where: { id } });
  return row ? recordOf(row) : undefined;
}

/** Tasks by their ids, in no order. */
export async function findTasks(db: Database, ids: readonly number[]): Promise<TaskRecord[]> {
  const rows = await db.task.findMany({ where: { id: { in: [...ids] } } });
  return rows.map(recordOf);
}

/** A page of tasks, newest first. */
export async function listTasks(
  db: Database,
  query: {
    status?: 0 | 1 | 2 | undefined;
    userId?: number | undefined;
    funcname?: string | undefined;
    failed?: boolean | undefined;
    before?: number | undefined;
    limit: number;
  },
): Promise<TaskRecord[]> {
  const { status, userId, funcname, failed, before, limit } = query;
  const rows = await db.task.findMany({
    where: {
      ...(status === undefined ? {} : { status }),
      ...(userId === undefined ? {} : { userId }),
      ...(funcname === undefined ? {} : { funcname }),
      ...(failed === undefined ? {} : { failed }),
      ...(before === undefined ? {} : { id: { lt: before } }),
    },
    orderBy: { id: 'desc' },
    take: limit,
  });
  return rows.map(recordOf);
}

/** How many tasks are pending, active and failed. */
export async function countTasks(db: Database): Promise<{ pending: number; active: number; failed: number }> {
  const groups = await db.task.groupBy({ by: ['status', 'failed'], _count: true });
  const sum = (which: (group: { status: number; failed: boolean }) => boolean) =>
    groups.filter(which).reduce((total, group) => total + group._count, 0);
  return {
    pending: sum(({ status }) => status === TASK_STATUS.pending),
    active: sum(({ status }) => status === TASK_STATUS.active),
    failed: sum(({ status, failed }) => status === TASK_STATUS.complete && failed),
  };
}
