import { z } from 'zod';
import { CHECK_INTERVAL } from '#lib/catalog/catalog.ts';
import { canBeRecorded } from '#lib/catalog/sync-listed.ts';
import { bool, int, text } from '#lib/contracts/fields.ts';
import { image as imageShape, listedImage } from '#lib/contracts/resources.ts';
import { notFound, unsupported } from '#lib/errors/error.ts';
import { wishBurst } from '#lib/jobs/burst-wish.ts';
import {
  extensionOf,
  folderOfImage,
  normalizeFolderPath,
  normalizeImagePath,
} from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { isReadable } from '#lib/transform/formats.ts';
import { type Call, endpoint, outcome } from '../door/endpoint.ts';
import { blankImage, imageResource } from '../resources/image.ts';

const tag = 'Pictures';

const listQuery = z
  .object({
    path: text(1, 1024).meta({ description: 'folder; a slash in front is optional' }),
    attributes: bool.default(false).meta({ description: 'whole Image objects instead of names' }),
    start: int(0, 999_999_999).default(0),
    limit: int(1, 1000).default(1000),
  })
  .catchall(z.string())
  .meta({ description: 'Further parameters are added to the URLs of the pictures.' });

/** What anyone may ask about the files of the repository, as far as folder rights go. */
export const browseEndpoints = [
  endpoint({
    method: 'GET',
    path: '/list/',
    name: 'listFolder',
    summary: 'The files of a folder',
    description:
      'Read from the disk, by lower-case name; folders and names that begin with a dot are left out.',
    tag,
    access: 'anyone',
    rights: 'Needs the View level on the folder',
    scope: 'read',
    internal: false,
    optionalSlash: true,
    query: listQuery,
    answer: z.union([z.array(listedImage), z.array(imageShape)]),
    statuses: [403, 404],
    async handle(call) {
      const { parts, query } = call;
      const { listings } = parts;
      const folder = normalizeFolderPath(query.path);
      // First: whether a folder exists is told to those only who may look there.
      call.requireLevel(folder, LEVEL.view);
      const listing = await listings.look(folder);
      if (!listing) throw notFound(`there is no folder ${folder}`);
      await listings.record(listing);
      const names = listing.names.slice(query.start, query.start + query.limit);
      const since = performance.now();
      if (query.attributes) {
        return outcome({
          data: await detailedEntries(call, folder, names),
          keep: { isFresh: () => listings.isFresh(listing) && performance.now() - since < CHECK_INTERVAL },
        });
      }
      return outcome({
        data: shortEntries(call, names),
        keep: {
          isFresh: () => listings.isFresh(listing),
          renew: async () => (await listings.look(folder)) === listing,
        },
      });
    },
  }),
  endpoint({
    method: 'GET',
    path: '/details/',
    name: 'getDetails',
    summary: 'A picture by its path',
    description:
      'The file is looked at, so that what is new or has changed is noticed. Viewers ask for the size of the page and at the resolution that they show.',
    tag,
    access: 'anyone',
    rights: 'Needs the View level on the folder',
    scope: 'read',
    internal: false,
    optionalSlash: true,
    query: z.object({
      src: text(1, 1024),
      page: int(0, 999_999)
        .default(0)
        .meta({ description: 'whose width and height are told; 0 = the first' }),
      dpi: int(0, 32_000)
        .default(0)
        .meta({ description: 'in which a file without pixels of its own is drawn; 0 = as usual' }),
    }),
    answer: imageShape,
    statuses: [403, 404, 415, 503],
    async handle(call) {
      const { parts, query } = call;
      const src = normalizeImagePath(query.src);
      call.requireLevel(folderOfImage(src), LEVEL.view);
      if (!isReadable(extensionOf(src))) {
        if (!(await parts.storage.stat(src))) throw notFound(`there is no file ${src}`);
        throw unsupported(`files like ${src} cannot be read`);
      }
      const held = await parts.catalog.find(src);
      call.requireLevel(held.image.folder, LEVEL.view);
      await wishBurst(parts, src, 'missing', null);
      const { record } = held.image;
      const isOther = query.page > 1 || query.dpi > 0;
      const size = isOther ? await parts.probe(held.image, query.page || 1, query.dpi || undefined) : record;
      return outcome({
        data: { ...imageResource(record, call), width: size.width, height: size.height },
        keep: {
          isFresh: () => performance.now() - held.checkedAt < CHECK_INTERVAL,
          renew: async () => (await parts.catalog.find(src)) === held,
        },
      });
    },
  }),
];

type ListCall = Call<z.output<typeof listQuery>, unknown>;

/** Parameters that are for the URLs of pictures. A list of pictures has no use for another src. */
function urlParameters({ query }: ListCall): Array<[string, string]> {
  const { path: _path, attributes: _attributes, start: _start, limit: _limit, src: _src, ...others } = query;
  return Object.entries(others as Record<string, string>);
}

/** Names; their URLs repeat the folder as the caller wrote it (contract of the original). */
function shortEntries(call: ListCall, names: readonly string[]): Array<z.input<typeof listedImage>> {
  const { path } = call.query;
  const start = path.endsWith('/') ? path : `${path}/`;
  const parameters = urlParameters(call);
  return names.map((filename) => {
    const supported = isReadable(extensionOf(filename));
    const url = supported ? call.links.to('/image', [['src', start + filename], ...parameters]) : '';
    return { filename, supported, url };
  });
}

async function detailedEntries(
  call: ListCall,
  folder: string,
  names: readonly string[],
): Promise<Array<z.input<typeof imageShape>>> {
  const pathOf = (name: string) => `${folder === '/' ? '' : `${folder.slice(1)}/`}${name}`;
  const paths = names.map(pathOf).filter((src) => isReadable(extensionOf(src)) && canBeRecorded(src));
  const records = await call.parts.listings.records(paths);
  const parameters = urlParameters(call);
  return names.map((name) => {
    const record = records.get(pathOf(name));
    return record ? imageResource(record, call, parameters) : blankImage(name);
  });
}
