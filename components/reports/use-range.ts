'use client';

import { dayOf, startOfDay } from '#lib/format/zoned-day.ts';
import { useNow } from '../client/use-now.ts';
import { useTimeZone } from '../client/use-time-zone.ts';
import { useUrlState } from '../client/use-url-state.ts';

/** Times to choose from, by their names in the address. */
export const RANGES = [
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days', days: 7 },
  { value: '30d', label: 'Last 30 days', days: 30 },
  { value: '90d', label: 'Last 90 days', days: 90 },
  { value: '365d', label: 'Last 12 months', days: 365 },
  { value: 'custom', label: 'From … until …' },
] as const;

export type RangeName = (typeof RANGES)[number]['value'];

/** What the API is asked for, without undefined values. */
export type RangeQuery = { zone: string; hours?: number; from?: string; to?: string };

export type ChosenRange = {
  name: RangeName;
  /** Days, "" when not chosen. */
  from: string;
  to: string;
  query: RangeQuery;
};

const DEFAULT: RangeName = '30d';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The time that the reader looks at; it stands in the address, by name or as two days. */
export function useRange() {
  const { values, change } = useUrlState();
  const zone = useTimeZone();
  const now = useNow();
  const day = (name: string) => {
    const text = values.get(name) ?? '';
    return DAY.test(text) ? text : '';
  };
  const from = day('from');
  const to = day('to');
  const named = RANGES.find(({ value }) => value === values.get('range'))?.value;
  const name = from !== '' || to !== '' ? 'custom' : (named ?? DEFAULT);
  const range: ChosenRange = { name, from, to, query: queryOf(name, from, to, zone, now) };

  function choose(next: RangeName): void {
    if (next === 'custom') {
      const today = dayOf(now ?? 0, zone);
      change({ range: undefined, from: daysBefore(today, zone, 29), to: today });
    } else change({ range: next === DEFAULT ? undefined : next, from: undefined, to: undefined });
  }

  function chooseDays(days: { from?: string; to?: string }): void {
    change({ range: undefined, ...days });
  }

  /** Shows a part of the time; Back leads to the whole again. */
  function zoom(days: { from: string; to: string }): void {
    change({ range: undefined, ...days }, 'push');
  }

  return { range, zone, choose, chooseDays, zoom };
}

function queryOf(
  name: RangeName,
  from: string,
  to: string,
  zone: string,
  now: number | undefined,
): RangeQuery {
  if (name === '24h') return { zone, hours: 24 };
  if (name === 'custom') {
    return { zone, ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) };
  }
  const choice = RANGES.find(({ value }) => value === name);
  const days = choice && 'days' in choice ? choice.days : 30;
  const today = dayOf(now ?? 0, zone);
  return { zone, from: daysBefore(today, zone, days - 1), to: today };
}

function daysBefore(day: string, zone: string, days: number): string {
  const start = startOfDay(day, zone, -days);
  return start ? dayOf(start.getTime(), zone) : day;
}
