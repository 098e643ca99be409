'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ImageOff, Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { api, failureText } from '../client/api.ts';
import type { BrowsedImage, BrowsePage } from '../client/browsed.ts';
import { thumbnailUrl } from '../client/places.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { BOX } from '../ui/field.tsx';
import { EmptyState, ErrorState, LiveText, Skeleton } from '../ui/states.tsx';
import { FolderTree } from './folder-tree.tsx';

export type PickedImage = { src: string; width: number; height: number; id: number };

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  onPick: (image: PickedImage) => void;
  startAt?: string | undefined;
};

const PAGE = 60;

/** Lets somebody choose an image: a folder on the left, its pictures on the right, and a search. */
export function ImageDialog(props: Props) {
  return props.open ? <OpenImageDialog {...props} /> : null;
}

function OpenImageDialog({ onOpenChange, title, onPick, startAt = '/' }: Props) {
  const [path, setPath] = useState(startAt);
  const [text, setText] = useState('');
  const pick = ({ src, width, height, id }: BrowsedImage) => {
    onOpenChange(false);
    onPick({ src, width, height, id });
  };
  return (
    <Dialog open onOpenChange={onOpenChange} title={title} width="large">
      <div className="relative mb-3">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
        />
        <input
          type="search"
          aria-label={`Search in ${path} and the folders below`}
          placeholder="Search in this folder and below"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={`${BOX} pl-8`}
        />
      </div>
      <div className="flex h-[min(32rem,58dvh)] flex-col gap-3 sm:flex-row">
        <div className="max-h-40 shrink-0 overflow-auto rounded-control border border-border p-1 sm:max-h-none sm:w-56">
          <FolderTree value={path} onSelect={setPath} label="Folders" />
        </div>
        <Pictures path={path} text={text} onPick={pick} />
      </div>
    </Dialog>
  );
}

function Pictures({
  path,
  text,
  onPick,
}: {
  path: string;
  text: string;
  onPick: (image: BrowsedImage) => void;
}) {
  const wanted = useDeferredValue(text.trim());
  const { data, error, isPending, fetchNextPage, hasNextPage, isFetchingNextPage, refetch } =
    useInfiniteQuery({
      queryKey: ['browse', 'picker', path, wanted],
      queryFn: ({ pageParam, signal }) =>
        api.get<BrowsePage>(
          '/browse/',
          {
            path,
            q: wanted === '' ? undefined : wanted,
            recursive: wanted !== '',
            sort: wanted === '' ? 'name' : 'relevance',
            start: pageParam,
            limit: PAGE,
          },
          signal,
        ),
      initialPageParam: 0,
      getNextPageParam: (last, _pages, start) => (start + PAGE < last.total ? start + PAGE : undefined),
      placeholderData: keepPreviousData,
    });
  if (error) return <ErrorState text={failureText(error)} onRetry={() => void refetch()} />;
  if (isPending) return <WaitingPictures />;
  const images = data.pages.flatMap((page) => page.images);
  const total = data.pages[0]?.total ?? 0;
  if (images.length === 0) {
    return (
      <div className="flex-1">
        <EmptyState icon={<ImageOff aria-hidden="true" />} title="No pictures here">
          {wanted === '' ? 'Choose another folder, or search.' : 'Nothing matches the search.'}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <LiveText>{countOf(total, 'image')}</LiveText>
      <ul aria-label="Pictures" className="grid grid-cols-[repeat(auto-fill,minmax(7.5rem,1fr))] gap-3 p-1">
        {images.map((image) => (
          <li key={image.id} className="[content-visibility:auto]">
            <button
              type="button"
              onClick={() => onPick(image)}
              className="group w-full cursor-pointer rounded-thumb text-left"
            >
              <span className="flex aspect-[4/3] items-center justify-center overflow-hidden rounded-thumb bg-stage group-hover:outline-2 group-hover:outline-offset-1 group-hover:outline-accent">
                <img
                  src={thumbnailUrl(image.src, 200, image.version)}
                  alt=""
                  loading="lazy"
                  decoding="async"
                  draggable={false}
                  className="max-h-full max-w-full"
                />
              </span>
              <span className="mt-1 block truncate text-xs" title={image.filename}>
                {image.filename}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <div className="flex justify-center p-3">
          <Button size="small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more of {countOf(total, 'image')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function WaitingPictures() {
  return (
    <div
      role="status"
      aria-label="Loading the pictures"
      className="grid flex-1 grid-cols-[repeat(auto-fill,minmax(7.5rem,1fr))] content-start gap-3 p-1"
    >
      {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key) => (
        <Skeleton key={key} className="aspect-[4/3]" />
      ))}
    </div>
  );
}
