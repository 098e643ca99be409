'use client';

import { Check } from 'lucide-react';
import Link from 'next/link';
import { memo } from 'react';
import { formatBytes } from '#lib/format/bytes.ts';
import type { BrowsedImage } from '../client/browsed.ts';
import { detailsPage } from '../client/places.ts';
import { cn } from '../ui/class-names.ts';
import { Time } from '../ui/time.tsx';
import type { Density } from './grid-layout.ts';
import { formatName, pixelsText } from './image-facts.ts';
import { Thumbnail } from './thumbnail.tsx';

/** Columns of the list: tick and picture, name, pixels, format, size, date. On phones the first two. */
export const LIST_COLUMNS =
  'grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 px-2 md:gap-x-5 md:grid-cols-[auto_minmax(0,1fr)_7.5rem_6rem_5rem_9.5rem]';

type LineProps = {
  image: BrowsedImage | undefined;
  place: number;
  selected: boolean;
  reachable: boolean;
  choosing: boolean;
  density: Density;
  pictureHeight: number;
  listing: string;
};

/** An image as a line of the list: the cells of a row. */
export const ImageLine = memo(function ImageLine({
  image,
  place,
  selected,
  reachable,
  choosing,
  density,
  pictureHeight,
  listing,
}: LineProps) {
  return (
    <div
      role="presentation"
      data-place={place}
      className={cn(
        'group/tile h-full rounded-control border border-transparent select-none hover:bg-hover has-[:focus-visible]:border-accent',
        LIST_COLUMNS,
        selected && 'bg-soft hover:bg-soft',
      )}
    >
      <span role="presentation" className="flex items-center gap-2">
        <span
          data-tick=""
          aria-hidden="true"
          className="flex size-8 cursor-pointer items-center justify-center pointer-coarse:size-11"
        >
          <span
            className={cn(
              'flex size-[18px] items-center justify-center rounded border',
              selected
                ? 'border-accent bg-accent text-on-accent'
                : 'border-control bg-surface opacity-0 group-hover/tile:opacity-100 pointer-coarse:opacity-100',
              choosing && 'opacity-100',
            )}
          >
            {selected ? <Check className="size-3.5 stroke-3" /> : null}
          </span>
        </span>
        <span
          className={cn('block overflow-hidden rounded-thumb bg-stage', selected && 'ring-3 ring-accent')}
          style={{ height: pictureHeight, width: Math.round(pictureHeight * 1.4) }}
        >
          {image === undefined ? null : (
            <Thumbnail key={image.version} image={image} density={density === 'large' ? 'medium' : 'small'} />
          )}
        </span>
      </span>
      <div
        role="gridcell"
        aria-colindex={1}
        aria-selected={selected}
        tabIndex={reachable ? 0 : -1}
        data-focus={place}
        className="min-w-0 outline-none"
      >
        {image === undefined ? (
          <span className="block h-3 w-40 rounded bg-stage">
            <span className="sr-only">Loading</span>
          </span>
        ) : (
          <>
            <Link
              prefetch={false}
              href={detailsPage(image.src, listing)}
              tabIndex={-1}
              draggable={false}
              className="block truncate hover:underline"
            >
              {image.filename}
            </Link>
            {density === 'large' && image.title !== '' ? (
              <span className="block truncate text-xs text-muted"> {image.title}</span>
            ) : null}
            {density === 'small' ? null : (
              <span className="block truncate text-xs text-muted tabular-nums md:hidden">
                {' '}
                {formatName(image)}, {formatBytes(image.bytes)}, {pixelsText(image)}
              </span>
            )}
          </>
        )}
      </div>
      {image === undefined ? null : (
        <>
          <Fact column={2}>{pixelsText(image)}</Fact>
          <Fact column={3}>{formatName(image)}</Fact>
          <Fact column={4} right>
            {formatBytes(image.bytes)}
          </Fact>
          <Fact column={5}>
            <Time value={image.time} />
          </Fact>
        </>
      )}
    </div>
  );
});

function Fact({
  column,
  right = false,
  children,
}: {
  column: number;
  right?: boolean;
  children: React.ReactNode;
}) {
  return (
    <div
      role="gridcell"
      aria-colindex={column}
      className={cn('truncate text-[13px] text-muted tabular-nums max-md:hidden', right && 'text-right')}
    >
      {children}
    </div>
  );
}
