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
  const near = wall - offset(wall, timeZone);
  return new Date(wall - offset(near, timeZone));
}

/** Milliseconds by which the clocks of a zone are ahead of UTC at a moment. */
function offset(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment);
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
