import { type PageSize, paperPoints } from './page-sizes.ts';
import type { Size } from './values.ts';

/** Where a picture stands on its page, in points (1/72 inch) from the lower left corner. */
export type Placing = {
  page: Size;
  left: number;
  bottom: number;
  width: number;
  height: number;
};

const POINTS = 72;
/** A pixel is a point when nobody knows better, as programs for printing take it. */
const UNKNOWN_DPI = 72;

/**
 * The picture in the middle of its page. On paper, which lies as the picture does, it is as large as fits; with dots
 * per inch that were asked for it has the size that these give it, unless that is too large.
 * @param dpi that were asked for; 0 or undefined = none
 * @param sourceDpi that the file of the picture states, for pages that are as large as the picture
 */
export function placeOnPage(
  { width, height }: Size,
  pageSize: PageSize,
  { dpi, sourceDpi }: { dpi?: number | undefined; sourceDpi?: number | null | undefined },
): Placing {
  const density = dpi || sourceDpi || UNKNOWN_DPI;
  const own = { width: (width * POINTS) / density, height: (height * POINTS) / density };
  if (pageSize === 'image') return { page: own, left: 0, bottom: 0, ...own };
  const [short, long] = paperPoints(pageSize);
  const page = width > height ? { width: long, height: short } : { width: short, height: long };
  const most = Math.min(page.width / own.width, page.height / own.height);
  const scale = dpi ? Math.min(1, most) : most;
  const shown = { width: own.width * scale, height: own.height * scale };
  return {
    page,
    left: (page.width - shown.width) / 2,
    bottom: (page.height - shown.height) / 2,
    ...shown,
  };
}
