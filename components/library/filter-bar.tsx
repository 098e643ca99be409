'use client';

import { FolderTree as FolderIcon, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, buttonClasses } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { Popover } from '../ui/popover.tsx';
import { filterTexts } from './filter-texts.ts';
import { isNarrowed, isRecursive, type Listing, wholeFolder } from './listing.ts';
import { BytesFilter, DateFilter, PixelsFilter } from './range-filters.tsx';
import { TagFilter } from './tag-filter.tsx';
import { TypeFilter } from './type-filter.tsx';

/** What the images are narrowed down by: a chip for each kind of filter, which says what holds. */
export function FilterBar({
  listing,
  onRefine,
}: {
  listing: Listing;
  onRefine: (changed: Partial<Listing>) => void;
}) {
  const texts = filterTexts(listing);
  const recursive = isRecursive(listing);
  return (
    <div
      role="toolbar"
      aria-label="Filters"
      className="flex items-center gap-1.5 overflow-x-auto px-2 py-1.5 [scrollbar-width:none] md:min-h-12 md:flex-wrap sm:px-4"
    >
      <button
        type="button"
        aria-pressed={recursive}
        onClick={() => onRefine({ recursive: !recursive })}
        className={chip(recursive)}
      >
        <FolderIcon aria-hidden="true" />
        {recursive ? 'With folders below' : 'This folder only'}
      </button>
      <Filter name="Type" text={texts.type} onClear={() => onRefine({ type: [] })}>
        <TypeFilter value={listing.type} onChange={(type) => onRefine({ type })} />
      </Filter>
      <Filter
        name="Pixels"
        text={texts.pixels}
        onClear={() =>
          onRefine({
            min_width: undefined,
            max_width: undefined,
            min_height: undefined,
            max_height: undefined,
          })
        }
      >
        <PixelsFilter listing={listing} onRefine={onRefine} />
      </Filter>
      <Filter
        name="File size"
        text={texts.bytes}
        onClear={() => onRefine({ min_bytes: undefined, max_bytes: undefined })}
      >
        <BytesFilter listing={listing} onRefine={onRefine} />
      </Filter>
      <Filter name="Date" text={texts.date} onClear={() => onRefine({ from: '', to: '' })}>
        <DateFilter listing={listing} onRefine={onRefine} />
      </Filter>
      <Filter name="Tags" text={texts.tag} onClear={() => onRefine({ tag: [] })}>
        <TagFilter value={listing.tag} onChange={(tag) => onRefine({ tag })} />
      </Filter>
      {isNarrowed(listing) ? (
        <Button size="small" look="quiet" onClick={() => onRefine(wholeFolder(listing))}>
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}

function chip(active: boolean): string {
  return cn(
    buttonClasses({ look: 'plain', size: 'small' }),
    'rounded-full border-border px-3 font-normal data-popup-open:border-text pointer-coarse:px-3',
    active && 'border-accent bg-soft font-medium text-accent hover:border-accent',
  );
}

/** A chip that opens a filter, and a way to take it off when it holds. */
function Filter({
  name,
  text,
  onClear,
  children,
}: {
  name: string;
  text: string | undefined;
  onClear: () => void;
  children: ReactNode;
}) {
  const active = text !== undefined;
  return (
    <span className="flex shrink-0 items-center">
      <Popover
        title={name}
        trigger={
          <button type="button" className={cn(chip(active), active && 'rounded-r-none border-r-0 pr-1.5')}>
            {active ? <span className="max-w-48 truncate">{`${name}: ${text}`}</span> : name}
          </button>
        }
      >
        {children}
      </Popover>
      {active ? (
        <button
          type="button"
          aria-label={`Take off the filter ${name}`}
          onClick={onClear}
          className={cn(chip(true), 'rounded-l-none border-l-0 px-2 pointer-coarse:w-11 pointer-coarse:px-0')}
        >
          <X aria-hidden="true" />
        </button>
      ) : null}
    </span>
  );
}
