import { api } from './api.ts';

/** Background work, as far as pages use it. */
export type TaskRecord = {
  id: number;
  name: string;
  /** 2: complete. */
  status: number;
  failed: boolean;
  cancel_requested: boolean;
  result: unknown;
  progress: { done: number; total: number; text: string };
};

const COMPLETE = 2;
/** Milliseconds between questions: quick at first, since most work is short. */
const PAUSES = [60, 100, 200, 400, 800] as const;
const LONGEST_PAUSE = 1500;

/**
 * Asks about a task until it is complete; returns it then. Rejects with ApiFailure when the server refuses.
 * @param signal ends the asking, not the task
 */
export async function waitForTask(
  id: number,
  onProgress: (task: TaskRecord) => void,
  signal: AbortSignal,
): Promise<TaskRecord> {
  for (let count = 0; ; count += 1) {
    const task = await api.get<TaskRecord>(`/admin/tasks/${id}/`, {}, signal);
    if (task.status === COMPLETE) return task;
    onProgress(task);
    await pause(PAUSES[count] ?? LONGEST_PAUSE, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
}
