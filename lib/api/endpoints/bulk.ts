import { z } from 'zod';
import { deleteImage } from '#lib/catalog/delete-image.ts';
import { editImage } from '#lib/catalog/edit-image.ts';
import { moveImage } from '#lib/catalog/move-image.ts';
import { type ImageRecord, readImage } from '#lib/catalog/store/image-records.ts';
import { id, list, text } from '#lib/contracts/fields.ts';
import { image as imageShape } from '#lib/contracts/resources.ts';
import { badRequest, notFound } from '#lib/errors/error.ts';
import { baseName, normalizeFolderPath } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { type Call, endpoint } from '../door/endpoint.ts';
import { successMessage } from '../door/messages.ts';
import { failedPart } from '../resources/failed-part.ts';
import { imageResource } from '../resources/image.ts';
import { permittedMove } from '../resources/move-rights.ts';

const MOST_IMAGES = 1000;

const body = z.object({
  action: z.enum(['edit', 'move', 'delete']),
  ids: list(id, MOST_IMAGES),
  folder: text(1, 1024, { trim: true })
    .optional()
    .meta({ description: 'for move: where the images go; names stay' }),
  title: text(0, 255, { trim: true }).optional().meta({ description: 'for edit' }),
  description: text(0, 10_000, { trim: true }).optional().meta({ description: 'for edit' }),
});

type Wish = z.output<typeof body>;
type BulkCall = Call<unknown, Wish>;

const result = z
  .object({
    id: z.int(),
    status: z.int().meta({ description: 'what the same call for this image alone would answer' }),
    message: z.string(),
    image: imageShape.nullable(),
  })
  .meta({ id: 'BulkResult' });

/** Doing the same with many images. */
export const bulkEndpoints = [
  endpoint({
    method: 'POST',
    path: '/admin/images/bulk/',
    name: 'changeImages',
    summary: 'Edit, move or delete up to 1000 images',
    description:
      'Each image is done on its own, with the rights that it takes; one that fails does not stop the others. The ' +
      'answer is 200 with a result for each id, in the order of the ids.',
    tag: 'Images',
    access: 'signed-in',
    rights: 'Needs for each image what the call for it alone needs',
    scope: 'write',
    internal: true,
    body,
    answer: z.array(result),
    async handle(call) {
      const change = changeFor(call);
      const results: Array<z.input<typeof result>> = [];
      // One by one: files and rows of a folder are locked in turn anyway.
      for (const imageId of call.body.ids) {
        if (call.request.signal.aborted) break;
        results.push(await changeOne(call, imageId, change));
      }
      return results;
    },
  }),
];

type Change = (record: ImageRecord) => Promise<ImageRecord>;

async function changeOne(call: BulkCall, imageId: number, change: Change): Promise<z.input<typeof result>> {
  try {
    const record = await readImage(call.parts.db, imageId);
    if (!record) throw notFound(`there is no image ${imageId}`);
    const image = imageResource(await change(record), call);
    return { id: imageId, status: 200, message: successMessage(200), image };
  } catch (error) {
    const { message, status } = failedPart(error, call).shown.error;
    return { id: imageId, status, message, image: null };
  }
}

/** What is to be done with each image. Throws 400 when something that it takes is missing. */
function changeFor(call: BulkCall): Change {
  const { parts, actor, body: wish } = call;
  const { trashKeepDays } = parts.settings.files;
  if (wish.action === 'edit') {
    const { title, description } = wish;
    if (title === undefined && description === undefined) throw badRequest('the parameter title is missing');
    return (record) => {
      call.requireLevel(record.folder.path, LEVEL.edit);
      return editImage(parts, record.id, { title, description }, undefined, actor);
    };
  }
  if (wish.action === 'delete') {
    return (record) => {
      call.requireLevel(record.folder.path, LEVEL.delete);
      return deleteImage(parts, record.id, actor, trashKeepDays);
    };
  }
  if (wish.folder === undefined) throw badRequest('the parameter folder is missing');
  const folder = normalizeFolderPath(wish.folder, 'folder');
  return async (record) => {
    const path = `${folder === '/' ? '' : folder.slice(1)}/${baseName(record.src)}`;
    return moveImage(parts, await permittedMove(call, record.id, path), actor);
  };
}
