/** A folder or image that was looked at: its page without the query of the list it came from. */
export type RecentPlace = { href: string; kind: 'folder' | 'image'; path: string };

const MOST = 8;
const key = (userId: number) => `emulsion-recent-${userId}`;

/** What an address shows, when it is worth going back to. */
export function placeOf(pathname: string, query: URLSearchParams): RecentPlace | undefined {
  const value = (name: string) => query.get(name) ?? '';
  if (/^\/list\/?$/.test(pathname)) {
    const path = value('path');
    if (path === '' || path === '/') return undefined;
    const normal = `/${path.replace(/^\/+|\/+$/g, '')}`;
    return { href: `/list/?path=${readable(normal)}`, kind: 'folder', path: normal };
  }
  if (/^\/details\/?$/.test(pathname) && value('src') !== '') {
    return { href: `/details/?src=${readable(value('src'))}`, kind: 'image', path: value('src') };
  }
  return undefined;
}

function readable(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/%2F/g, '/');
}

/** The places with one more, which comes first and is there once. */
export function withPlace(places: readonly RecentPlace[], place: RecentPlace): RecentPlace[] {
  return [place, ...places.filter(({ href }) => href !== place.href)].slice(0, MOST);
}

/** What a text of the browser's store says, whatever somebody has written into it. */
export function readPlaces(text: string | null): RecentPlace[] {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(value)) return [];
  return value.filter(isPlace).slice(0, MOST);
}

function isPlace(value: unknown): value is RecentPlace {
  if (typeof value !== 'object' || value === null) return false;
  const { href, kind, path } = value as Partial<Record<keyof RecentPlace, unknown>>;
  return (
    typeof path === 'string' &&
    typeof href === 'string' &&
    /^\/(list|details)\/\?/.test(href) &&
    (kind === 'folder' || kind === 'image')
  );
}

/** The places that this person has looked at in this browser, the last one first. */
export function recentPlaces(userId: number): RecentPlace[] {
  try {
    return readPlaces(localStorage.getItem(key(userId)));
  } catch {
    // Browsers may forbid it.
    return [];
  }
}

/** Remembers that this person has looked at a place. */
export function rememberPlace(userId: number, place: RecentPlace): void {
  try {
    localStorage.setItem(key(userId), JSON.stringify(withPlace(recentPlaces(userId), place)));
  } catch {
    // It is a convenience; without room there is none.
  }
}
