'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { api, type Query } from '../client/api.ts';
import type { ListPage } from './shapes.ts';

/** A list that the API gives page by page, as far as it has been read. */
export function usePages<Entry>(
  path: string,
  query: Query,
  options: { refetchInterval?: (entries: readonly Entry[]) => number | false } = {},
) {
  const found = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam, signal }) =>
      api.get<ListPage<Entry>>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: (self) =>
      options.refetchInterval?.(self.state.data?.pages.flatMap((page) => page.results) ?? []) ?? false,
  });
  return { ...found, entries: found.data?.pages.flatMap((page) => page.results) };
}
