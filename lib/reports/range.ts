import { badRequest } from '#lib/errors/error.ts';
import { isTimeZone } from '#lib/format/dates.ts';
import { type BucketUnit, bucketStarts } from '#lib/format/zoned-buckets.ts';
import { dayOf, startOfDay } from '#lib/format/zoned-day.ts';

/** A time from its first moment to the one that is no longer in it; ms since 1970. */
export type Span = { from: number; to: number };

/** What a report is about. */
export type ReportRange = Span & {
  zone: string;
  /** As long a time before. */
  previous: Span;
};

export type RangeWish = {
  from?: string | undefined;
  to?: string | undefined;
  hours?: number | undefined;
  zone: string;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DEFAULT_DAYS = 30;
const LONGEST_DAYS = 3660;
/** Points of one series: hours of six weeks. */
const MOST_POINTS = 1100;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads the time that a report is asked about. Days begin and end in the zone. Throws 400 with what was expected.
 * @param now ms since 1970
 */
export function readRange(wish: RangeWish, now: number): ReportRange {
  const { zone, hours } = wish;
  if (!isTimeZone(zone)) throw badRequest('zone: expected a time zone such as Europe/Berlin');
  if (hours !== undefined) {
    // The hour that is under way is the last one.
    const to = (Math.floor(now / HOUR) + 1) * HOUR;
    const from = to - hours * HOUR;
    return { from, to, zone, previous: { from: from - hours * HOUR, to: from } };
  }
  const today = dayOf(now, zone);
  const lastDay = wish.to || today;
  const to = readEnd(lastDay, 'to', zone, 1);
  const firstDay = wish.from || dayBefore(lastDay, to, zone);
  const from = readEnd(firstDay, 'from', zone, 0);
  if (from >= to) throw badRequest('from, to: expected a time that ends after it begins');
  if (to - from > LONGEST_DAYS * DAY) throw badRequest(`from, to: expected at most ${LONGEST_DAYS} days`);
  return { from, to, zone, previous: before({ from, to }, firstDay, zone) };
}

/** The default beginning: so many days that the last one is the last of the range. */
function dayBefore(lastDay: string, to: number, zone: string): string {
  const last = DATE.test(lastDay) ? lastDay : dayOf(to - 1, zone);
  const first = startOfDay(last, zone, 1 - DEFAULT_DAYS);
  return first ? dayOf(first.getTime(), zone) : last;
}

function readEnd(text: string, name: 'from' | 'to', zone: string, later: number): number {
  if (DATE.test(text)) {
    const start = startOfDay(text, zone, later);
    if (start && start.getTime() > 0) return start.getTime();
  } else if (TIME.test(text)) {
    const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`;
    const moment = Date.parse(zoned);
    if (moment > 0) return moment;
  }
  throw badRequest(`${name}: expected a day such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z`);
}

/** As many days before, where the time begins with a day and is made of whole days; else as many milliseconds. */
function before({ from, to }: Span, firstDay: string, zone: string): Span {
  const start = DATE.test(firstDay)
    ? startOfDay(firstDay, zone, -bucketStarts(from, to, zone, 'day').length)
    : undefined;
  return { from: start ? start.getTime() : from - (to - from), to: from };
}

/** What a point covers. Throws 400 when there would be too many of them. */
export function bucketUnit({ from, to }: Span, wished: BucketUnit | 'auto'): BucketUnit {
  const days = (to - from) / DAY;
  const unit = wished !== 'auto' ? wished : days <= 3.5 ? 'hour' : days <= 120.5 ? 'day' : 'month';
  const points = unit === 'hour' ? days * 24 : unit === 'day' ? days : days / 28;
  if (points > MOST_POINTS) throw badRequest(`by: expected at most ${MOST_POINTS} points`);
  return unit;
}

/**
 * The part of the time before that is to be compared with a time that is not over: as much of it as has passed.
 * @param now ms since 1970
 */
export function comparable({ from, to, previous }: ReportRange, now: number): Span {
  if (now >= to) return previous;
  const passed = Math.max(0, now - from);
  return { from: previous.from, to: Math.min(previous.to, previous.from + passed) };
}
