'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { cn } from '../ui/class-names.ts';
import type { Entry } from './entry.ts';
import { EntryRow } from './entry-row.tsx';
import type { Uploads } from './uploads.ts';

const ROW = 56;

/** The files of the queue, of which only those in view are in the page. */
export function EntryList({
  entries,
  uploads,
  template,
  className,
}: {
  entries: readonly Entry[];
  uploads: Uploads;
  template: string | undefined;
  className?: string;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  // It is not compiled; what it gives is read at each rendering.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => entries[index]?.id ?? index,
    overscan: 6,
  });
  return (
    <div ref={scroller} className={cn('overflow-y-auto', className)}>
      <ul aria-label="Files" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((row) => {
          const entry = entries[row.index];
          return entry ? (
            <li
              key={row.key}
              ref={virtual.measureElement}
              data-index={row.index}
              aria-setsize={entries.length}
              aria-posinset={row.index + 1}
              className="absolute inset-x-0 top-0 border-b border-border last:border-b-0"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <EntryRow entry={entry} uploads={uploads} template={template} />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}
