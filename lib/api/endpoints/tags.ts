import { z } from 'zod';
import { changeTags, LONGEST_TAG, MOST_TAGS } from '#lib/catalog/image-tags.ts';
import { readImage } from '#lib/catalog/store/image-records.ts';
import { listTags, readTags } from '#lib/catalog/store/tags.ts';
import { int, list, text } from '#lib/contracts/fields.ts';
import { imageTags, tag as tagShape } from '#lib/contracts/library.ts';
import { notFound } from '#lib/errors/error.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { regionsOf } from '#lib/permissions/regions.ts';
import { type Call, endpoint } from '../door/endpoint.ts';

const tag = 'Library';
const path = '/admin/images/{id}/tags/';

/** Words that images are found by. */
export const tagEndpoints = [
  endpoint({
    method: 'GET',
    path: '/tags/',
    name: 'listTags',
    summary: 'Tags, and how many images that the caller may view have them',
    description: 'Those that begin with q come first, then those of more images.',
    tag,
    access: 'signed-in',
    rights: 'Shows tags of images that the caller may view',
    scope: 'read',
    internal: true,
    query: z.object({
      q: text(0, LONGEST_TAG, { trim: true }).default('').meta({ description: 'part of their names' }),
      limit: int(1, 500).default(50),
    }),
    answer: z.array(tagShape),
    handle: ({ parts, caller, query }) =>
      listTags(parts.db, {
        text: query.q,
        limit: query.limit,
        regions: regionsOf(caller.principal, parts.permissions.grants(), LEVEL.view),
      }),
  }),
  endpoint({
    method: 'GET',
    path,
    name: 'getTags',
    summary: 'The tags of an image',
    tag,
    access: 'signed-in',
    rights: 'Needs the View level on the folder',
    scope: 'read',
    internal: true,
    answer: imageTags,
    statuses: [403, 404],
    async handle(call) {
      const id = await imageFor(call, LEVEL.view);
      return { tags: await readTags(call.parts.db, id) };
    },
  }),
  endpoint({
    method: 'PUT',
    path,
    name: 'updateTags',
    summary: 'Give an image these tags and no others',
    description: 'A tag is the same whatever its case. Those that no image has any more vanish.',
    tag,
    access: 'signed-in',
    rights: 'Needs the Edit level on the folder',
    scope: 'write',
    internal: true,
    body: z.object({
      tags: list(text(1, LONGEST_TAG, { trim: true }), MOST_TAGS).meta({ description: 'without commas' }),
    }),
    answer: imageTags,
    statuses: [403, 404],
    async handle(call) {
      const id = await imageFor(call, LEVEL.edit);
      return { tags: await changeTags(call.parts, id, () => call.body.tags, call.actor) };
    },
  }),
];

/** Id of the image that a path names. Throws not_found, then forbidden without the level on its folder. */
async function imageFor(call: Call<unknown, unknown>, level: number): Promise<number> {
  const found = await readImage(call.parts.db, call.params.id);
  if (!found) throw notFound(`there is no image ${call.params.id}`);
  call.requireLevel(found.folder.path, level);
  return found.id;
}
