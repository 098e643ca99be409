import { setTimeout as delay } from 'node:timers/promises';
import { busy } from '#lib/errors/error.ts';
import type { Lease, Leases } from './lease.ts';
import { createSingleFlight } from './single-flight.ts';

export type RenderContext = {
  /** Aborted when nobody waits for the result any more. */
  signal: AbortSignal;
  /** What is left of the caller's patience, in milliseconds; Infinity when it must be made in any case. */
  waitMs: number;
};

type RenderOnceSteps<T> = {
  /** Looks where other processes put their results. */
  lookup: () => Promise<T | undefined>;
  /** Makes the result. */
  render: (context: RenderContext) => Promise<T>;
  /** Puts the result where other processes look. */
  store: (value: T) => Promise<unknown>;
  /** Longest wait in milliseconds. */
  waitMs: number;
  /** Aborted when the caller is gone. */
  signal?: AbortSignal | undefined;
};

/** How a result came about: made now, found in the shared place, or taken over from a caller in front. */
type Origin = 'rendered' | 'shared' | 'joined';

export type Coordinator<T> = {
  /**
   * The result for the key, made at most once at a time by all processes that share leases and lookup.
   * Answers as soon as the result is there: storing it and giving the lease back follow behind. Throws busy
   * at the deadline, or renders then without a lease when `raiseTooBusy` is off.
   */
  renderOnce(key: string, steps: RenderOnceSteps<T>): Promise<{ value: T; origin: Origin }>;
  /** Resolves once no result is being stored and no lease is held by a finished render. */
  idle(): Promise<void>;
  /** Keys in work. */
  active(): number;
};

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 100;

/** A shared place this slow must not keep other processes from going on. */
const STORE_LIMIT_MS = 10_000;

/**
 * The protocol of making a picture once.
 *
 * @param options.raiseTooBusy whether waiting for another process ends in busy (as opposed to rendering
 *   without a lease) at the deadline.
 * @param options.retryAfter seconds told to those who gave up.
 */
export function createCoordinator<T>(options: {
  leases: Leases;
  raiseTooBusy?: boolean;
  retryAfter?: () => number;
}): Coordinator<T> {
  const { leases, raiseTooBusy = true, retryAfter = () => 2 } = options;
  const flights = createSingleFlight<{ value: T; rendered: boolean }>({ retryAfter });
  const tails = new Set<Promise<void>>();

  /** Stores, then gives the lease back, whatever happens. */
  const finish = (lease: Lease, store: () => Promise<unknown>): void => {
    const tail = (async () => {
      const limit = new AbortController();
      try {
        await Promise.race([store(), delay(STORE_LIMIT_MS, undefined, { signal: limit.signal })]);
      } catch {
        // A result that could not be shared is still a result; the tiers report their own trouble.
      } finally {
        limit.abort();
        await lease.release();
      }
    })();
    tails.add(tail);
    void tail.then(() => tails.delete(tail));
  };

  const lead = async (lease: Lease, steps: RenderOnceSteps<T>, context: RenderContext) => {
    let handedOn = false;
    try {
      // The former holder may have finished between our look and our getting the lease.
      const found = await steps.lookup();
      if (found !== undefined) return { value: found, rendered: false };
      const value = await steps.render(context);
      handedOn = true;
      finish(lease, () => steps.store(value));
      return { value, rendered: true };
    } finally {
      if (!handedOn) finish(lease, async () => undefined);
    }
  };

  const work = async (key: string, steps: RenderOnceSteps<T>, signal: AbortSignal) => {
    const endsAt = performance.now() + steps.waitMs;
    const left = (): number => endsAt - performance.now();
    const patience = (): number => (raiseTooBusy ? Math.max(0, left()) : Number.POSITIVE_INFINITY);
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
      const found = await steps.lookup();
      if (found !== undefined) return { value: found, rendered: false };
      const lease = await leases.acquire(key);
      if (lease) return lead(lease, steps, { signal, waitMs: patience() });
      if (signal.aborted || (left() <= 0 && raiseTooBusy)) {
        throw busy('Another server process is making this picture; try again later.', retryAfter());
      }
      if (left() <= 0) {
        const value = await steps.render({ signal, waitMs: Number.POSITIVE_INFINITY });
        return { value, rendered: true };
      }
      await delay(Math.min(pause, left()), undefined, { signal }).catch(() => undefined);
    }
  };

  return {
    async renderOnce(key, steps) {
      const { value, led } = await flights.share(key, (signal) => work(key, steps, signal), {
        waitMs: raiseTooBusy ? steps.waitMs : Number.POSITIVE_INFINITY,
        signal: steps.signal,
      });
      if (!led) return { value: value.value, origin: 'joined' };
      return { value: value.value, origin: value.rendered ? 'rendered' : 'shared' };
    },

    async idle() {
      while (tails.size > 0) await Promise.all(tails);
    },

    active: () => flights.active(),
  };
}
