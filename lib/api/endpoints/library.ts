import { z } from 'zod';
import { BROWSE_SORTS, type BrowseSort } from '#lib/catalog/store/browse-images.ts';
import { findFolder } from '#lib/catalog/store/folders.ts';
import { id, int } from '#lib/contracts/fields.ts';
import { scopeFields } from '#lib/contracts/image-filters.ts';
import { browsedPage, browsedPlace } from '#lib/contracts/library.ts';
import { notFound } from '#lib/errors/error.ts';
import { extensionOf } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { isReadable } from '#lib/transform/formats.ts';
import { endpoint } from '../door/endpoint.ts';
import { browsedImages } from '../resources/browsed-image.ts';
import { folderResource } from '../resources/folder.ts';
import { type ImageScope, readScope } from '../resources/image-scope.ts';

const tag = 'Library';
const rights = 'Needs the View level on the folder; with folders below, shows what the caller may view';
const MOST_OTHER_FILES = 1000;

const sort = z
  .enum(BROWSE_SORTS)
  .default('name')
  .meta({ description: 'a minus turns it round; relevance needs q and is name without it' });

/** Looking through the images of a folder, or of a search. */
export const libraryEndpoints = [
  endpoint({
    method: 'GET',
    path: '/browse/',
    name: 'browseImages',
    summary: 'Images of a folder or a search, with their number and size',
    description:
      'The folder is read from the disk first. Images that vanish at that moment are left out, so that a page may hold fewer than asked for.',
    tag,
    access: 'signed-in',
    rights,
    scope: 'read',
    internal: true,
    query: z.object({
      ...scopeFields,
      sort,
      start: int(0, 2_000_000_000).default(0),
      limit: int(1, 500).default(200),
    }),
    answer: browsedPage,
    statuses: [403, 404, 503],
    async handle(call) {
      const { parts, query } = call;
      const scope = await readScope(call, query);
      const { search, listing } = scope;
      const { images, bytes, ids } = await parts.browsing.page(
        search,
        { sort: sortOf(query.sort, scope), start: query.start, limit: query.limit },
        scope.stamp,
      );
      const [folder, shown] = await Promise.all([
        scope.access >= LEVEL.view ? findFolder(parts.db, { path: scope.folder }) : undefined,
        browsedImages(call, ids, search.recursive ? undefined : scope.folder),
      ]);
      const others =
        scope.whole && query.start === 0
          ? (listing?.names ?? []).filter((name) => !isReadable(extensionOf(name)))
          : [];
      return {
        folder: folder ? folderResource(folder) : null,
        access: scope.access,
        total: images,
        bytes,
        images: shown,
        other_files: others.slice(0, MOST_OTHER_FILES),
        incomplete: scope.incomplete,
      };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/browse/around/',
    name: 'findPlace',
    summary: 'Where an image stands in a folder or search, with its neighbours',
    tag,
    access: 'signed-in',
    rights,
    scope: 'read',
    internal: true,
    query: z.object({ ...scopeFields, sort, id }),
    answer: browsedPlace,
    statuses: [403, 404, 503],
    async handle(call) {
      const { parts, query } = call;
      const scope = await readScope(call, query);
      const place = await parts.browsing.place(scope.search, sortOf(query.sort, scope), query.id);
      if (!place) throw notFound(`the image ${query.id} is not among them`);
      return place;
    },
  }),
];

function sortOf(wished: BrowseSort, { search }: ImageScope): BrowseSort {
  return wished === 'relevance' && !search.terms ? 'name' : wished;
}
