const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * The first moment of a day (`2026-01-31`) in a time zone (IANA name), `later` days on; undefined for what is no day.
 */
export function startOfDay(day: string, timeZone: string, later = 0): Date | undefined {
  const found = DAY.exec(day);
  if (!found) return undefined;
  const [year = 0, month = 1, date = 1] = found.slice(1).map(Number);
  const wall = Date.UTC(year, month - 1, date + later);
  if (!new Date(Date.UTC(year, month - 1, date)).toISOString().startsWith(day)) return undefined;
  // The offset of a moment near it may be that of the other side of a clock change.
  const near = wall - zoneOffset(wall, timeZone);
  return new Date(wall - zoneOffset(near, timeZone));
}

/** The day (`2026-01-31`) on which a moment falls in a time zone. */
export function dayOf(moment: number, timeZone: string): string {
  return new Date(moment + zoneOffset(moment, timeZone)).toISOString().slice(0, 10);
}

/** Formatters are costly to make, and buckets ask for many offsets. */
const made = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = made.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    made.set(timeZone, formatter);
  }
  return formatter;
}

/** Milliseconds by which the clocks of a zone are ahead of UTC at a moment. */
export function zoneOffset(moment: number, timeZone: string): number {
  const parts = formatterOf(timeZone).formatToParts(moment);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((each) => each.type === type)?.value);
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - Math.floor(moment / 1000) * 1000;
}
