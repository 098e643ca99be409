import { busy, EmulsionError } from '#lib/errors/error.ts';

type ShareOptions = {
  /** Longest wait of this caller in milliseconds; Infinity waits for whatever comes. */
  waitMs: number;
  /** Aborted when this caller is gone (closed connection). */
  signal?: AbortSignal | undefined;
};

export type SingleFlight<T> = {
  /**
   * The outcome of `work`, started at most once at a time per key however many callers ask. `led` tells
   * whether this call started it. Each caller gives up alone, by its own wait or signal, with busy; the work
   * is told by its signal when nobody waits any more. When the starter's work ends in busy, the other
   * callers start it again: the starter's deadline is not theirs.
   */
  share(
    key: string,
    work: (signal: AbortSignal) => Promise<T>,
    options: ShareOptions,
  ): Promise<{ value: T; led: boolean }>;
  /** Number of keys being worked on. */
  active(): number;
};

type Flight<T> = { outcome: Promise<T>; waiting: number; controller: AbortController };

/** Under a full queue each new starter fails at once; retrying without end would only burn time. */
const MAX_ROUNDS = 3;

/** The longest delay that setTimeout takes. */
const MAX_TIMER_MS = 2 ** 31 - 1;

const isBusy = (error: unknown): boolean => error instanceof EmulsionError && error.code === 'busy';

/**
 * In-process single flight.
 *
 * @param options.retryAfter seconds that a caller who gave up should wait before asking again.
 */
export function createSingleFlight<T>(options: { retryAfter?: () => number } = {}): SingleFlight<T> {
  const { retryAfter = () => 2 } = options;
  const flights = new Map<string, Flight<T>>();

  const start = (key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> => {
    const controller = new AbortController();
    const outcome = (async () => work(controller.signal))();
    const flight: Flight<T> = { outcome, waiting: 0, controller };
    flights.set(key, flight);
    const ended = (): void => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    outcome.then(ended, ended);
    return flight;
  };

  /** Resolves to undefined when the caller gave up. */
  const join = (key: string, flight: Flight<T>, waitMs: number, signal?: AbortSignal) =>
    new Promise<{ value: T } | undefined>((resolve, reject) => {
      let left = false;
      let timer: NodeJS.Timeout | undefined;
      /** False when this caller is already out. */
      const leave = (): boolean => {
        if (left) return false;
        left = true;
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        flight.waiting--;
        return true;
      };
      const giveUp = (): void => {
        if (!leave()) return;
        if (flight.waiting === 0) {
          // Whoever asks next must not join work that is being abandoned.
          if (flights.get(key) === flight) flights.delete(key);
          flight.controller.abort();
        }
        resolve(undefined);
      };
      flight.waiting++;
      flight.outcome.then(
        (value) => leave() && resolve({ value }),
        (error: Error) => leave() && reject(error),
      );
      if (signal?.aborted) return giveUp();
      signal?.addEventListener('abort', giveUp);
      if (waitMs <= MAX_TIMER_MS) timer = setTimeout(giveUp, Math.max(0, Math.ceil(waitMs)));
    });

  return {
    async share(key, work, { waitMs, signal }) {
      const endsAt = performance.now() + waitMs;
      for (let round = 1; ; round++) {
        const existing = flights.get(key);
        const flight = existing ?? start(key, work);
        try {
          const joined = await join(key, flight, endsAt - performance.now(), signal);
          if (joined) return { value: joined.value, led: existing === undefined };
        } catch (error) {
          if (existing && isBusy(error) && round < MAX_ROUNDS) continue;
          throw error;
        }
        throw busy('The server is busy with this picture; try again later.', retryAfter());
      }
    },
    active: () => flights.size,
  };
}
