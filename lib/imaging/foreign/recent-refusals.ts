import { EmulsionError } from '#lib/errors/error.ts';

/** Milliseconds that a refusal stands. Not for long: a busy machine may have been what was wrong. */
const STANDS = 60_000;
const MOST_KNOWN = 1000;
const UNSUPPORTED = 415;

export type RecentRefusals = {
  /** Carries out work on the file of this key, or rejects as it did within the last minute. */
  attempt<T>(key: string, work: () => Promise<T>): Promise<T>;
  forget(keyPrefix: string): void;
};

/**
 * Remembers for a minute which files were refused (415), so that asking for one again and again does not keep the decoders
 * busy each time for as long as they are given.
 */
export function createRecentRefusals(): RecentRefusals {
  /** From the oldest to the newest. */
  const known = new Map<string, { error: EmulsionError; until: number }>();

  return {
    async attempt(key, work) {
      const last = known.get(key);
      if (last && last.until > Date.now()) throw last.error;
      try {
        return await work();
      } catch (error) {
        if (error instanceof EmulsionError && error.status === UNSUPPORTED) {
          known.delete(key);
          known.set(key, { error, until: Date.now() + STANDS });
          const [oldest] = known.keys();
          if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
        }
        throw error;
      }
    },
    forget(keyPrefix) {
      for (const key of known.keys()) if (key.startsWith(keyPrefix)) known.delete(key);
    },
  };
}
