import { services } from '#lib/boot/services.ts';
import { PICTURES } from '#lib/catalog/image-filters.ts';
import { EmulsionError } from '#lib/errors/error.ts';
import { folderOfImage, normalizeImagePath } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { redirectTo, refusal } from './sign-in/page-response.ts';
import { readerOf } from './sign-in/reader.ts';

/**
 * `/list/navigate/?src=&dir=`: leads to the page of the image before (`dir=back`) or behind another one in its folder, by
 * name; 204 at the end, and for an image that is not there (contract of the original).
 */
export async function answerNavigate(request: Request): Promise<Response> {
  try {
    const all = await services();
    const caller = await readerOf(all, request);
    if (caller instanceof Response) return caller;
    const { api: parts } = all;
    const { searchParams } = new URL(request.url);
    const src = normalizeImagePath(searchParams.get('src') ?? '');
    const folder = folderOfImage(src);
    await parts.refresh();
    parts.permissions.require(caller.principal, folder, LEVEL.view);
    const listing = await parts.listings.look(folder);
    if (!listing) return nowhere();
    await parts.listings.record(listing);
    await parts.syncFolder(listing);
    const { image } = await parts.catalog.find(src);
    const place = await parts.browsing.place(wholeFolder(folder), 'name', image.id);
    const neighbour = searchParams.get('dir') === 'back' ? place?.previous : place?.next;
    return neighbour ? redirectTo(`/details/?${new URLSearchParams({ src: neighbour.src })}`) : nowhere();
  } catch (error) {
    return error instanceof EmulsionError && error.code === 'not_found' ? nowhere() : refusal(error);
  }
}

function wholeFolder(folder: string) {
  return {
    text: '',
    terms: undefined,
    folder,
    recursive: false,
    extensions: PICTURES,
    width: {},
    height: {},
    bytes: {},
    fileTime: {},
    found: {},
    regions: { root: true, turns: [] },
  };
}

function nowhere(): Response {
  return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } });
}
