'use client';

import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { api } from '../client/api.ts';

export const imageKey = (id: number) => ['image', id] as const;

/** What the API calls the present version of an image, for If-Match. */
export const imageTag = ({ id, version }: Pick<ImageDetails, 'id' | 'version'>) => `"image-${id}-${version}"`;

/** The image as the server knew it when it made the page, and as it is after each change. */
export function useImage(first: ImageDetails): ImageDetails {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: [...imageKey(first.id), 'details'],
    queryFn: ({ signal }) => api.get<ImageDetails>(`/admin/images/${first.id}/details/`, {}, signal),
    initialData: first,
  });
  // The server may make the page anew, after a move for instance, when an older state is still held here.
  const isNewer = first.version > data.version;
  useEffect(() => {
    if (isNewer) client.setQueryData([...imageKey(first.id), 'details'], first);
  }, [client, first, isNewer]);
  return isNewer ? first : data;
}

/** Puts what a change was answered with in the place of what is shown, and lets the history be read again. */
export function useImageUpdate(id: number) {
  const client = useQueryClient();
  return {
    set: (change: (before: ImageDetails) => ImageDetails) => setDetails(client, id, change),
    refresh: () => client.invalidateQueries({ queryKey: imageKey(id) }),
    refreshHistory: () => client.invalidateQueries({ queryKey: [...imageKey(id), 'history'] }),
  };
}

function setDetails(client: QueryClient, id: number, change: (before: ImageDetails) => ImageDetails): void {
  client.setQueryData<ImageDetails>([...imageKey(id), 'details'], (before) => before && change(before));
}
