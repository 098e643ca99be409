import { addBreakdown, type Breakdown, noBreakdown } from './breakdown.ts';
import { addCounts, type Counts, noCounts } from './counts.ts';

/** Readings of the load during a period: sums, so that an average of several nodes can be made. */
export type LoadSum = { samples: number; cpu: number; memory: number; cache: number };

/** What is counted in one period. */
export type Period = { system: Counts; images: Map<number, Counts>; details: Breakdown; load: LoadSum };

export type Periods = {
  /** By their start, ms since 1970. */
  readonly byStart: ReadonlyMap<number, Period>;
  /** Images counted, each period's apart. */
  readonly images: number;
  /** The period that starts at a time; made when it is not there. */
  at(start: number): Period;
  /** The counts of an image in a period of these; undefined when no more images may be held. */
  countsOf(period: Period, imageId: number): Counts | undefined;
  /** Takes a period's counts in. Returns how many images found no room. */
  add(start: number, more: Period): number;
};

/** Counts by period, within a bound on images. @param maxImages images held at most, each period's apart */
export function createPeriods(maxImages: number): Periods {
  const byStart = new Map<number, Period>();
  let images = 0;

  function at(start: number): Period {
    let period = byStart.get(start);
    if (!period) {
      period = {
        system: noCounts(),
        images: new Map(),
        details: noBreakdown(),
        load: { samples: 0, cpu: 0, memory: 0, cache: 0 },
      };
      byStart.set(start, period);
    }
    return period;
  }

  function countsOf(period: Period, imageId: number): Counts | undefined {
    let counts = period.images.get(imageId);
    if (counts) return counts;
    if (images >= maxImages) return undefined;
    images += 1;
    counts = noCounts();
    period.images.set(imageId, counts);
    return counts;
  }

  return {
    byStart,
    get images() {
      return images;
    },
    at,
    countsOf,
    add(start, more) {
      const period = at(start);
      addCounts(period.system, more.system);
      addBreakdown(period.details, more.details);
      period.load.samples += more.load.samples;
      period.load.cpu += more.load.cpu;
      period.load.memory += more.load.memory;
      period.load.cache = more.load.cache;
      let homeless = 0;
      for (const [id, counts] of more.images) {
        const current = countsOf(period, id);
        if (current) addCounts(current, counts);
        else homeless += 1;
      }
      return homeless;
    },
  };
}
