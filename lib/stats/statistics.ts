import type { Database } from '#lib/db/client.ts';
import { tally, timeName } from './breakdown.ts';
import { addCounts, addRequest, type Counts, noCounts, type Outcome } from './counts.ts';
import type { MachineLoad } from './machine-load.ts';
import { createPeriods, type Period, type Periods } from './periods.ts';
import { referrerHost } from './referrer-host.ts';
import { addToPeriod } from './store/write.ts';

type StatisticsOptions = {
  db: Database;
  /** Minutes covered by one row. */
  periodMinutes: number;
  /** Seconds from one writing to the next: what a crash may lose. */
  flushSeconds?: number;
  /** Whether the hosts of referring pages are noted. */
  referrers?: boolean;
  /** Read before each writing; a row is then written without requests too. `cache`: percent that is filled. */
  load?: () => MachineLoad & { cache: number };
  onError: (error: unknown) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
};

/** An answer as the figures of the whole system know it. */
export type Answered = {
  status: number;
  /** Where its bytes came from; see DetailKind. */
  from: string;
  seconds: number;
  /** Bytes of the body. */
  bytes: number;
  /** Format of a picture that was sent. */
  format?: string | undefined;
  /** Set when the browser's wish decided about the format: bytes saved by that, undefined when nobody knows. */
  negotiated?: { saved: number | undefined } | undefined;
};

export type Statistics = {
  /**
   * Counts a finished request.
   * @param recordImage false: the image's own row gets the request only (a 304 counts in full all the same)
   */
  count(imageId: number, outcome: Outcome, bytes: number, seconds: number, recordImage: boolean): void;
  /** Notes what an answer was like; failures too, which are no requests of `count`. */
  answered(answer: Answered): void;
  /** Notes which page asked; does nothing unless the settings allow it. */
  referred(header: string | undefined): void;
  /** Notes how long a picture was in the making. */
  rendered(seconds: number): void;
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

/** Images counted in memory from which they are written early. */
const EARLY_IMAGES = 50_000;
/** Images held at most while the database is slow or away; about 250 bytes each. */
const MAX_IMAGES = 200_000;

/** Referer headers that are remembered, and from how many characters on they are not. */
const MAX_HOSTS = 500;
const LONG_HEADER = 500;

/** Statistics that count nothing: for servers on which they are switched off. */
export function noStatistics(): Statistics {
  const nothing = () => undefined;
  return {
    count: nothing,
    answered: nothing,
    referred: nothing,
    rendered: nothing,
    totals: noCounts(),
    unwritten: noCounts,
    flush: async () => undefined,
    close: async () => undefined,
  };
}

/**
 * Request counters, buffered in memory and added from time to time to the rows of the period in which they were
 * counted.
 */
export function createStatistics(options: StatisticsOptions): Statistics {
  const { db, periodMinutes, flushSeconds = 30, referrers = false, load, onError, now = Date.now } = options;
  const length = periodMinutes * 60_000;
  const totals = noCounts();
  let periods = createPeriods(MAX_IMAGES);
  /** On their way into the database. */
  let taken: Periods | undefined;
  let writing: Promise<void> | undefined;
  let warned = false;

  const timer = setInterval(() => void flush(), flushSeconds * 1000);
  timer.unref();

  /** The period that is under way; kept, as every answer asks for it a few times. */
  let open: { from: number; period: Period } | undefined;

  function current(): Period {
    const time = now();
    if (open && time >= open.from && time < open.from + length) return open.period;
    const from = Math.floor(time / length) * length;
    open = { from, period: periods.at(from) };
    return open.period;
  }

  /** Hosts of headers seen of late: pages ask for many pictures. */
  const hosts = new Map<string, string>();

  function hostOf(header = ''): string {
    let host = hosts.get(header);
    if (host === undefined) {
      host = referrerHost(header);
      if (hosts.size >= MAX_HOSTS) hosts.clear();
      if (header.length < LONG_HEADER) hosts.set(header, host);
    }
    return host;
  }

  async function write(): Promise<void> {
    taken = periods;
    periods = createPeriods(MAX_IMAGES);
    open = undefined;
    let failed = false;
    for (const [from, period] of taken.byStart) {
      const to = Math.min(from + length, now());
      try {
        await addToPeriod(db, new Date(from), new Date(to), period);
      } catch (error) {
        failed = true;
        onError(error);
        keep(from, period);
      }
    }
    taken = undefined;
    if (!failed) warned = false;
  }

  /** Takes counts back after a failed write, within the bounds of time and memory. */
  function keep(from: number, period: Period): void {
    if (now() >= from + 2 * length) {
      onError(new Error(`the counts from ${new Date(from).toISOString()} could not be written and are lost`));
    } else if (periods.add(from, period) > 0) warnOfImages();
  }

  function warnOfImages(): void {
    if (warned) return;
    warned = true;
    onError(new Error('the database has been away for so long that counts of single images are lost'));
  }

  async function flush(): Promise<void> {
    if (!writing && load) {
      const { cpu, memory, cache } = load();
      const sum = current().load;
      sum.samples += 1;
      sum.cpu += cpu;
      sum.memory += memory;
      sum.cache = cache;
    }
    if (!writing && periods.byStart.size === 0) return;
    writing ??= write().finally(() => {
      writing = undefined;
    });
    await writing;
  }

  return {
    totals,
    count(imageId, outcome, bytes, seconds, recordImage) {
      addRequest(totals, outcome, bytes, seconds);
      const period = current();
      addRequest(period.system, outcome, bytes, seconds);
      const counts = periods.countsOf(period, imageId);
      if (!counts) {
        warnOfImages();
        return;
      }
      if (recordImage || outcome === 'not_modified') addRequest(counts, outcome, bytes, seconds);
      else counts.requests += 1;
      if (periods.images >= EARLY_IMAGES && !writing) void flush();
    },
    answered({ status, from, seconds, bytes, format, negotiated }) {
      const { details } = current();
      tally(details.status, String(status), 1, bytes);
      if (status >= 400) return;
      tally(details.source, from, 1, bytes);
      tally(details.response, timeName(seconds), 1, 0);
      if (format === undefined) return;
      tally(details.format, format, 1, bytes);
      if (!negotiated) return;
      tally(details.negotiated, format, 1, bytes);
      if (negotiated.saved !== undefined) tally(details.saved, format, 1, negotiated.saved);
    },
    referred(header) {
      if (referrers) tally(current().details.referrer, hostOf(header), 1, 0);
    },
    rendered(seconds) {
      tally(current().details.render, timeName(seconds), 1, 0);
    },
    unwritten(imageId) {
      const sum = noCounts();
      for (const held of [taken, periods]) {
        for (const { images } of held?.byStart.values() ?? []) {
          const counts = images.get(imageId);
          if (counts) addCounts(sum, counts);
        }
      }
      return sum;
    },
    flush,
    async close() {
      clearInterval(timer);
      // What is on its way, then what came meanwhile.
      await flush();
      await flush();
    },
  };
}
