/** What the original's reports were ranked or drawn by, as the pages here call it. */
const TOP: Readonly<Record<string, string>> = {
  1: 'requests',
  2: 'views',
  3: 'cached_views',
  4: 'downloads',
  5: 'bytes',
  6: 'seconds',
  7: 'max_seconds',
};
const CHART: Readonly<Record<string, string>> = {
  1: 'requests',
  2: 'views',
  4: 'cached',
  5: 'downloads',
  6: 'bytes',
  7: 'seconds',
  8: 'slowest',
  100: 'cpu',
  101: 'memory',
  102: 'cache',
};
const COUNTS = [10, 20, 50, 100];
const DAYS = [1, 7, 30];

type Query = Readonly<Record<string, string | string[] | undefined>>;

const one = (value: Query[string]) => (Array.isArray(value) ? value[0] : value) ?? '';

/**
 * Where a report of the original has gone, with what its address asked for: counts and days become the nearest choice
 * that is not less.
 * @param page last part of its address: top10, systemstats or imagestats
 */
export function newReportAddress(page: 'top10' | 'systemstats' | 'imagestats', query: Query): string {
  const wanted = new URLSearchParams();
  const set = (name: string, value: string | undefined) => value && wanted.set(name, value);
  const type = one(query.data_type);
  if (page === 'top10') {
    set('measure', TOP[type]);
    set('number', nearest(one(query.number), COUNTS));
    const days = nearest(one(query.days), DAYS);
    set('range', days === '1' ? '24h' : days && `${days}d`);
    return address('/reports/top/', wanted);
  }
  if (page === 'imagestats') set('id', one(query.id).replace(/\D/g, ''));
  set('from', day(one(query.from)));
  set('to', day(one(query.to)));
  set('measure', CHART[type]);
  return address(page === 'imagestats' ? '/reports/image/' : '/reports/system/', wanted);
}

function nearest(text: string, choices: readonly number[]): string | undefined {
  if (!/^\d{1,4}$/.test(text)) return undefined;
  return String(choices.find((choice) => choice >= Number(text)) ?? choices.at(-1));
}

/** A day as `2026-01-31`; the original's forms write `31/01/2026`, its links whole times. */
function day(text: string): string | undefined {
  const british = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  if (british) return `${british[3]}-${british[2]}-${british[1]}`;
  return /^\d{4}-\d{2}-\d{2}/.test(text) ? text.slice(0, 10) : undefined;
}

function address(path: string, query: URLSearchParams): string {
  return query.size === 0 ? path : `${path}?${query}`;
}
