import type { Database } from '#lib/db/client.ts';
import { addCounts, addRequest, type Counts, noCounts, type Outcome } from './counts.ts';
import { addToPeriod } from './store.ts';

type StatisticsOptions = {
  db: Database;
  /** Minutes covered by one row. */
  periodMinutes: number;
  onError: (error: unknown) => void;
};

export type Statistics = {
  /**
   * Counts a finished request.
   * @param recordImage false: the image's own row gets the request only (a 304 counts in full all the same)
   */
  count(imageId: number, outcome: Outcome, bytes: number, seconds: number, recordImage: boolean): void;
  /** Totals since this process started. */
  readonly totals: Readonly<Counts>;
  /** Writes what is counted so far. Never rejects: what cannot be written is kept for the next time. */
  flush(): Promise<void>;
  /** Writes the rest and stops. */
  close(): Promise<void>;
};

const FLUSH_INTERVAL = 60_000;

/** Images counted in memory before they are written early. */
const MAX_IMAGES = 100_000;

/** Request counters, buffered in memory and added to the database once a minute. */
export function createStatistics({ db, periodMinutes, onError }: StatisticsOptions): Statistics {
  const totals = noCounts();
  let system = noCounts();
  let images = new Map<number, Counts>();
  let writing: Promise<void> | undefined;
  let lostWarningDue = true;

  const timer = setInterval(() => void flush(), FLUSH_INTERVAL);
  timer.unref();

  async function write(): Promise<void> {
    const [writtenSystem, writtenImages] = [system, images];
    system = noCounts();
    images = new Map();
    const length = periodMinutes * 60_000;
    const from = new Date(Math.floor(Date.now() / length) * length);
    try {
      await addToPeriod(db, from, writtenSystem, writtenImages);
      lostWarningDue = true;
    } catch (error) {
      onError(error);
      addCounts(system, writtenSystem);
      for (const [id, counts] of writtenImages) keep(id, counts);
    }
  }

  /** Takes counts back after a failed write, within the bound of memory. */
  function keep(id: number, counts: Counts): void {
    const current = images.get(id);
    if (current) addCounts(current, counts);
    else if (images.size < MAX_IMAGES) images.set(id, counts);
    else if (lostWarningDue) {
      lostWarningDue = false;
      onError(new Error('the database has been away for so long that counts of single images are lost'));
    }
  }

  async function flush(): Promise<void> {
    if (!writing && system.requests === 0) return;
    writing ??= write().finally(() => {
      writing = undefined;
    });
    await writing;
  }

  return {
    totals,
    count(imageId, outcome, bytes, seconds, recordImage) {
      addRequest(totals, outcome, bytes, seconds);
      addRequest(system, outcome, bytes, seconds);
      let counts = images.get(imageId);
      if (!counts) {
        if (images.size >= MAX_IMAGES) {
          void flush();
          if (images.size >= MAX_IMAGES) return;
        }
        counts = noCounts();
        images.set(imageId, counts);
      }
      if (recordImage || outcome === 'not_modified') addRequest(counts, outcome, bytes, seconds);
      else counts.requests += 1;
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
      await flush();
    },
  };
}
