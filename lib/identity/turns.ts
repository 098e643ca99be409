import { busy } from '#lib/errors/error.ts';

export type Turns = {
  /** Runs the work when it is its turn. Throws busy with a Retry-After when too many wait already. */
  take<T>(work: () => Promise<T>): Promise<T>;
};

/**
 * A bounded queue: so many run, so many wait, the rest is sent away.
 *
 * @param options.places how many run at once
 * @param options.waiting how many may wait
 * @param options.usualMs what one takes, from which the Retry-After is reckoned
 */
export function createTurns(options: { places: number; waiting: number; usualMs: number }): Turns {
  const queue: Array<() => void> = [];
  let running = 0;

  const enter = (): Promise<void> | undefined => {
    if (running < options.places) {
      running++;
      return undefined;
    }
    if (queue.length >= options.waiting) {
      const seconds = Math.ceil((queue.length * options.usualMs) / options.places / 1000);
      throw busy('Too many people are signing in at this moment; try again later.', Math.max(1, seconds));
    }
    return new Promise((resolve) => queue.push(resolve));
  };

  return {
    async take(work) {
      await enter();
      try {
        return await work();
      } finally {
        // The place is handed over as it is, so that nobody who comes now gets in between.
        const next = queue.shift();
        if (next) next();
        else running--;
      }
    },
  };
}
