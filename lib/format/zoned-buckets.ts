import { dayOf, startOfDay, zoneOffset } from './zoned-day.ts';

export type BucketUnit = 'hour' | 'day' | 'month';

const HOUR = 3_600_000;

/**
 * The moments (ms since 1970) at which the hours, days or months of a time zone begin, from the one in which `from` lies
 * up to the last that begins before `to`. A day of a clock change has 23 or 25 hours; an hour that the clocks go through
 * twice is two.
 */
export function bucketStarts(from: number, to: number, timeZone: string, unit: BucketUnit): number[] {
  const starts: number[] = [];
  for (let at = startOf(from, timeZone, unit); at < to; at = next(at, timeZone, unit)) starts.push(at);
  return starts;
}

function startOf(moment: number, timeZone: string, unit: BucketUnit): number {
  if (unit === 'hour') return startOfHour(moment, timeZone);
  const day = dayOf(moment, timeZone);
  return beginning(unit === 'day' ? day : `${day.slice(0, 7)}-01`, timeZone, 0);
}

function next(start: number, timeZone: string, unit: BucketUnit): number {
  if (unit === 'hour') {
    const later = startOfHour(start + HOUR, timeZone);
    // Where clocks change by half an hour, the hour after may begin half an hour later.
    return later > start ? later : start + HOUR;
  }
  const day = dayOf(start, timeZone);
  if (unit === 'day') return beginning(day, timeZone, 1);
  const [year = 0, month = 1] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
  return beginning(first, timeZone, 0);
}

function startOfHour(moment: number, timeZone: string): number {
  const wall = moment + zoneOffset(moment, timeZone);
  return moment - (wall - Math.floor(wall / HOUR) * HOUR);
}

function beginning(day: string, timeZone: string, later: number): number {
  const found = startOfDay(day, timeZone, later);
  if (!found) throw new Error(`${day} is no day`);
  return found.getTime();
}
