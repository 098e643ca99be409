import { services } from '#lib/boot/services.ts';
import { PICTURES } from '#lib/catalog/image-filters.ts';
import { EmulsionError, refused } from '#lib/errors/error.ts';
import { folderOfImage, normalizeImagePath } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { readPageRequest } from './sign-in/page-request.ts';
import { redirectTo, refusal } from './sign-in/page-response.ts';
import { loginPage, passwordPage } from './sign-in/places.ts';

/**
 * `/list/navigate/?src=&dir=`: leads to the page of the image before (`dir=back`) or behind another one in its folder, by
 * name; 204 at the end, and for an image that is not there (contract of the original).
 */
export async function answerNavigate(request: Request): Promise<Response> {
  try {
    const { api: parts } = await services();
    const page = readPageRequest(request.headers);
    const caller = await parts.identity.identify({
      authorization: page.header('authorization'),
      cookie: page.header('cookie'),
      address: page.address,
    });
    const { pathname, search, searchParams } = new URL(request.url);
    if (caller.principal.userId === undefined) return redirectTo(loginPage(pathname + search));
    if (caller.mustChangePassword) return redirectTo(passwordPage(pathname + search));
    if (caller.scopes && !caller.scopes.has('read')) throw refused('this token is not good for reading');
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
