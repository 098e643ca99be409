type Bucket = 'hour' | 'day' | 'month';

const made = new Map<string, Intl.DateTimeFormat>();

function format(time: string | number, key: string, options: Intl.DateTimeFormatOptions): string {
  let formatter = made.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', options);
    made.set(key, formatter);
  }
  return formatter.format(new Date(time));
}

const DAY = { day: 'numeric', month: 'short' } as const;
const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;

/** A point in time on an axis: as short as it can be. */
export function axisMoment(time: string, by: Bucket, timeZone: string): string {
  if (by === 'month') return format(time, `month ${timeZone}`, { timeZone, month: 'short', year: '2-digit' });
  if (by === 'day') return format(time, `day ${timeZone}`, { timeZone, ...DAY });
  return format(time, `hour ${timeZone}`, { timeZone, ...DAY, ...CLOCK });
}

/** What a point covers, in full: an hour names its zone, since an autumn night has one twice. */
export function fullMoment(time: string, by: Bucket, timeZone: string): string {
  if (by === 'month')
    return format(time, `full month ${timeZone}`, { timeZone, month: 'long', year: 'numeric' });
  const date = { timeZone, weekday: 'short', year: 'numeric', ...DAY } as const;
  if (by === 'day') return format(time, `full day ${timeZone}`, date);
  return format(time, `full hour ${timeZone}`, { ...date, ...CLOCK, timeZoneName: 'short' });
}

/** Whether a moment falls on a Saturday or Sunday. */
export function isWeekend(time: string, timeZone: string): boolean {
  return format(time, `weekday ${timeZone}`, { timeZone, weekday: 'short' }).startsWith('S');
}
