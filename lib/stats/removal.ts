import type { Database } from '#lib/db/client.ts';
import { deleteRowsBefore } from './store.ts';

type RemovalOptions = {
  db: Database;
  /** Days after which rows are deleted; 0 keeps them. */
  keepDays: number;
  onError: (error: unknown) => void;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Milliseconds until the first time. */
  firstAfter?: number;
};

const DAY = 86_400_000;

/** Milliseconds, so that a start is not held up by a large deletion. */
const FIRST_AFTER = 60_000;

/** Deletes rows that have grown too old, shortly after the start and once a day. A failure waits for the next day. */
export function startRemoval(options: RemovalOptions): {
  /** Resolves when nothing is being deleted any more. */
  stop(): Promise<void>;
} {
  const { db, keepDays, onError, now, firstAfter = FIRST_AFTER } = options;
  if (keepDays === 0) return { stop: async () => undefined };
  let stopped = false;
  let running = Promise.resolve();

  async function remove(): Promise<void> {
    const before = new Date(now() - keepDays * DAY);
    try {
      let more = true;
      while (more && !stopped) more = await deleteRowsBefore(db, before);
    } catch (error) {
      onError(error);
    }
  }

  function start(after: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      running = remove();
      next = start(DAY);
    }, after);
    return timer.unref();
  }
  let next = start(firstAfter);

  return {
    async stop() {
      stopped = true;
      clearTimeout(next);
      await running;
    },
  };
}
