/** A zone to choose: its IANA name, and how far it is from UTC now, such as `UTC+2`. */
export type TimeZone = { name: string; place: string; offset: string };

/** The choice that leaves it to the browser. */
export const BROWSER_ZONE = '';

/** All zones that this runtime knows, UTC first. */
export function timeZones(now: Date): TimeZone[] {
  const names = Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC');
  return ['UTC', ...names].map((name) => ({
    name,
    place: name.replaceAll('_', ' ').replaceAll('/', ' / '),
    offset: offsetOf(name, now),
  }));
}

function offsetOf(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(
    now,
  );
  return (parts.find(({ type }) => type === 'timeZoneName')?.value ?? '')
    .replace('GMT', 'UTC')
    .replace(/[+-]0$/, '');
}

/** Whether a zone is meant by what was typed: all its words, or its distance from UTC. */
export function isMeant({ name, place, offset }: TimeZone, typed: string): boolean {
  const text = `${name} ${place} ${offset}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
