import { z } from 'zod';
import { editImage } from '#lib/catalog/edit-image.ts';
import { type HistoryRecord, readHistory } from '#lib/catalog/store/image-history.ts';
import type { ImageRecord } from '#lib/catalog/store/image-records.ts';
import { int, text } from '#lib/contracts/fields.ts';
import { historyEntry, image as imageShape, page } from '#lib/contracts/resources.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { type Call, endpoint, outcome } from '../door/endpoint.ts';
import { idPage, idPosition, readCursor } from '../resources/cursor.ts';
import { imageResource } from '../resources/image.ts';
import { imageFor } from '../resources/image-for.ts';

const tag = 'Images';

/** Images as records, by id. */
export const imageEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/images/{id}/',
    name: 'getImage',
    summary: 'An image by its id, also a deleted one',
    tag,
    access: 'signed-in',
    rights: 'Needs the View level on the folder',
    scope: 'read',
    internal: true,
    answer: imageShape,
    versioned: true,
    statuses: [403, 404],
    async handle(call) {
      return answer(await imageFor(call, LEVEL.view), call);
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/admin/images/{id}/',
    name: 'updateImage',
    summary: 'Change title and description of an image',
    tag,
    access: 'signed-in',
    rights: 'Needs the Edit level on the folder',
    scope: 'write',
    internal: true,
    body: z.object({
      title: text(0, 255, { trim: true }).optional(),
      description: text(0, 10_000, { trim: true }).optional(),
    }),
    formRequired: ['title', 'description'],
    answer: imageShape,
    versioned: true,
    statuses: [403, 404, 409],
    async handle(call) {
      const { parts, body, actor } = call;
      const { id } = await imageFor(call, LEVEL.edit);
      const edited = await editImage(parts, id, body, call.expectedVersion(`image-${id}`), actor);
      return answer(edited, call);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/admin/images/{id}/history/',
    name: 'getImageHistory',
    summary: 'What happened to an image; the newest first',
    tag,
    access: 'signed-in',
    rights: 'Needs the View level on the folder',
    scope: 'read',
    internal: true,
    query: z.object({ limit: int(1, 1000).default(100), cursor: z.string().optional() }),
    answer: page(historyEntry),
    statuses: [403, 404],
    async handle(call) {
      const { limit, cursor } = call.query;
      const before = readCursor(cursor, idPosition)?.[0];
      const { id } = await imageFor(call, LEVEL.view);
      return idPage(await readHistory(call.parts.db, id, { before, limit }), limit, historyResource);
    },
  }),
];

function answer(record: ImageRecord, call: Call<unknown, unknown>) {
  return outcome({ data: imageResource(record, call), etag: `image-${record.id}-${record.version}` });
}

function historyResource(entry: HistoryRecord): object {
  return {
    id: entry.id,
    image_id: entry.imageId,
    user_id: entry.userId,
    username: entry.username,
    action: entry.action,
    action_info: entry.actionInfo,
    action_time: entry.actionTime,
  };
}
