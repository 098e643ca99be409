'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { api } from '../client/api.ts';

export type Tag = { id: number; name: string; images: number };

const NONE: readonly Tag[] = [];

/** Tags in use whose names have a text in them. */
export function useTags(text: string): readonly Tag[] {
  const q = useDeferredValue(text.trim());
  const { data } = useQuery({
    queryKey: ['tags', q],
    queryFn: ({ signal }) => api.get<Tag[]>('/tags/', { q: q === '' ? undefined : q, limit: 50 }, signal),
    placeholderData: keepPreviousData,
  });
  return data ?? NONE;
}
