'use client';

import {
  isCancelledError,
  keepPreviousData,
  type QueryClient,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { api } from '../client/api.ts';
import type { BrowsedImage, BrowsePage } from '../client/browsed.ts';
import { PAGE } from './grid-layout.ts';
import { browseQuery, type Listing, listingText } from './listing.ts';

/** All answers with images in them, in the store of answers. */
export const BROWSE_KEY = ['browse'] as const;

/** Milliseconds that a page must stay in view before it is asked for; pages that fly past are not. */
const SETTLED = 80;
/** Pages that are asked for at the same time when a range needs them. */
const AT_ONCE = 4;

function pageOptions(listing: Listing, page: number) {
  return {
    queryKey: [...BROWSE_KEY, 'page', listingText(listing), page],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      api.get<BrowsePage>('/browse/', { ...browseQuery(listing), start: page * PAGE, limit: PAGE }, signal),
  };
}

/** A page, asked for again when it was given up because it left the view meanwhile. */
async function readPage(client: QueryClient, listing: Listing, page: number): Promise<BrowsePage> {
  for (;;) {
    try {
      return await client.ensureQueryData(pageOptions(listing, page));
    } catch (error) {
      if (!isCancelledError(error)) throw error;
    }
  }
}

/**
 * The images of a listing by their places, of which only the pages in view are loaded; requests for pages that have
 * left the view are given up.
 */
export function useImages(listing: Listing) {
  const client = useQueryClient();
  const text = listingText(listing);
  const [wanted, setWanted] = useState<{ text: string; pages: readonly number[] }>({ text, pages: [] });
  const pages = wanted.text === text ? wanted.pages : [];
  const first = useQuery({
    ...pageOptions(listing, 0),
    // A folder stays in view while it is filtered; another folder starts empty.
    placeholderData: (before, query) =>
      pathOf(query?.queryKey[2]) === listing.path ? keepPreviousData(before) : undefined,
  });
  const others = useQueries({
    queries: pages.filter((page) => page !== 0).map((page) => pageOptions(listing, page)),
    combine: (results) => results.map((result) => result.data),
  });

  const known = useRef(new Map<number, BrowsedImage>());
  useEffect(() => {
    for (const page of [first.data, ...others]) {
      for (const image of page?.images ?? []) known.current.set(image.id, image);
    }
  }, [first.data, others]);

  // Read at each rendering: the pages that are looked at make this render when they come.
  const at = (place: number): BrowsedImage | undefined => {
    const page = Math.floor(place / PAGE);
    const found =
      page === 0 ? first.data : client.getQueryData<BrowsePage>(pageOptions(listing, page).queryKey);
    return found?.images[place % PAGE];
  };

  const load = useCallback(
    async (from: number, to: number): Promise<BrowsedImage[]> => {
      const images: BrowsedImage[] = [];
      const last = Math.floor(to / PAGE);
      for (let start = Math.floor(from / PAGE); start <= last; start += AT_ONCE) {
        const numbers = Array.from(
          { length: Math.min(AT_ONCE, last - start + 1) },
          (_, index) => start + index,
        );
        const answers = await Promise.all(numbers.map((page) => readPage(client, listing, page)));
        for (const [index, answer] of answers.entries()) {
          const offset = (start + index) * PAGE;
          images.push(...answer.images.slice(Math.max(0, from - offset), to - offset + 1));
          for (const image of answer.images) known.current.set(image.id, image);
        }
      }
      return images;
    },
    [client, listing],
  );

  /** All images that have been loaded, in no certain order. */
  const loaded = useCallback(
    () =>
      client
        .getQueriesData<BrowsePage>({ queryKey: [...BROWSE_KEY, 'page', text] })
        .flatMap(([, page]) => page?.images ?? []),
    [client, text],
  );

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = useCallback(
    (next: readonly number[]) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(
        () =>
          setWanted((before) =>
            before.text === text && before.pages.join() === next.join() ? before : { text, pages: next },
          ),
        SETTLED,
      );
    },
    [text],
  );
  useEffect(() => () => clearTimeout(timer.current), []);

  const image = useCallback((id: number) => known.current.get(id), []);
  return {
    /** What is known of the whole listing; undefined before the first answer. */
    summary: first.data,
    /** Whether what is shown is still of the listing before. */
    isFormer: first.isPlaceholderData,
    error: first.data === undefined ? first.error : null,
    retry: first.refetch,
    at,
    load,
    loaded,
    /** Tells which pages are in view. */
    show,
    /** An image that has been loaded, by its id. */
    image,
  };
}

export type Images = ReturnType<typeof useImages>;

function pathOf(text: unknown): string | undefined {
  return typeof text === 'string' ? (new URLSearchParams(text).get('path') ?? undefined) : undefined;
}

/** The sum of the files of some images, and whether all of them are known. */
export function useBytesOf(
  ids: ReadonlySet<number>,
  image: Images['image'],
): { bytes: number; all: boolean } {
  return useMemo(() => {
    let bytes = 0;
    let all = true;
    for (const id of ids) {
      const found = image(id);
      if (found) bytes += found.bytes;
      else all = false;
    }
    return { bytes, all };
  }, [ids, image]);
}
