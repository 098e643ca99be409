/** Formatters are costly to make and wanted again for every row of a list. */
const made = new Map<string, Intl.DateTimeFormat>();

function formatter(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  let found = made.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', options);
    made.set(key, found);
  }
  return found;
}

/** Whether this runtime knows a time zone of this IANA name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name }).format(0);
    return true;
  } catch {
    return false;
  }
}

/** `26 Nov 2026, 14:05` in a time zone (IANA name). Takes a Date, ISO 8601 text, or ms since 1970. */
export function formatDateTime(time: Date | string | number, timeZone: string): string {
  return formatter(`time ${timeZone}`, {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(time));
}

/** `26 Nov 2026` in a time zone (IANA name). */
export function formatDate(time: Date | string | number, timeZone: string): string {
  return formatter(`date ${timeZone}`, { timeZone, day: 'numeric', month: 'short', year: 'numeric' }).format(
    new Date(time),
  );
}

const RELATIVE = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });
const STEPS: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** How long ago, or until: `3 minutes ago`, `in 2 days`, `just now` within a minute. */
export function formatAgo(time: Date | string | number, now: number): string {
  const seconds = (new Date(time).getTime() - now) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return RELATIVE.format(Math.trunc(seconds / size), unit);
  }
  return 'just now';
}
