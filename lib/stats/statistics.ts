import type { Database } from '#lib/db/client.ts';
import { addCounts, addRequest, type Counts, noCounts, type Outcome } from './counts.ts';
import { addToPeriod } from './store.ts';

type StatisticsOptions = {
  db: Database;
  /** Minutes covered by one row. */
  periodMinutes: number;
  onError: (error: unknown) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
};

export type Statistics = {
  /**
   * Counts a finished request.
   * @param recordImage false: the image's own row gets the request only (a 304 counts in full all the same)
   */
  count(imageId: number, outcome: Outcome, bytes: number, seconds: number, recordImage: boolean): void;
  /** Totals since this process started. */
  readonly totals: Readonly<Counts>;
  /** What this process has counted for an image and not written yet. */
  unwritten(imageId: number): Counts;
  /**
   * Writes what is counted so far. Never rejects: what cannot be written is kept for the next time, until a
   * whole period has passed since its own.
   */
  flush(): Promise<void>;
  /** Writes the rest and stops. */
  close(): Promise<void>;
};

type Period = { system: Counts; images: Map<number, Counts> };

const FLUSH_INTERVAL = 60_000;

/** Images counted in memory, each period's apart, before they are written early. */
const MAX_IMAGES = 100_000;

/**
 * Request counters, buffered in memory and added once a minute to the rows of the period in which they were
 * counted.
 */
export function createStatistics({
  db,
  periodMinutes,
  onError,
  now = Date.now,
}: StatisticsOptions): Statistics {
  const length = periodMinutes * 60_000;
  const totals = noCounts();
  /** By start, ms since 1970. */
  let periods = new Map<number, Period>();
  let writing: Promise<void> | undefined;
  let lostWarningDue = true;

  const timer = setInterval(() => void flush(), FLUSH_INTERVAL);
  timer.unref();

  function periodFrom(from: number): Period {
    let period = periods.get(from);
    if (!period) {
      period = { system: noCounts(), images: new Map() };
      periods.set(from, period);
    }
    return period;
  }

  /** The counts of an image; undefined when memory holds as many as it may. */
  function countsOf({ images }: Period, id: number): Counts | undefined {
    let counts = images.get(id);
    if (counts) return counts;
    let held = 0;
    for (const period of periods.values()) held += period.images.size;
    if (held >= MAX_IMAGES) return undefined;
    counts = noCounts();
    images.set(id, counts);
    return counts;
  }

  async function write(): Promise<void> {
    const written = periods;
    periods = new Map();
    for (const [from, period] of written) {
      const to = Math.min(from + length, now());
      try {
        await addToPeriod(db, new Date(from), new Date(to), period.system, period.images);
        lostWarningDue = true;
      } catch (error) {
        onError(error);
        keep(from, period);
      }
    }
  }

  /** Takes counts back after a failed write, within the bounds of time and memory. */
  function keep(from: number, { system, images }: Period): void {
    if (now() >= from + 2 * length) {
      onError(new Error(`the counts from ${new Date(from).toISOString()} could not be written and are lost`));
      return;
    }
    const period = periodFrom(from);
    addCounts(period.system, system);
    for (const [id, counts] of images) {
      const current = countsOf(period, id);
      if (current) addCounts(current, counts);
      else if (lostWarningDue) {
        lostWarningDue = false;
        onError(new Error('the database has been away for so long that counts of single images are lost'));
      }
    }
  }

  async function flush(): Promise<void> {
    if (!writing && periods.size === 0) return;
    writing ??= write().finally(() => {
      writing = undefined;
    });
    await writing;
  }

  return {
    totals,
    count(imageId, outcome, bytes, seconds, recordImage) {
      const from = Math.floor(now() / length) * length;
      addRequest(totals, outcome, bytes, seconds);
      let period = periodFrom(from);
      let counts = countsOf(period, imageId);
      if (!counts) {
        // Begins by taking what is held, so that there is room again unless a write is under way.
        void flush();
        period = periodFrom(from);
        counts = countsOf(period, imageId);
      }
      addRequest(period.system, outcome, bytes, seconds);
      if (!counts) return;
      if (recordImage || outcome === 'not_modified') addRequest(counts, outcome, bytes, seconds);
      else counts.requests += 1;
    },
    unwritten(imageId) {
      const sum = noCounts();
      for (const { images } of periods.values()) {
        const counts = images.get(imageId);
        if (counts) addCounts(sum, counts);
      }
      return sum;
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
      await flush();
    },
  };
}
