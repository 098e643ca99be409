import { createHash } from 'node:crypto';
import type { ScheduledWish, TaskWish } from './task.ts';

/** Milliseconds between looks whether a period has begun. */
const LOOK = 60_000;

export type Schedules = {
  add(funcname: string, everyMs: number, wish: ScheduledWish): void;
  start(): void;
  stop(): void;
};

/**
 * Calls for a task once in each period. Periods are counted since 1970 and shifted by the name, so that all
 * processes agree about them and not everything happens at midnight.
 *
 * @param due adds the task of a period unless it was added already; `keepFor` reaches to the end of the period
 */
export function createSchedules(
  due: (period: number, wish: TaskWish) => Promise<unknown>,
  onError: (error: unknown) => void,
): Schedules {
  const all: Array<{ everyMs: number; look: () => void }> = [];
  let timers: NodeJS.Timeout[] = [];

  return {
    add(funcname, everyMs, wish) {
      const shift = createHash('sha256').update(funcname).digest().readUInt32BE(0) % everyMs;
      all.push({
        everyMs,
        look() {
          const now = Date.now() + shift;
          const period = Math.floor(now / everyMs);
          const left = Math.ceil(((period + 1) * everyMs - now) / 1000);
          const params = typeof wish.params === 'function' ? wish.params() : wish.params;
          due(period, { ...wish, params, funcname, keepFor: left + 1 }).catch(onError);
        },
      });
    },

    start() {
      timers = all.map(({ everyMs, look }) => setInterval(look, Math.min(everyMs, LOOK)).unref());
    },

    stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
