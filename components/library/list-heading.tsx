'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { cn } from '../ui/class-names.ts';
import { LIST_COLUMNS } from './image-line.tsx';
import type { Sort } from './listing.ts';

const HEADINGS: ReadonlyArray<{ label: string; sort?: 'name' | 'size' | 'date'; right?: boolean }> = [
  { label: 'Name', sort: 'name' },
  { label: 'Pixels' },
  { label: 'Format' },
  { label: 'Size', sort: 'size', right: true },
  { label: 'Date', sort: 'date' },
];

/** The first row of the list: what the columns are, and the order. */
export function ListHeading({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={cn(
        'sticky top-0 z-10 h-9 border-b border-border bg-canvas text-xs text-muted max-md:hidden',
        LIST_COLUMNS,
      )}
    >
      <span role="presentation" className="w-[5.75rem]" />
      {HEADINGS.map(({ label, sort: by, right }, index) => {
        const down = sort === `-${by}`;
        const direction = sort === by ? 'ascending' : down ? 'descending' : undefined;
        const Arrow = down ? ArrowDown : ArrowUp;
        return (
          <div
            key={label}
            role="columnheader"
            aria-colindex={index + 1}
            aria-sort={by === undefined ? undefined : (direction ?? 'none')}
            className={cn('min-w-0', right && 'text-right')}
          >
            {by === undefined ? (
              label
            ) : (
              <button
                type="button"
                onClick={() => onSort(nextSort(by, sort))}
                className="inline-flex h-8 cursor-pointer items-center gap-1 rounded-control hover:text-text"
              >
                {label}
                {direction === undefined ? null : <Arrow aria-hidden="true" className="size-3.5" />}
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** Names begin with A, sizes and dates with the largest and latest; a second click turns it round. */
function nextSort(by: 'name' | 'size' | 'date', sort: Sort): Sort {
  if (by === 'name') return sort === 'name' ? '-name' : 'name';
  return sort === `-${by}` ? by : `-${by}`;
}
