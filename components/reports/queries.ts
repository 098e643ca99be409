'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReportSeries } from '#lib/contracts/reports.ts';
import { api, type Query } from '../client/api.ts';
import { useNow } from '../client/use-now.ts';
import type { RangeQuery } from './use-range.ts';

/** Milliseconds for which a report is good: counts are written every half minute. */
const GOOD_FOR = 30_000;

/**
 * A report of the API. What was shown stays until what comes next is there.
 * @param path below /reports/, with a slash at its end
 */
export function useReport<Answer>(path: string, query: Query) {
  // While the server makes the page, neither the day nor the zone of the reader is known.
  const ready = useNow() !== undefined;
  return useQuery({
    queryKey: ['/reports/', path, query],
    queryFn: ({ signal }) => api.get<Answer>(`/reports/${path}`, query, signal),
    placeholderData: keepPreviousData,
    staleTime: GOOD_FOR,
    enabled: ready,
  });
}

/** @param imageId of an image; undefined: the whole system */
export function useSeries(range: RangeQuery, imageId?: number) {
  return useReport<ReportSeries>('series/', { ...range, id: imageId });
}
