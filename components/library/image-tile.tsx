'use client';

import { Check } from 'lucide-react';
import Link from 'next/link';
import { memo } from 'react';
import { formatBytes } from '#lib/format/bytes.ts';
import type { BrowsedImage } from '../client/browsed.ts';
import { detailsPage } from '../client/places.ts';
import { cn } from '../ui/class-names.ts';
import type { Density } from './grid-layout.ts';
import { formatName, spokenName } from './image-facts.ts';
import { Thumbnail } from './thumbnail.tsx';

type TileProps = {
  /** Undefined while it is being loaded. */
  image: BrowsedImage | undefined;
  place: number;
  column: number;
  selected: boolean;
  /** Whether the Tab key leads to it. */
  reachable: boolean;
  /** Whether something is selected, so that all ticks are shown. */
  choosing: boolean;
  density: Density;
  pictureHeight: number;
  /** Query of the list, for the way back. */
  listing: string;
};

/** An image in the grid. Clicks and keys are heard by the grid, which finds it by `data-place`. */
export const ImageTile = memo(function ImageTile({
  image,
  place,
  column,
  selected,
  reachable,
  choosing,
  density,
  pictureHeight,
  listing,
}: TileProps) {
  return (
    <div
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={selected}
      aria-label={image ? spokenName(image) : 'Loading'}
      aria-busy={image === undefined}
      tabIndex={reachable ? 0 : -1}
      data-place={place}
      className="group/tile relative min-w-0 touch-manipulation outline-none select-none"
    >
      <div
        className={cn(
          'relative cursor-default rounded-thumb bg-stage outline-offset-2 group-focus-visible/tile:outline-2 group-focus-visible/tile:outline-accent',
          selected && 'ring-3 ring-accent outline-offset-5',
        )}
        style={{ height: pictureHeight }}
      >
        {image === undefined ? null : (
          <>
            <Thumbnail key={image.version} image={image} density={density} className="rounded-thumb" />
            <span
              data-tick=""
              aria-hidden="true"
              className={cn(
                'absolute top-0 left-0 flex size-9 cursor-pointer items-center justify-center opacity-0 group-hover/tile:opacity-100 group-focus-visible/tile:opacity-100',
                (choosing || selected) && 'opacity-100',
              )}
            >
              <span
                className={cn(
                  'flex size-5 items-center justify-center rounded-full border',
                  selected
                    ? 'border-accent bg-accent text-on-accent'
                    : 'border-control bg-surface text-muted',
                )}
              >
                <Check className={cn('size-3.5 stroke-3', !selected && 'opacity-0')} />
              </span>
            </span>
          </>
        )}
      </div>
      {image === undefined ? (
        <span className="mt-2 block h-3 w-2/3 rounded bg-stage" />
      ) : (
        <Link
          prefetch={false}
          href={detailsPage(image.src, listing)}
          tabIndex={-1}
          draggable={false}
          title={image.title === '' ? image.filename : `${image.title}\n${image.filename}`}
          className="block truncate pt-1 text-[13px] leading-5 hover:underline"
        >
          {image.filename}
        </Link>
      )}
      {image === undefined ? null : (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute right-1.5 flex max-w-[calc(100%-0.75rem)] gap-1.5 truncate rounded bg-surface px-1.5 text-xs leading-5 text-text opacity-0 tabular-nums group-hover/tile:opacity-100 group-focus-visible/tile:opacity-100"
          style={{ top: pictureHeight - 26 }}
        >
          {' '}
          <span>{formatName(image)}</span> <span>{formatBytes(image.bytes)}</span>
        </span>
      )}
    </div>
  );
});
