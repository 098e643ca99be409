import type { Caller } from './identity.ts';
import { createRecent } from './recent.ts';

/** Milliseconds after which a credential is looked up again even if nobody announced a change. */
const MAX_AGE = 60_000;
/** The same while changes made elsewhere are not heard of. */
const MAX_AGE_DEAF = 1000;
const MOST_CALLERS = 10_000;
/** Look-ups begun again since rules changed meanwhile. */
const MOST_REPEATS = 2;
/** Credentials that are good for nothing are kept apart, so that made-up ones push out no good ones. */
const MOST_UNKNOWN = 1000;

/** A look-up's answer. `until`: milliseconds since 1970 at which the credential expires. */
export type Found = { caller: Caller; until: number };

export type CallerMemory = {
  /**
   * The caller of a credential; undefined when it is good for nothing.
   *
   * @param check called when it is not known; returns how to look it up, or undefined when that is no use:
   *   checking a signature takes longer than remembering one
   */
  get(
    key: string,
    check: () => (() => Promise<Found | undefined>) | undefined,
  ): Caller | undefined | Promise<Caller | undefined>;
};

type Held = { found: Found | undefined; rules: number; at: number };
type Loading = { promise: Promise<Found | undefined>; rules: number; at: number };

/**
 * Remembers what credentials are worth. Guarded by the clock of the rules: a session or token ended anywhere
 * is asked for again at once.
 */
export function createCallerMemory(clock: { readonly rules: number; readonly live: boolean }): CallerMemory {
  const known = createRecent<Held>(MOST_CALLERS);
  const unknown = createRecent<Held>(MOST_UNKNOWN);
  const loading = new Map<string, Loading>();

  const isFresh = ({ rules, at }: { rules: number; at: number }): boolean =>
    rules === clock.rules && performance.now() - at < (clock.live ? MAX_AGE : MAX_AGE_DEAF);

  const callerOf = (found: Found | undefined): Caller | undefined =>
    found && found.until > Date.now() ? found.caller : undefined;

  async function look(key: string, load: () => Promise<Found | undefined>): Promise<Found | undefined> {
    for (let left = MOST_REPEATS; ; left--) {
      // As of the beginning: a change announced while reading makes the answer old at once.
      const from = { rules: clock.rules, at: performance.now() };
      const found = await load();
      // Nor must whoever asked go on with rights that were taken away meanwhile.
      if (from.rules !== clock.rules && left > 0) continue;
      (found ? unknown : known).delete(key);
      (found ? known : unknown).set(key, { found, ...from });
      return found;
    }
  }

  async function read(key: string, load: () => Promise<Found | undefined>): Promise<Found | undefined> {
    const from = { rules: clock.rules, at: performance.now() };
    const entry = { promise: look(key, load), ...from };
    loading.set(key, entry);
    try {
      return await entry.promise;
    } finally {
      if (loading.get(key) === entry) loading.delete(key);
    }
  }

  return {
    get(key, check) {
      const held = known.get(key) ?? unknown.get(key);
      if (held && isFresh(held)) return callerOf(held.found);
      const load = check();
      if (!load) return undefined;
      const begun = loading.get(key);
      return (begun && isFresh(begun) ? begun.promise : read(key, load)).then(callerOf);
    },
  };
}
