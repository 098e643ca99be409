import { isShownByBrowsers } from '#lib/transform/formats.ts';
import type { SharedPortfolio } from './portfolios.ts';

/** A portfolio as visitors see it. */
export type ShownPortfolio = Pick<SharedPortfolio, 'name' | 'description' | 'sized' | 'images' | 'hidden'> & {
  downloads: ReadonlyArray<
    Pick<SharedPortfolio['downloads'][number], 'url' | 'filename' | 'filesize' | 'description'>
  >;
};
export type ShownImage = SharedPortfolio['images'][number];

/**
 * The picture of an image on the page: with its own changes, as a JPEG in sRGB, fitted into a square unless some image of
 * the portfolio has a size of its own (rules of the predecessor's page).
 */
export function viewUrl({ sized }: Pick<ShownPortfolio, 'sized'>, { url }: Pick<ShownImage, 'url'>): string {
  const at = url.indexOf('/image?');
  const query = new URLSearchParams(url.slice(at + '/image?'.length));
  const format = query.get('format');
  if (format !== null && format !== 'auto' && !isShownByBrowsers(format)) query.delete('format');
  const own = sized ? {} : { width: '800', height: '800', autosizefit: '1' };
  for (const [name, value] of Object.entries({ format: 'jpg', colorspace: 'srgb', ...own })) {
    if (!query.has(name)) query.set(name, value);
  }
  return `/image?${query}`;
}
