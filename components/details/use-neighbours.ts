'use client';

import { useQuery } from '@tanstack/react-query';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { ApiFailure, api, type Query } from '../client/api.ts';
import { folderOf } from '../client/places.ts';

type Neighbour = { id: number; src: string } | null;
export type ListPlace = { position: number; total: number; previous: Neighbour; next: Neighbour };

/** What a list may be narrowed and ordered by; its address may hold more, such as how it is shown. */
const FIELDS =
  'path recursive q type tag min_width max_width min_height max_height min_bytes max_bytes from to sort'.split(
    ' ',
  );

/** The list that an image is looked at from, as the API takes it: its folder when the address names none. */
export function listQuery(from: string, src: string): Query {
  const values = new URLSearchParams(from);
  const known = FIELDS.flatMap((name) => {
    const value = values.get(name);
    return value === null || value === '' ? [] : [[name, value] as const];
  });
  return known.length === 0 ? { path: folderOf(src) } : Object.fromEntries(known);
}

/** Where the image stands in its list; undefined while that is not known, or when it is no part of it any more. */
export function useNeighbours(image: ImageDetails, from: string): ListPlace | undefined {
  const { data } = useQuery({
    queryKey: ['browse', 'around', image.id, image.src, from],
    queryFn: async ({ signal }) => {
      try {
        const query = { ...listQuery(from, image.src), id: image.id };
        return await api.get<ListPlace>('/browse/around/', query, signal);
      } catch (error) {
        if (error instanceof ApiFailure && error.status >= 400 && error.status < 500) return null;
        throw error;
      }
    },
    enabled: image.status === 1,
    staleTime: 30_000,
  });
  return data ?? undefined;
}
