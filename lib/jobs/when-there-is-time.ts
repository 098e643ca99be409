import { setTimeout as delay } from 'node:timers/promises';
import { EmulsionError } from '#lib/errors/error.ts';

/** How often it is tried while the server has no turn for it, and ms between two tries. */
const TRIES = 20;
const PAUSE = 3_000;

/** Does something, and tries again for a minute while the server is too busy: visitors come first. */
export async function whenThereIsTime<Result>(
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const isBusy = error instanceof EmulsionError && error.code === 'busy';
      if (!isBusy || tries >= TRIES || signal.aborted) throw error;
      await delay(PAUSE, undefined, { signal });
    }
  }
}
