'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ImageDetails, ImageMetadata, ImagePage } from '#lib/contracts/image-details.ts';
import { api } from './api.ts';

/** Whether files of this name have one page, of which the record says all. */
export function hasOnePage(src: string): boolean {
  return /\.(?:jpe?g|jpe|jfif|jif|png|avif|svg|bmp|tga|p[abgnp]m|psd)$/i.test(src);
}

/**
 * The image at a path with all that is recorded of it. Its file is looked at, so that what it is now is known even when
 * it was replaced a moment ago.
 * @param src repository path; "" = none
 */
export function useImageAt(src: string) {
  return useQuery({
    queryKey: ['image-at', src],
    queryFn: async ({ signal }) => {
      const { id } = await api.get<Pick<ImageDetails, 'id'>>('/details/', { src }, signal);
      return api.get<ImageDetails>(`/admin/images/${id}/details/`, {}, signal);
    },
    enabled: src !== '',
    staleTime: 0,
  });
}

/**
 * What is known of one page of an image; that of the page before while another one is asked for, nothing when there is
 * no such page or the file cannot be read.
 * @param page from 1
 * @param dpi in which a file without pixels of its own is drawn; 0 = as usual
 */
export function useImagePage(
  { id, file_version }: Pick<ImageDetails, 'id'> & { file_version?: string },
  page: number,
  dpi = 0,
  enabled = true,
): ImagePage | undefined {
  const { data, isError } = useQuery({
    queryKey: ['image', id, 'page', file_version, page, dpi],
    queryFn: ({ signal }) => api.get<ImagePage>(`/admin/images/${id}/page/`, { page, dpi }, signal),
    placeholderData: keepPreviousData,
    enabled,
    retry: false,
    staleTime: 300_000,
  });
  return isError ? undefined : data;
}

/** What the file of an image says about itself; read once for each version of it. */
export function useImageMetadata(
  { id, file_version }: Pick<ImageDetails, 'id'> & { file_version?: string },
  enabled = true,
) {
  return useQuery({
    queryKey: ['image', id, 'metadata', file_version],
    queryFn: ({ signal }) => api.get<ImageMetadata>(`/admin/images/${id}/metadata/`, {}, signal),
    enabled,
    staleTime: 300_000,
  });
}

/** Whether the server made a picture of a preview in the file, because the file itself could not be read. */
export function isMadeOfPreview(headers: Headers): boolean {
  return headers.get('x-emulsion-source') === 'embedded-preview';
}

/**
 * The same of a picture that the page shows.
 * @param url its address; the browser has the answer already
 */
export function useIsMadeOfPreview(url: string, enabled: boolean): boolean {
  const { data } = useQuery({
    queryKey: ['made-of-preview', url],
    queryFn: async ({ signal }) =>
      isMadeOfPreview((await fetch(url, { cache: 'force-cache', signal })).headers),
    enabled,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? false;
}
