'use client';

import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { isSelected, type Selection } from '../client/selection.ts';
import { type Density, layoutFor, pagesOf, rowsOf, type View } from './grid-layout.ts';
import { ImageLine } from './image-line.tsx';
import { ImageTile } from './image-tile.tsx';
import { ListHeading } from './list-heading.tsx';
import type { Sort } from './listing.ts';
import { type GridActs, useGridKeys } from './use-grid-keys.ts';
import { placeOf, useGridPointer } from './use-grid-pointer.ts';
import type { Images } from './use-images.ts';

/** What the page around does with the grid. */
export type GridHandle = {
  /** Brings a place into view and makes it the one that the focus comes back to. */
  show: (place: number) => void;
  /** The element that takes the focus. */
  cell: () => HTMLElement | null;
  /** Takes the focus when what had it is gone. */
  focusIfLost: () => void;
};

/** Rows that are kept beyond the window. */
const OVERSCAN = 3;

type Props = {
  images: Images;
  total: number;
  /** Query of the list, complete. */
  listing: string;
  label: string;
  view: View;
  density: Density;
  sort: Sort;
  onSort: (sort: Sort) => void;
  selection: Selection;
  acts: GridActs;
  scroller: HTMLElement;
  /** Place of the image that has the focus, or had it last. */
  active: RefObject<number>;
  handle: RefObject<GridHandle | null>;
};

/** The images of a listing; of 100,000 only those in view are in the document. */
export function ImageGrid({
  images,
  total,
  listing,
  label,
  view,
  density,
  sort,
  onSort,
  selection,
  acts,
  scroller,
  active: activeRef,
  handle,
}: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const { width, offset } = usePlace(grid, scroller);
  const layout = layoutFor(view, density, width);
  const rows = rowsOf(total, layout);
  const [active, setActive] = useState(activeRef.current);
  const reachable = Math.min(active, total - 1);
  const activeRow = Math.floor(reachable / layout.columns);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const shown = defaultRangeExtractor(range);
      // The row with the focus stays, or the focus would be lost with it.
      if (shown.includes(activeRow) || activeRow >= range.count) return shown;
      return activeRow < (shown[0] ?? 0) ? [activeRow, ...shown] : [...shown, activeRow];
    },
    [activeRow],
  );
  // It is not compiled; what it gives is read at each rendering.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller,
    estimateSize: () => layout.rowHeight,
    overscan: OVERSCAN,
    scrollMargin: offset,
    scrollPaddingStart: view === 'list' ? 40 : 8,
    scrollPaddingEnd: 8,
    initialOffset: () => scroller.scrollTop,
    rangeExtractor,
  });
  useLayoutEffect(() => virtual.measure(), [virtual, layout.rowHeight]);

  const { startIndex = 0, endIndex = -1 } = virtual.range ?? {};
  const pages = pagesOf(startIndex, endIndex, layout, total).join();
  const { show } = images;
  useEffect(() => show(pages.split(',').map(Number)), [show, pages]);

  const goTo = useCallback(
    (place: number, focus: boolean) => {
      activeRef.current = place;
      setActive(place);
      if (!focus) return;
      const row = Math.floor(place / layout.columns);
      // With the first row comes what stands above it.
      if (row === 0) virtual.scrollToOffset(0);
      else virtual.scrollToIndex(row);
      wantedFocus.current = place;
    },
    [activeRef, layout.columns, virtual],
  );
  const wantedFocus = useRef<number>(undefined);
  useLayoutEffect(() => {
    if (wantedFocus.current === undefined) return;
    const cell = cellAt(grid.current, wantedFocus.current);
    if (!cell) return;
    wantedFocus.current = undefined;
    cell.focus({ preventScroll: true });
  });

  useImperativeHandle(handle, () => {
    const cell = () => cellAt(grid.current, activeRef.current) ?? cellAt(grid.current, reachable);
    return {
      show: (place) => {
        goTo(place, false);
        virtual.scrollToIndex(Math.floor(place / layout.columns));
      },
      cell,
      // After what had the focus has left the page.
      focusIfLost: () =>
        requestAnimationFrame(() => {
          if (document.activeElement === document.body) cell()?.focus({ preventScroll: true });
        }),
    };
  }, [activeRef, goTo, layout.columns, reachable, virtual]);

  const rowsInView = Math.max(1, Math.floor(scroller.clientHeight / layout.rowHeight) - 1);
  const context = { images, total, layout, selection, acts, active: reachable, goTo, listing, rowsInView };
  const handleKey = useGridKeys(context);
  const pointer = useGridPointer(context);
  const choosing = selection.all || selection.ids.size > 0;

  return (
    // Its cells take the focus, in turn.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      ref={grid}
      role="grid"
      aria-label={label}
      aria-rowcount={view === 'list' ? rows + 1 : rows}
      aria-colcount={view === 'list' ? 5 : layout.columns}
      aria-multiselectable="true"
      onKeyDown={handleKey}
      onFocus={(event) => {
        const place = placeOf(event.target);
        if (place !== undefined && place !== reachable) goTo(place, false);
      }}
      {...pointer}
      className="relative"
    >
      {view === 'list' ? <ListHeading sort={sort} onSort={onSort} /> : null}
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((row) => (
          <div
            key={row.key}
            role="row"
            aria-rowindex={row.index + (view === 'list' ? 2 : 1)}
            className="absolute inset-x-0 top-0 grid"
            style={{
              height: layout.rowHeight,
              transform: `translateY(${row.start - offset}px)`,
              gap: layout.gap,
              gridTemplateColumns: `repeat(${layout.columns}, minmax(0, 1fr))`,
            }}
          >
            {placesOf(row.index, layout.columns, total).map((place, column) => {
              const image = images.at(place);
              const shared = {
                image,
                place,
                selected: image !== undefined && isSelected(selection, image.id),
                reachable: place === reachable,
                choosing,
                density,
                pictureHeight: layout.pictureHeight,
                listing,
              };
              return view === 'list' ? (
                <ImageLine key={place} {...shared} />
              ) : (
                <ImageTile key={place} column={column} {...shared} />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

function placesOf(row: number, columns: number, total: number): number[] {
  const first = row * columns;
  return Array.from({ length: Math.max(0, Math.min(columns, total - first)) }, (_, index) => first + index);
}

/** The element of a place that takes the focus. */
function cellAt(grid: HTMLElement | null, place: number): HTMLElement | null {
  return (
    grid?.querySelector<HTMLElement>(`[role="gridcell"][data-place="${place}"], [data-focus="${place}"]`) ??
    null
  );
}

/** How wide the grid is, and how far below the top of what scrolls it begins. */
function usePlace(
  grid: RefObject<HTMLElement | null>,
  frame: HTMLElement,
): { width: number; offset: number } {
  const [place, setPlace] = useState({ width: 0, offset: 0 });
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return undefined;
    const measure = () => {
      const body = element.querySelector<HTMLElement>(':scope > [role="presentation"]') ?? element;
      const offset = Math.round(
        body.getBoundingClientRect().top - frame.getBoundingClientRect().top + frame.scrollTop,
      );
      const width = element.clientWidth;
      setPlace((before) => (before.width === width && before.offset === offset ? before : { width, offset }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(frame);
    // What stands above may grow, such as folders that have been loaded.
    for (const child of frame.children) observer.observe(child);
    for (const child of frame.firstElementChild?.children ?? []) observer.observe(child);
    return () => observer.disconnect();
  }, [grid, frame]);
  return place;
}
