import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { selectionSearch } from '#lib/catalog/image-filters.ts';
import { commonPlace, selectIds } from '#lib/catalog/store/browse-images.ts';
import { readImages } from '#lib/catalog/store/image-records.ts';
import { readSelection, saveSelection } from '#lib/catalog/store/saved-selections.ts';
import type { ImageSearch } from '#lib/catalog/store/search-conditions.ts';
import { type ZipEntry, zipFiles } from '#lib/catalog/zip-files.ts';
import { type Selection, selectionFields } from '#lib/contracts/image-filters.ts';
import { zipOffer } from '#lib/contracts/library.ts';
import { contentDisposition } from '#lib/delivery/headers.ts';
import { badRequest, notFound, refused } from '#lib/errors/error.ts';
import { baseName } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { regionsOf } from '#lib/permissions/regions.ts';
import { type Call, endpoint, outcome } from '../door/endpoint.ts';

const tag = 'Library';
const MOST_FILES = 20_000;
/** Milliseconds that the address of a download is good. */
const GOOD_FOR = 600_000;
/** Images looked up at a time. */
const BATCH = 200;
const LARGEST_ID = 2_147_483_647;

/** Downloading many originals as one file. */
export const zipEndpoints = [
  endpoint({
    method: 'POST',
    path: '/selection/zip/',
    name: 'offerZip',
    summary: 'An address from which the originals of the selected images can be downloaded as a zip file',
    description: 'It is good for ten minutes, and for the caller only. At most 20,000 files.',
    tag,
    access: 'signed-in',
    rights: 'Needs the Download level on the folder of each image; others are left out',
    scope: 'read',
    internal: true,
    body: z.object({ selection: selectionFields }),
    answer: zipOffer,
    statuses: [403],
    async handle(call) {
      const { parts, body, caller } = call;
      const { selection } = body;
      const { images: files, bytes } = await parts.browsing.count(searchOf(call, selection, LEVEL.download));
      if (files > MOST_FILES) {
        const [most, has] = [MOST_FILES, files].map((number) => number.toLocaleString('en'));
        throw badRequest(`selection: expected at most ${most} images, found ${has}`);
      }
      // Of what is not there, and of what may not be seen, the same is told.
      if (files === 0) throw refused('You may download none of these images.');
      const userId = caller.principal.userId ?? 0;
      const id = randomUUID();
      const expiresAt = new Date(Date.now() + GOOD_FOR);
      await saveSelection(parts.db, { id, userId, selection, expiresAt });
      const token = parts.identity.downloads.issue(userId, id, expiresAt);
      return { url: `/api/v1/selection/zip/${token}/`, files, bytes };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/selection/zip/{token}/',
    name: 'downloadZip',
    summary: 'The zip file that an address of offerZip names',
    description:
      'Files lie in the folders that they have below the one that they have in common. Those that may not be downloaded or have vanished are listed in a text file.',
    tag,
    access: 'signed-in',
    rights: 'Needs to be who asked for the address',
    scope: 'read',
    internal: true,
    answer: undefined,
    pageType: 'application/zip',
    statuses: [404],
    async handle(call) {
      const { parts, params, caller } = call;
      const meant = parts.identity.downloads.read(String(params.token));
      const saved =
        meant && meant.userId === caller.principal.userId
          ? await readSelection(parts.db, meant.id, meant.userId)
          : undefined;
      const { data: selection } = selectionFields.safeParse(saved);
      if (!selection) throw notFound('this download has expired; ask for it again');
      const place = await commonPlace(parts.db, searchOf(call, selection, LEVEL.view));
      const name = place === '' ? 'images' : baseName(place.slice(0, -1));
      return outcome({
        data: null,
        headers: ['Content-Disposition', contentDisposition('attachment', `${name}.zip`)],
        stream: {
          type: 'application/zip',
          open: () => zipFiles(parts.storage, entriesOf(call, selection, place)),
        },
      });
    },
  }),
];

type ZipCall = Pick<Call<unknown, unknown>, 'parts' | 'caller'>;

function searchOf({ parts, caller }: ZipCall, selection: Selection, level: number): ImageSearch {
  return selectionSearch(selection, regionsOf(caller.principal, parts.permissions.grants(), level));
}

/**
 * The images of a selection, with the names that they have below a place. Those that may be viewed only are told of as
 * long as there are not too many of them; they take no room from the others.
 */
async function* entriesOf(call: ZipCall, selection: Selection, place: string): AsyncGenerator<ZipEntry> {
  const { parts, caller } = call;
  let after = 0;
  let left = MOST_FILES;
  let told = 0;
  while (left > 0) {
    // Rights may be taken away while others are still being sent.
    await parts.refresh();
    const search = searchOf(call, selection, told < MOST_FILES ? LEVEL.view : LEVEL.download);
    const ids = await selectIds(parts.db, search, { after, upTo: LARGEST_ID, limit: BATCH });
    if (ids.length === 0) return;
    after = ids.at(-1) ?? LARGEST_ID;
    for (const record of await readImages(parts.db, ids)) {
      if (record?.status !== 1) continue;
      const level = parts.permissions.level(caller.principal, record.folder.path);
      // It was moved since it was found.
      if (level < LEVEL.view) continue;
      const refusal = level < LEVEL.download ? 'you may view it, but not download it' : undefined;
      if (refusal) told += 1;
      else left -= 1;
      yield {
        src: record.src,
        name: record.src.startsWith(place) ? record.src.slice(place.length) : baseName(record.src),
        time: record.fileTime,
        refusal,
      };
      if (left === 0) return;
    }
  }
}
