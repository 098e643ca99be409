'use client';

import { formatBytes } from '#lib/format/bytes.ts';
import { countOf } from '#lib/format/numbers.ts';
import type { BrowsePage } from '../client/browsed.ts';
import { accessText } from './access-text.ts';

/** How many images there are, how large they are, and what the viewer may do with them. */
export function StatusLine({ summary }: { summary: BrowsePage }) {
  const { total, bytes, access } = summary;
  return (
    <section
      aria-label="About this list"
      className="flex h-8 shrink-0 items-center gap-4 overflow-hidden border-t border-border bg-surface px-3 text-xs whitespace-nowrap text-muted tabular-nums sm:px-4"
    >
      <span>
        {countOf(total, 'image')}, {formatBytes(bytes)}
      </span>
      <span className="truncate">You can: {accessText(access)}</span>
    </section>
  );
}
