'use client';

import { FolderX, ImageOff, SearchX } from 'lucide-react';
import { type ReactNode, type RefObject, useRef, useState } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { ApiFailure, failureText } from '../client/api.ts';
import type { TreeLevel } from '../client/browsed.ts';
import { nameOf } from '../client/places.ts';
import { LEVEL } from '../client/rights.ts';
import type { Selection } from '../client/selection.ts';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { EmptyState, ErrorState, LiveText, NoPermission, Skeleton } from '../ui/states.tsx';
import { FolderRow } from './folder-row.tsx';
import { type Density, layoutFor, type View } from './grid-layout.ts';
import { type GridHandle, ImageGrid } from './image-grid.tsx';
import { isNarrowed, type Listing, sortOf, wholeFolder } from './listing.ts';
import { OtherFiles } from './other-files.tsx';
import type { GridActs } from './use-grid-keys.ts';
import type { Images } from './use-images.ts';
import { keptPosition, useKeptPosition } from './use-kept-position.ts';

type Props = {
  images: Images;
  listing: Listing;
  /** Query of the list, complete. */
  text: string;
  level: TreeLevel | undefined;
  view: View;
  density: Density;
  selection: Selection;
  acts: GridActs;
  handle: RefObject<GridHandle | null>;
  onOpen: (path: string) => void;
  onRefine: (changed: Partial<Listing>) => void;
};

/** What scrolls: folders, images, and other files; or why there are none. One for each listing. */
export function ImageArea(props: Props) {
  const { images, listing, text, level, onOpen } = props;
  const { summary, error, isFormer } = images;
  // What stands inside needs the element when it is shown first.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const showsFolders = !isNarrowed(listing) && level !== undefined;
  return (
    <div
      ref={setScroller}
      // Whatever scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={summary && summary.total > 0 ? -1 : 0}
      role="region"
      aria-label="Images"
      aria-busy={isFormer || (!summary && !error)}
      className={cn(
        'relative min-h-0 flex-1 overflow-y-auto overscroll-contain scroll-auto outline-none [overflow-anchor:none]',
        isFormer && 'opacity-60',
      )}
    >
      <div className="flex min-h-full flex-col">
        {showsFolders ? <FolderRow folders={level.children} onOpen={onOpen} /> : null}
        {error ? (
          <Trouble error={error} {...props} />
        ) : summary === undefined || !scroller ? (
          <WaitingImages view={props.view} density={props.density} />
        ) : summary.total > 0 ? (
          <KeptGrid key={text} {...props} total={summary.total} scroller={scroller} />
        ) : summary.other_files.length > 0 || (showsFolders && level.children.length > 0) ? (
          <p className="px-4 py-8 text-center text-muted">There are no images directly in this folder.</p>
        ) : (
          <NothingHere {...props} access={summary.access} />
        )}
        {summary ? <OtherFiles names={summary.other_files} /> : null}
      </div>
      {summary ? <LiveText>{isFormer ? '' : countOf(summary.total, 'image')}</LiveText> : null}
    </div>
  );
}

function KeptGrid({
  scroller,
  total,
  images,
  listing,
  text,
  view,
  density,
  selection,
  acts,
  handle,
  onRefine,
}: Props & { scroller: HTMLElement; total: number }) {
  const active = useRef(Math.min(keptPosition(text)?.active ?? 0, total - 1));
  useKeptPosition(text, scroller, active);
  return (
    <div className="px-3 py-4 sm:px-4">
      <ImageGrid
        images={images}
        total={total}
        listing={text}
        label={
          isNarrowed(listing) ? 'Images found' : `Images in ${nameOf(listing.path) || 'the root folder'}`
        }
        view={view}
        density={density}
        sort={sortOf(listing)}
        onSort={(sort) => onRefine({ sort })}
        selection={selection}
        acts={acts}
        scroller={scroller}
        active={active}
        handle={handle}
      />
    </div>
  );
}

/** Grey shapes where images come, as large as they will be. */
function WaitingImages({ view, density }: { view: View; density: Density }) {
  const { pictureHeight, rowHeight, gap } = layoutFor(view, density, 1000);
  const keys = Array.from({ length: 24 }, (_, index) => index);
  if (view === 'list') {
    return (
      <div role="status" aria-label="Loading the images" className="px-4 py-4">
        {keys.slice(0, 12).map((key) => (
          <div key={key} className="flex items-center gap-3" style={{ height: rowHeight }}>
            <Skeleton className="aspect-[4/3] h-[80%]" />
            <Skeleton className="h-4 w-56" />
          </div>
        ))}
      </div>
    );
  }
  const least = { small: '7.75rem', medium: '11.75rem', large: '18.75rem' }[density];
  return (
    <div
      role="status"
      aria-label="Loading the images"
      className="grid overflow-hidden px-3 py-4 sm:px-4"
      style={{ gap, gridTemplateColumns: `repeat(auto-fill, minmax(min(${least}, 44%), 1fr))` }}
    >
      {keys.map((key) => (
        <div key={key} style={{ height: rowHeight - gap }}>
          <div style={{ height: pictureHeight }}>
            <Skeleton className="h-full rounded-thumb" />
          </div>
          <Skeleton className="mt-2 h-3 w-2/3" />
        </div>
      ))}
    </div>
  );
}

function NothingHere({ listing, access, onRefine }: Props & { access: number }): ReactNode {
  if (isNarrowed(listing)) {
    return (
      <EmptyState
        icon={<SearchX aria-hidden="true" />}
        title="Nothing found"
        action={<Button onClick={() => onRefine(wholeFolder(listing))}>Clear filters</Button>}
      >
        No image here matches the search and the filters.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<ImageOff aria-hidden="true" />} title="This folder is empty">
      {access >= LEVEL.upload
        ? 'Drop files here, or choose them with the button Upload.'
        : 'There is nothing to see yet.'}
    </EmptyState>
  );
}

/** Why a folder cannot be shown. */
function Trouble({ error, images, listing, level, onOpen }: Props & { error: Error }): ReactNode {
  const status = error instanceof ApiFailure ? error.status : 0;
  if (status === 404) {
    return (
      <EmptyState
        icon={<FolderX aria-hidden="true" />}
        title={`There is no folder ${listing.path}`}
        action={<Button onClick={() => onOpen('/')}>Go to all folders</Button>}
      >
        It may have been moved, renamed or deleted.
      </EmptyState>
    );
  }
  if (status === 403) {
    if (level && level.children.length > 0) {
      return (
        <p className="px-4 py-8 text-center text-muted">
          You may not see the images directly in this folder. Choose one of the folders above.
        </p>
      );
    }
    return <NoPermission title="You cannot see this folder" needs={`It needs “View” on ${listing.path}.`} />;
  }
  return <ErrorState text={failureText(error)} onRetry={() => void images.retry()} />;
}
