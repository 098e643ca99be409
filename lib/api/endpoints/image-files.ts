import { z } from 'zod';
import { deleteImage } from '#lib/catalog/delete-image.ts';
import { moveImage } from '#lib/catalog/move-image.ts';
import { readImage } from '#lib/catalog/store/image-records.ts';
import { text } from '#lib/contracts/fields.ts';
import { image } from '#lib/contracts/resources.ts';
import { notFound } from '#lib/errors/error.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { endpoint } from '../door/endpoint.ts';
import { imageResource } from '../resources/image.ts';
import { permittedMove } from '../resources/move-rights.ts';

const tag = 'Images';

/** The files behind images. */
export const imageFileEndpoints = [
  endpoint({
    method: 'PUT',
    path: '/admin/filesystem/images/{id}/',
    name: 'moveImage',
    summary: 'Move or rename an image',
    tag,
    access: 'signed-in',
    rights: 'Needs the Upload level on the new folder, and Delete on the old one when it is another',
    scope: 'write',
    internal: true,
    body: z.object({ path: text(5, 1024, { trim: true }) }),
    answer: image,
    statuses: [403, 404, 409],
    async handle(call) {
      const { parts, params, body, actor } = call;
      const plan = await permittedMove(call, params.id, body.path);
      return imageResource(await moveImage(parts, plan, actor), call);
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/admin/filesystem/images/{id}/',
    name: 'deleteImage',
    summary: 'Delete an image; it goes to the trash',
    tag,
    access: 'signed-in',
    rights: 'Needs the Delete level on the folder',
    scope: 'write',
    internal: true,
    answer: image,
    statuses: [403, 404],
    async handle(call) {
      const { parts, params, actor } = call;
      const known = await readImage(parts.db, params.id);
      if (!known) throw notFound('the image was not found');
      call.requireLevel(known.folder.path, LEVEL.delete);
      const deleted = await deleteImage(parts, params.id, actor, parts.settings.files.trashKeepDays);
      return imageResource(deleted, call);
    },
  }),
];
