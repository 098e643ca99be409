/** Milliseconds after which a snapshot is read again even if nobody announced a change. */
const MAX_AGE = 60_000;

/** A small table held in memory, read again when the data epoch rises or after a minute. */
export type Snapshot<T> = {
  /** The newest rows read. Throws when none were ever read: call refresh first. */
  current(): T;
  /** Resolves once the rows are those of `epoch`; undefined when callers need not wait. */
  refresh(epoch: number): Promise<void> | undefined;
};

/**
 * @param load reads the rows
 * @param onError told of a failed read when older rows can still serve; the first read's failure is thrown
 */
export function createSnapshot<T>(load: () => Promise<T>, onError: (error: unknown) => void): Snapshot<T> {
  let held: { rows: T; epoch: number; at: number } | undefined;
  let loading: Promise<void> | undefined;

  async function read(epoch: number): Promise<void> {
    try {
      const rows = await load();
      held = { rows, epoch, at: performance.now() };
    } catch (error) {
      if (!held) throw error;
      // Serving on with what is known beats serving nothing; tried again after a second.
      held = { ...held, epoch, at: performance.now() - MAX_AGE + 1000 };
      onError(error);
    }
  }

  const snapshot: Snapshot<T> = {
    current() {
      if (!held) throw new Error('snapshot used before its first refresh');
      return held.rows;
    },
    refresh(epoch) {
      const aged = held && performance.now() - held.at >= MAX_AGE;
      if (held && held.epoch === epoch && !aged) return undefined;
      loading ??= read(epoch).finally(() => {
        loading = undefined;
      });
      const reading = loading;
      // Nobody announced a change: what is known serves until the new rows are there, however long that takes.
      if (held && held.epoch === epoch) return undefined;
      // A read under way may have begun before the change: then its rows are not those of this epoch.
      return reading.then(() => (held && held.epoch < epoch ? snapshot.refresh(epoch) : undefined));
    },
  };
  return snapshot;
}
