import type { FeedRow } from './store/series.ts';

/** What the original's charts ask for by number. */
const VALUES: Readonly<Record<number, (row: FeedRow) => number>> = {
  1: (row) => row.requests,
  2: (row) => row.views,
  3: (row) => row.cachedViews,
  4: (row) => (row.views === 0 ? 0 : Math.floor((row.cachedViews * 100) / row.views)),
  5: (row) => row.downloads,
  6: (row) => row.totalBytes,
  7: (row) => row.requestSeconds,
  8: (row) => row.maxRequestSeconds,
  100: (row) => Math.floor(row.load.cpu),
  101: (row) => Math.floor(row.load.memory),
  102: (row) => Math.floor(row.load.cache),
};

/** From here on, the record that is still being counted is told too. */
const TELLS_RUNNING = 8;
/** These speak of the machine, not of an image. */
const OF_SYSTEM = 100;
/** Periods after which records lie so far apart that nothing was counted in between. */
const GAP_PERIODS = 1.5;

export type Feed = { data: Array<[ms: number, value: number]>; first: number; last: number };

/** An answer without points. */
export const EMPTY_FEED: Feed = { data: [], first: 0, last: 0 };

/** Whether there are charts of this number. */
export function isFeedType(dataType: number, ofImage: boolean): boolean {
  return Object.hasOwn(VALUES, dataType) && !(ofImage && dataType >= OF_SYSTEM);
}

/** How much later than now a feed's range may end, in periods: the one that runs is left out of counts. */
export function leavesRunningOut(dataType: number): boolean {
  return dataType < TELLS_RUNNING;
}

/**
 * Records as points of a chart, by the contract of the original: each at the end of its period, and a zero at both edges
 * of a gap, so that no line is drawn across it.
 * @param periodMs length of a period
 */
export function feedOf(records: readonly FeedRow[], dataType: number, periodMs: number): Feed {
  const value = VALUES[dataType];
  if (!value) return EMPTY_FEED;
  const data: Feed['data'] = [];
  let before: number | undefined;
  for (const record of records) {
    const at = record.to.getTime();
    if (before !== undefined && at - before > GAP_PERIODS * periodMs) {
      data.push([before + periodMs, 0], [Math.max(at - periodMs, before + periodMs), 0]);
    }
    data.push([at, value(record)]);
    before = at;
  }
  return { data, first: data[0]?.[0] ?? 0, last: data.at(-1)?.[0] ?? 0 };
}
