import type { Database } from '#lib/db/client.ts';
import { TASK_STATUS, type TaskRecord } from '../task.ts';
import { recordOf, stateOf, type TaskState } from './rows.ts';

/** Seconds that the record of a task without `keepFor` stays, so that whoever waits for it, anywhere, can read it. */
const GRACE = 10;

/** Seconds that a failed task stays at least, so that it can be looked at and tried again. */
const FAILED_GRACE = 3600;

/** Rows to one statement. */
const BATCH = 1000;

/** Deletes finished tasks whose time is over. Returns how many. */
export async function deleteExpired(db: Database): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await db.$executeRaw`
      DELETE FROM tasks WHERE id IN (
        SELECT id FROM tasks
        WHERE status = ${TASK_STATUS.complete} AND (keep_until IS NULL OR keep_until < now())
          AND finished_at < now() - make_interval(secs => CASE WHEN failed THEN ${FAILED_GRACE}::int ELSE ${GRACE}::int END)
        LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
    total += count;
    if (count < BATCH) return total;
  }
}

/** Active tasks: whose they are, and which of them are asked to stop. */
export async function findActive(
  db: Database,
): Promise<Array<{ id: number; lockId: string | null; cancelRequested: boolean }>> {
  const rows = await db.task.findMany({
    where: { status: TASK_STATUS.active },
    select: { id: true, lockId: true, cancelRequested: true },
    take: BATCH,
  });
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

/** Active tasks of one process, with the engine's account of them. */
export async function findOwned(
  db: Database,
  lockId: string | null,
): Promise<Array<{ record: TaskRecord; state: TaskState }>> {
  const rows = await db.task.findMany({ where: { status: TASK_STATUS.active, lockId }, take: BATCH });
  return rows.map((row) => ({ record: recordOf(row), state: stateOf(row.checkpoint) }));
}

/** Pending tasks in the order of their turn, some at most. */
export async function findPending(db: Database): Promise<Array<{ id: number; priority: number }>> {
  const rows = await db.task.findMany({
    where: { status: TASK_STATUS.pending },
    select: { id: true, priority: true },
    orderBy: [{ priority: 'asc' }, { id: 'asc' }],
    take: BATCH,
  });
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
