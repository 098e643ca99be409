import type { Preferences } from '#lib/contracts/preferences.ts';

export type View = Preferences['view'];
export type Density = Preferences['density'];

/** How images are laid out: all rows are equally high, so that places can be told without having loaded anything. */
export type Layout = {
  view: View;
  columns: number;
  /** Pixels from the top of a row to the top of the next. */
  rowHeight: number;
  /** Pixels between tiles. */
  gap: number;
  /** Pixels of the box that a thumbnail is fitted into; its width is that of the column. */
  pictureHeight: number;
};

/** Least width of a tile and height of its picture, pixels. */
const TILES: Readonly<Record<Density, { width: number; picture: number; gap: number }>> = {
  small: { width: 124, picture: 96, gap: 12 },
  medium: { width: 188, picture: 144, gap: 16 },
  large: { width: 300, picture: 232, gap: 20 },
};
/** Height of the name below a picture with the space around it. */
const CAPTION = 28;

const LINES: Readonly<Record<Density, { row: number; picture: number }>> = {
  small: { row: 36, picture: 28 },
  medium: { row: 44, picture: 36 },
  large: { row: 72, picture: 64 },
};

/** @param width pixels that there are for a row */
export function layoutFor(view: View, density: Density, width: number): Layout {
  if (view === 'list') {
    const { row, picture } = LINES[density];
    return { view, columns: 1, rowHeight: row, gap: 0, pictureHeight: picture };
  }
  const { width: least, picture, gap } = TILES[density];
  // Two beside each other even on a small phone: one column would be a list.
  const columns = Math.max(2, Math.floor((width + gap) / (least + gap)));
  return { view, columns, rowHeight: picture + CAPTION + gap, gap, pictureHeight: picture };
}

export function rowsOf(total: number, { columns }: Layout): number {
  return Math.ceil(total / columns);
}

/**
 * The place that a key leads to from another, within `total` places; undefined for keys that lead nowhere.
 * @param page rows that fit into the window
 */
export function placeAfterKey(
  key: string,
  withControl: boolean,
  from: number,
  total: number,
  { columns }: Layout,
  page: number,
): number | undefined {
  const last = total - 1;
  const within = (place: number) => Math.min(last, Math.max(0, place));
  const down = (rows: number) => {
    const place = from + rows * columns;
    if (place > last) return Math.floor(from / columns) < Math.floor(last / columns) ? last : from;
    return place < 0 ? from % columns : place;
  };
  const inFirstRow = from < columns;
  switch (key) {
    case 'ArrowRight':
      return columns === 1 ? undefined : within(from + 1);
    case 'ArrowLeft':
      return columns === 1 ? undefined : within(from - 1);
    case 'ArrowDown':
      return down(1);
    case 'ArrowUp':
      return inFirstRow ? from : from - columns;
    case 'PageDown':
      return down(Math.max(1, page));
    case 'PageUp':
      return inFirstRow ? from : down(-Math.max(1, page));
    case 'Home':
      return withControl || columns === 1 ? 0 : from - (from % columns);
    case 'End':
      return withControl || columns === 1 ? last : within(from - (from % columns) + columns - 1);
    default:
      return undefined;
  }
}

/** Images on one page of the API's answers. */
export const PAGE = 200;

/** The pages that hold the images of some rows, in order; `[0]` at least. */
export function pagesOf(firstRow: number, lastRow: number, { columns }: Layout, total: number): number[] {
  if (total === 0 || lastRow < firstRow) return [0];
  const first = Math.floor((firstRow * columns) / PAGE);
  const last = Math.floor(Math.min(total - 1, (lastRow + 1) * columns - 1) / PAGE);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
