import { busy } from '#lib/errors/error.ts';

export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * Lets some things be done at a time; the others wait for their turn.
 * @param waiting how many may wait; more are told to try again (busy)
 * @param refusal what these are told
 */
export function createTurns(places: number, waiting: number, refusal: string): Turns {
  const queue: Array<() => void> = [];
  let running = 0;

  return async (work) => {
    if (running >= places) {
      if (queue.length >= waiting) throw busy(refusal, 2);
      // Whoever leaves hands over the place.
      await new Promise<void>((resolve) => {
        queue.push(resolve);
      });
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
