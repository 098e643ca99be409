import type { ReportPoint } from '#lib/contracts/reports.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { formatCount } from '#lib/format/numbers.ts';

/** What a measure is counted in. */
export type Unit = 'count' | 'bytes' | 'seconds' | 'percent';

type Figures = Pick<
  ReportPoint,
  | 'requests'
  | 'served'
  | 'views'
  | 'cached_views'
  | 'downloads'
  | 'bytes'
  | 'seconds'
  | 'max_seconds'
  | 'p95_seconds'
> &
  Partial<Pick<ReportPoint, 'cpu' | 'memory' | 'cache'>>;

export type ChartMeasure = {
  value: string;
  label: string;
  unit: Unit;
  /** Whether the values of a time can be added up. */
  adds: boolean;
  /** Whether only the whole system has it. */
  ofSystem?: boolean;
  /** null where nothing is known. */
  read: (figures: Figures) => number | null;
};

/** Share of pictures that came from the cache, in whole percent as in the original; null without pictures. */
export function cachedPercent({ views, cached_views: cached }: Figures): number | null {
  return views === 0 ? null : Math.floor((cached * 100) / views);
}

/** What can be drawn over time; `type` numbers of the original's charts in the comments. */
export const CHART_MEASURES: readonly ChartMeasure[] = [
  { value: 'requests', label: 'Requests', unit: 'count', adds: true, read: (of) => of.requests },
  { value: 'served', label: 'Pictures and originals', unit: 'count', adds: true, read: (of) => of.served },
  { value: 'views', label: 'Pictures', unit: 'count', adds: true, read: (of) => of.views },
  { value: 'downloads', label: 'Originals', unit: 'count', adds: true, read: (of) => of.downloads },
  { value: 'cached', label: 'Served from cache', unit: 'percent', adds: false, read: cachedPercent },
  { value: 'bytes', label: 'Traffic', unit: 'bytes', adds: true, read: (of) => of.bytes },
  { value: 'seconds', label: 'Time spent on answers', unit: 'seconds', adds: true, read: (of) => of.seconds },
  { value: 'slowest', label: 'Slowest answer', unit: 'seconds', adds: false, read: (of) => of.max_seconds },
  {
    value: 'p95',
    label: '95 of 100 answers within',
    unit: 'seconds',
    adds: false,
    ofSystem: true,
    read: (of) => of.p95_seconds,
  },
  {
    value: 'cpu',
    label: 'Processors',
    unit: 'percent',
    adds: false,
    ofSystem: true,
    read: (of) => of.cpu ?? null,
  },
  {
    value: 'memory',
    label: 'Memory',
    unit: 'percent',
    adds: false,
    ofSystem: true,
    read: (of) => of.memory ?? null,
  },
  {
    value: 'cache',
    label: 'Fill of the picture cache',
    unit: 'percent',
    adds: false,
    ofSystem: true,
    read: (of) => of.cache ?? null,
  },
];

/** The measure of this name, else the first one. */
export function chartMeasure(name: string | null, ofSystem: boolean): ChartMeasure {
  const known = CHART_MEASURES.find(({ value }) => value === name);
  const first = CHART_MEASURES[1] as ChartMeasure;
  return known && (ofSystem || !known.ofSystem) ? known : first;
}

/** A value with its unit; a dash where nothing is known. */
export function formatValue(value: number | null, unit: Unit): string {
  if (value === null) return '–';
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'seconds') return value > 0 && value < 0.001 ? '< 1 ms' : formatDuration(value * 1000);
  if (unit === 'percent') return `${Math.round(value)} %`;
  return formatCount(value);
}

const SHORT = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });

/** A value on an axis: short. */
export function axisValue(value: number, unit: Unit): string {
  return unit === 'count' ? SHORT.format(value) : formatValue(value, unit);
}

/** How a figure has changed, in words; undefined where nothing can be compared. */
export function changeText(now: number | null, before: number | null): string | undefined {
  if (now === null || before === null || before === 0) return undefined;
  const percent = Math.round(((now - before) / before) * 100);
  if (percent === 0) return 'as in the time before';
  const amount = Math.abs(percent) > 999 ? 'more than ten times as much' : undefined;
  if (amount && percent > 0) return amount;
  return `${Math.abs(percent)} % ${percent > 0 ? 'more' : 'less'}`;
}
