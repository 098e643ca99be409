import { formatPrintedSize, type PrintUnit } from '#lib/format/lengths.ts';
import { isPaper } from '#lib/transform/formats.ts';
import type { PageSize } from '#lib/transform/page-sizes.ts';
import { type Placing, placeOnPage } from '#lib/transform/place-on-page.ts';
import type { Size, TransformValues } from '#lib/transform/values.ts';
import { extensionOf, transformOf } from './published-url.ts';
import type { Recipe } from './recipe.ts';
import { writtenAs } from './warnings.ts';

/** The page of a file for printing. */
export type PrintedPage = {
  placing: Placing;
  /** Whether the page is a sheet of paper, which may be larger than the picture. */
  isSheet: boolean;
  /** What is worth knowing, each as a sentence without its full stop. */
  texts: string[];
};

/** Paper whose sizes are thought of in inches. */
const IN_INCHES: ReadonlySet<PageSize> = new Set(['letter', 'legal', 'tabloid']);
const POINTS = 72;

/** Name of a size of paper: `A4`. */
export function paperName(size: PageSize): string {
  return size === 'image' ? 'As large as the picture' : size.charAt(0).toUpperCase() + size.slice(1);
}

/**
 * The page that a picture is printed on, as the server places it; undefined for formats without pages, and where the size
 * follows from a resolution that is not known.
 * @param pixels of the published picture
 * @param sourceDpi that the original states; null = it states none, undefined = unknown
 */
export function printedPage(
  recipe: Recipe,
  base: TransformValues,
  pixels: Size,
  sourceDpi: number | null | undefined,
): PrintedPage | undefined {
  const { format, pageSize = 'image', dpi } = transformOf(recipe, base);
  if (!isPaper(format ?? writtenAs(extensionOf(recipe.src)))) return undefined;
  const isSheet = pageSize !== 'image';
  if (!isSheet && dpi === undefined && sourceDpi === undefined) return undefined;
  const placing = placeOnPage(pixels, pageSize, { dpi, sourceDpi });
  const unit: PrintUnit = IN_INCHES.has(pageSize) ? 'in' : 'mm';
  const picture = formatPrintedSize(placing, unit);
  const density = `at ${Math.round((pixels.width * POINTS) / placing.width)} dpi`;
  if (!isSheet)
    return { placing, isSheet, texts: [`The page is as large as the picture: ${picture} ${density}`] };
  const { page } = placing;
  const name = `${paperName(pageSize)} ${page.width > page.height ? 'landscape' : 'portrait'}`;
  return {
    placing,
    isSheet,
    texts: [`${name}, ${formatPrintedSize(page, unit)}`, `The picture is printed ${picture} ${density}`],
  };
}
