import { busy } from '#lib/errors/error.ts';

export type Turns = {
  /** Runs the work when it is its turn. Throws busy with a Retry-After when too many wait, or it takes too long. */
  take<T>(work: () => Promise<T>): Promise<T>;
};

/**
 * A bounded queue: so many run, so many wait for so long, the rest is sent away.
 *
 * @param options.places how many run at once
 * @param options.waiting how many may wait
 * @param options.longestWaitMs how long each may wait
 * @param options.usualMs what one takes, from which the Retry-After is reckoned
 */
export function createTurns(options: {
  places: number;
  waiting: number;
  longestWaitMs: number;
  usualMs: number;
}): Turns {
  // A set keeps the order of arrival.
  const queue = new Set<() => void>();
  let running = 0;

  const sentAway = () => {
    const seconds = Math.ceil((queue.size * options.usualMs) / options.places / 1000);
    return busy('Too many people are signing in at this moment; try again later.', Math.max(1, seconds));
  };

  const enter = (): Promise<void> | undefined => {
    if (running < options.places) {
      running++;
      return undefined;
    }
    if (queue.size >= options.waiting) throw sentAway();
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        reject(sentAway());
        queue.delete(begin);
      }, options.longestWaitMs);
      queue.add(begin);
    });
  };

  const leave = (): void => {
    const [next] = queue;
    if (!next) {
      running--;
      return;
    }
    // The place is handed over as it is, so that nobody who comes now gets in between.
    queue.delete(next);
    next();
  };

  return {
    async take(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
