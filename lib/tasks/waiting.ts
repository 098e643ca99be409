import { TASK_STATUS, type TaskRecord } from './task.ts';

/** Milliseconds between looks at tasks that are waited for, should a message have got lost. */
const POLL = 1000;

/** Callers that wait for tasks to finish. */
export type Waiting = {
  /** The finished task; undefined when it vanished; 'late' after timeoutMs. */
  wait(id: number, timeoutMs: number): Promise<TaskRecord | undefined | 'late'>;
  /** Says that a task may have finished or vanished. */
  heard(id: number): void;
  /** Says that messages may have been missed. */
  look(): void;
  /** Answers 'late' to whoever still waits. */
  close(): void;
};

/** @param find records of tasks by their ids, in no order */
export function createWaiting(options: {
  find: (ids: readonly number[]) => Promise<TaskRecord[]>;
  onError: (error: unknown) => void;
}): Waiting {
  type Answer = (record: TaskRecord | undefined | 'late') => void;
  const waiters = new Map<number, Set<Answer>>();
  let timer: NodeJS.Timeout | undefined;

  function answer(id: number, record: TaskRecord | undefined | 'late'): void {
    for (const tell of waiters.get(id) ?? []) tell(record);
  }

  async function check(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    try {
      const found = new Map((await options.find(ids)).map((record) => [record.id, record]));
      for (const id of ids) {
        const record = found.get(id);
        if (record === undefined || record.status === TASK_STATUS.complete) answer(id, record);
      }
    } catch (error) {
      // The next look comes in a second.
      options.onError(error);
    }
  }

  function look(): void {
    void check([...waiters.keys()]);
  }

  function remove(id: number, tell: Answer): void {
    const others = waiters.get(id);
    others?.delete(tell);
    if (others?.size === 0) waiters.delete(id);
    if (waiters.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  }

  return {
    async wait(id, timeoutMs) {
      const { promise, resolve } = Promise.withResolvers<TaskRecord | undefined | 'late'>();
      const others = waiters.get(id) ?? new Set();
      waiters.set(id, others.add(resolve));
      timer ??= setInterval(look, POLL);
      const late = setTimeout(resolve, timeoutMs, 'late' as const);
      // After it was noted down, so that a task that finishes meanwhile is not missed.
      void check([id]);
      try {
        return await promise;
      } finally {
        clearTimeout(late);
        remove(id, resolve);
      }
    },

    heard(id) {
      if (waiters.has(id)) void check([id]);
    },

    look,

    close() {
      for (const id of waiters.keys()) answer(id, 'late');
    },
  };
}
