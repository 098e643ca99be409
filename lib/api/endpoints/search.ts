import { z } from 'zod';
import { readFilters } from '#lib/catalog/image-filters.ts';
import type { ImageSearch } from '#lib/catalog/store/search-conditions.ts';
import { type Position, SORTS, type Sort } from '#lib/catalog/store/search-images.ts';
import { bool, int, text } from '#lib/contracts/fields.ts';
import { imageFilters } from '#lib/contracts/image-filters.ts';
import { image, page } from '#lib/contracts/resources.ts';
import { normalizeFolderPath } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { regionsOf } from '#lib/permissions/regions.ts';
import { type Call, endpoint } from '../door/endpoint.ts';
import { cursorOf, readCursor } from '../resources/cursor.ts';
import { imageResource } from '../resources/image.ts';

/** What images can be looked for by. */
const searchFields = {
  ...imageFilters,
  folder: text(0, 1024).optional().meta({ description: 'path of a folder' }),
  recursive: bool.default(true).meta({ description: 'whether folders below count too' }),
  date_of: z
    .enum(['file', 'found'])
    .default('file')
    .meta({ description: 'whether days are those of the file or of when it was first found' }),
};

const query = z.object({
  ...searchFields,
  sort: z.enum(SORTS).optional().meta({ description: 'relevance with q, else newest' }),
  limit: int(1, 200).default(50),
  cursor: z.string().optional(),
});

/** Finding images. */
export const searchEndpoints = [
  endpoint({
    method: 'GET',
    path: '/search/',
    name: 'searchImages',
    summary: 'Find images',
    description:
      'Finds images that the server has met so far. Only those that the caller may view are among them.',
    tag: 'Pictures',
    access: 'anyone',
    scope: 'read',
    internal: false,
    query,
    answer: page(image),
    statuses: [403, 404, 503],
    async handle(call) {
      const search = readSearch(call, call.query);
      const hasText = call.query.q !== '';
      if (hasText && !search.terms) return { results: [], next: null };
      const wished = call.query.sort ?? 'relevance';
      const sort = wished === 'relevance' && !hasText ? 'newest' : wished;
      const after = readCursor(call.query.cursor, POSITIONS[sort])?.slice(1) as Position | undefined;
      const found = await call.parts.findImages(search, { sort, after, limit: call.query.limit });
      return {
        results: found.images.map((each) => imageResource(each, call)),
        next: found.next ? cursorOf([sort, ...found.next]) : null,
      };
    },
  }),
];

const largest = z.int().min(0);
const int32 = z.int().min(0).max(2_147_483_647);

/** What cursors hold: the order, then what the last row was sorted by. */
const POSITIONS: Readonly<Record<Sort, z.ZodType<readonly (string | number)[]>>> = {
  relevance: z.tuple([z.literal('relevance'), int32, int32]),
  name: z.tuple([z.literal('name'), text(1, 1024)]),
  newest: z.tuple([z.literal('newest'), int32]),
  oldest: z.tuple([z.literal('oldest'), int32]),
  largest: z.tuple([z.literal('largest'), largest, int32]),
};

type SearchValues = z.output<z.ZodObject<typeof searchFields>>;

/** The search that a caller means, confined to what the caller may view. Throws 400 for an unknown type. */
function readSearch(
  { parts, caller }: Pick<Call<unknown, unknown>, 'parts' | 'caller'>,
  values: SearchValues,
): ImageSearch {
  return {
    ...readFilters(values, values.date_of),
    folder: values.folder === undefined ? undefined : normalizeFolderPath(values.folder, 'folder'),
    recursive: values.recursive,
    regions: regionsOf(caller.principal, parts.permissions.grants(), LEVEL.view),
  };
}
