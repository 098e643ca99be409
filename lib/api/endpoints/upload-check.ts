import { z } from 'zod';
import { inParallel } from '#lib/catalog/in-parallel.ts';
import { int, list, text } from '#lib/contracts/fields.ts';
import { image, uploadCheck } from '#lib/contracts/resources.ts';
import { conflict, STATUS } from '#lib/errors/error.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { type Call, endpoint } from '../door/endpoint.ts';
import { toKnown } from '../door/failures.ts';
import { imageResource } from '../resources/image.ts';
import { shownOutcome } from '../uploads/shown-outcome.ts';
import { foldersBelow } from '../uploads/upload-note.ts';
import { permittedTarget, storedName, uploadFolder } from '../uploads/upload-target.ts';
import { uploadsOf } from '../uploads/uploads.ts';

const MOST_NAMES = 500;
/** Files that are looked for at a time. */
const PLACES = 8;

const body = z.object({
  folder: text(0, 1024).optional().meta({ description: 'folder that exists; / is the root' }),
  path_index: int(-999, 999).default(-1).meta({ description: 'as in /upload/' }),
  names: list(text(1, 1024), MOST_NAMES).meta({
    description: 'names of the files; folders in front of a name are those that the file brings along',
  }),
});

type CheckCall = Call<unknown, z.output<typeof body>>;
type Checked = z.input<typeof uploadCheck>['files'][number];

/** What goes with resumable uploads, which have a protocol of their own. */
export const uploadCheckEndpoints = [
  endpoint({
    method: 'POST',
    path: '/uploads/check/',
    name: 'checkUploads',
    summary: 'What would become of files if they were uploaded',
    description:
      'Tells for each file, in the order of the names, under which name it would be stored, whether that name is taken ' +
      'and by which image, and why it would be refused. Nothing is changed.',
    tag: 'Images',
    access: 'signed-in',
    rights: 'Needs the Upload level on the folder',
    scope: 'read',
    internal: true,
    body,
    answer: uploadCheck,
    statuses: [403, 404],
    async handle(call) {
      const wanted = { path: call.body.folder, path_index: call.body.path_index };
      const folder = uploadFolder(wanted, call.parts);
      await permittedTarget(call, wanted, '');
      return {
        folder,
        max_bytes: call.parts.settings.files.maxContentLength,
        files: await inParallel(PLACES, call.body.names, (name) => checkOne(call, wanted, name)),
      };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/uploads/{upload}/result/',
    name: 'getUploadResult',
    summary: 'What came of a resumable upload',
    description:
      'The same that the answer to the last part said, for whoever did not receive that: the image, or the refusal with ' +
      'its status. Kept for a day. 409 as long as bytes are missing.',
    tag: 'Images',
    access: 'signed-in',
    rights: 'Uploads of the caller only',
    scope: 'write',
    internal: true,
    answer: image,
    statuses: [403, 404, 409, 413, 415],
    async handle(call) {
      const result = await uploadsOf(call.parts).outcome(call, String(call.params.upload));
      if (!result) throw conflict('the upload is not complete');
      return shownOutcome(result, call);
    },
  }),
];

async function checkOne(
  call: CheckCall,
  wanted: { path: string | undefined; path_index: number },
  name: string,
): Promise<Checked> {
  try {
    const stored = storedName(name, call);
    const folder = await permittedTarget(call, wanted, foldersBelow({ relative: name }));
    const src = folder === '/' ? stored : `${folder.slice(1)}/${stored}`;
    const taken = (await call.parts.storage.stat(src)) !== undefined;
    return {
      name,
      stored,
      src,
      taken,
      image: taken ? await imageAt(call, folder, src) : null,
      refused: null,
    };
  } catch (error) {
    const known = toKnown(error);
    if (known.status >= STATUS.internal) throw error;
    return { name, stored: null, src: null, taken: false, image: null, refused: known.publicMessage };
  }
}

async function imageAt(call: CheckCall, folder: string, src: string): Promise<Checked['image']> {
  if (call.parts.permissions.level(call.caller.principal, folder) < LEVEL.view) return null;
  try {
    return imageResource((await call.parts.catalog.find(src)).image.record, call);
  } catch (error) {
    if (toKnown(error).code === 'not_found') return null;
    throw error;
  }
}
