import { extensionOf } from '#lib/publisher/published-url.ts';
import { isShownByBrowsers } from '#lib/transform/formats.ts';
import { pictureUrl } from '#lib/transform/picture-url.ts';

/** Addresses of the pages; those of the predecessor where it had such a page. */

/** The text of a query value with slashes left readable. */
function value(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/%2F/g, '/');
}

/** @param folder `/` or `/a/b` */
export const browsePage = (folder = '/'): string =>
  folder === '/' ? '/list/' : `/list/?path=${value(folder)}`;
/**
 * @param src repository path of the image, without a slash in front
 * @param listing query of the list (`/list/?…`) that it is looked at from; previous and next follow it
 */
export const detailsPage = (src: string, listing?: string): string =>
  `/details/?src=${value(src)}${listing ? `&from=${encodeURIComponent(listing)}` : ''}`;
/**
 * What the address of a picture says beside its path so that browsers show it: nothing for files that they show as they
 * are, else the best format of each browser.
 */
export const shownInPages = (src: string): { format?: string } =>
  isShownByBrowsers(extensionOf(src)) ? {} : { format: 'auto' };
/** The address of a picture that the API gives, such that browsers show it. */
export const linkInPages = ({ src, url }: { src: string; url: string }): string =>
  shownInPages(src).format === undefined ? url : `${url}&format=auto`;
/** @param page of a file of several, from 1 */
export const publishPage = (src: string, page = 1): string =>
  `/publish/?src=${value(src)}${page > 1 ? `&page=${page}` : ''}${shownInPages(src).format === undefined ? '' : '&format=auto'}`;
export const uploadPage = (folder?: string): string =>
  folder === undefined ? '/upload/' : `/upload/?path=${value(folder)}`;
export const portfoliosPage = '/portfolios/';
export const basketPage = '/basket/';
/** The page on which visitors see a portfolio. */
export const portfolioPage = (humanId: string): string => `/portfolios/${encodeURIComponent(humanId)}/`;
export const editPortfolioPage = (humanId: string, tab?: string): string =>
  `${portfolioPage(humanId)}edit/${tab === undefined ? '' : `?tab=${tab}`}`;
export const permissionsPage = (folder: string): string => `/admin/permissions/?path=${value(folder)}`;

/** Whether the server puts the pages of such a file into a folder beside it. */
export const isCutIntoPages = (src: string): boolean => /\.(?:pdf|ps|epsi?|epsf)$/i.test(src);
/** That folder. */
export const pagesFolder = (src: string): string => `/${src}.d`;

/** Folder of an image: `/` or `/a/b`. */
export const folderOf = (src: string): string => `/${src.slice(0, Math.max(0, src.lastIndexOf('/')))}`;
/** Last part of a path. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Pixels of a thumbnail's box; few sizes, so that the cache is shared. */
export type ThumbnailSize = 200 | 400 | 800;

/** A page (from 1) of a file of several, and the dots per inch in which it is drawn when it has no pixels of its own. */
export type PageChoice = { page?: number | undefined; dpi?: number | undefined };

/**
 * A picture that fits into a square, with the parameters that the predecessor's pages used (not counted in the
 * statistics).
 * @param version changes with the file, so that a replaced picture is not shown from the browser's memory
 */
export function thumbnailUrl(
  src: string,
  size: ThumbnailSize,
  version?: string | number,
  { page, dpi }: PageChoice = {},
): string {
  const url = pictureUrl('/image', src, {
    ...(page !== undefined && page > 1 ? { page } : {}),
    ...(dpi === undefined ? {} : { dpi }),
    width: size,
    height: size,
    autosizefit: true,
    format: 'auto',
    colorspace: 'srgb',
    strip: true,
    stats: false,
  });
  return withVersion(url, version);
}

/**
 * The address of a picture such that a browser does not show what it remembers of an earlier file.
 * @param version changes with the file; undefined or "" = unknown
 */
export function withVersion(url: string, version: string | number | undefined): string {
  return version === undefined || version === '' ? url : `${url}&v=${encodeURIComponent(version)}`;
}

/** The file itself, as a download. */
export const originalUrl = (src: string): string => `/original?src=${value(src)}&attach=1`;
