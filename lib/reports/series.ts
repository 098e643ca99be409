import type { Database } from '#lib/db/client.ts';
import { type BucketUnit, bucketStarts } from '#lib/format/zoned-buckets.ts';
import { quantile, timeTallies } from './quantile.ts';
import { bucketUnit, comparable, type ReportRange, type Span } from './range.ts';
import {
  countedSince,
  type Load,
  noSums,
  readDetails,
  readSeries,
  readSums,
  readTimes,
  type Sums,
} from './store/series.ts';

/** What was counted from a moment on. Seconds; undefined where nothing is known. */
export type Point = { time: number; sums: Sums; load: Load; p95: number | null };

export type Totals = { sums: Sums; p95: number | null };

/** What was counted in a time and in as long a time before it. */
export type Series = {
  unit: BucketUnit;
  points: Point[];
  totals: Totals;
  previous: { points: Point[]; totals: Totals };
  since: Date | undefined;
};

const P95 = 0.95;

/**
 * The points of a time, all of them, also those without requests, and those of as long a time before. The totals of that
 * are of as much of it as has passed of the time itself.
 * @param imageId of an image; undefined: the whole system
 * @param now ms since 1970
 */
export async function readReport(
  db: Database,
  imageId: number | undefined,
  range: ReportRange,
  wished: BucketUnit | 'auto',
  now: number,
): Promise<Series> {
  const unit = bucketUnit(range, wished);
  const points = (span: Span) =>
    readPoints(db, imageId, span, bucketStarts(span.from, span.to, range.zone, unit));
  const [current, before, totals, totalsBefore, since] = await Promise.all([
    points(range),
    points(range.previous),
    readTotals(db, imageId, range),
    readTotals(db, imageId, comparable(range, now)),
    countedSince(db),
  ]);
  return { unit, points: current, totals, previous: { points: before, totals: totalsBefore }, since };
}

async function readPoints(
  db: Database,
  imageId: number | undefined,
  span: Span,
  starts: readonly number[],
): Promise<Point[]> {
  const [sums, times] = await Promise.all([
    readSeries(db, imageId, span, starts),
    imageId === undefined ? readTimes(db, span, starts) : undefined,
  ]);
  return starts.map((time, at) => {
    const found = sums.get(at);
    return {
      // The first bucket may have begun before the time.
      time: Math.max(time, span.from),
      sums: found?.sums ?? noSums(),
      load: found?.load,
      p95: quantile(timeTallies(times?.get(at) ?? []), P95),
    };
  });
}

async function readTotals(db: Database, imageId: number | undefined, span: Span): Promise<Totals> {
  const [sums, details] = await Promise.all([
    readSums(db, imageId, span),
    imageId === undefined ? readDetails(db, span) : [],
  ]);
  const times = timeTallies(details.filter(({ kind }) => kind === 'response'));
  return { sums, p95: quantile(times, P95) };
}
