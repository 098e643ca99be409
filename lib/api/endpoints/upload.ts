import { z } from 'zod';
import { placeUpload } from '#lib/catalog/place-upload.ts';
import { int, text } from '#lib/contracts/fields.ts';
import { image, partFailure } from '#lib/contracts/resources.ts';
import { badRequest, notFound } from '#lib/errors/error.ts';
import { wishBurst } from '#lib/jobs/burst-wish.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { type Call, endpoint, type UploadedFile } from '../door/endpoint.ts';
import { FailureWithData, toKnown } from '../door/failures.ts';
import { failedPart, type PartFailure } from '../resources/failed-part.ts';
import { imageResource } from '../resources/image.ts';
import { storedName, uploadFolder } from '../uploads/upload-target.ts';

const fields = z.object({
  path: text(0, 1024).optional().meta({ description: 'folder that exists; / is the root' }),
  path_index: int(-999, 999)
    .default(-1)
    .meta({ description: 'from 0: one of the folders in IMAGE_UPLOAD_DIRS instead, made when missing' }),
  overwrite: z.union([z.boolean(), z.string()]).default(false).meta({
    description: 'what to do with a name that is taken: true replaces, false refuses, rename numbers',
  }),
});

type UploadCall = Call<unknown, z.output<typeof fields>>;
type OnExisting = 'refuse' | 'replace' | 'rename';

const TRUE_WORDS: ReadonlySet<string> = new Set(['1', 't', 'y', 'true', 'yes']);

/** Files into the repository. */
export const uploadEndpoints = [
  endpoint({
    method: 'POST',
    path: '/upload/',
    name: 'upload',
    summary: 'Store files',
    description:
      'Each file is answered by the name it was sent under: the image, or what went wrong. The status is that of the first failure; the other files are stored all the same.',
    tag: 'Images',
    access: 'signed-in',
    rights: 'Needs the Upload level on the folder',
    scope: 'write',
    internal: true,
    optionalSlash: true,
    files: true,
    body: fields,
    answer: z.record(z.string(), z.union([image, partFailure])),
    statuses: [403, 404, 409, 413, 415],
    async handle(call) {
      const { folder, onExisting } = await readWish(call);
      const results: Record<string, unknown> = Object.create(null);
      const saved = new Set<string>();
      let first: PartFailure | undefined;
      for (const file of call.files) {
        try {
          results[file.name] = await storeOne(call, file, folder, onExisting, saved);
        } catch (error) {
          const failure = failedPart(error, call);
          results[file.name] = failure.shown;
          first ??= failure;
        }
      }
      if (first) throw new FailureWithData(first.error, results);
      return results;
    },
  }),
];

/** Where to and how. Throws what concerns the whole upload, with `{}` as its data (contract of the original). */
async function readWish({
  body,
  files,
  blankFiles,
  parts,
  requireLevel,
}: UploadCall): Promise<{ folder: string; onExisting: OnExisting }> {
  try {
    if (files.length === 0 && blankFiles === 0) throw badRequest('the parameter files is missing');
    const folder = uploadFolder(body, parts);
    const listed = body.path_index >= 0;
    // Whether a folder exists is told to those only who may look there.
    if (!listed) requireLevel(folder, LEVEL.view);
    if (!listed && !(await parts.storage.hasFolder(folder.slice(1)))) {
      throw notFound(`there is no folder ${folder}`);
    }
    const { overwrite } = body;
    if (overwrite === 'rename') return { folder, onExisting: 'rename' };
    const replaces = typeof overwrite === 'boolean' ? overwrite : TRUE_WORDS.has(overwrite.toLowerCase());
    return { folder, onExisting: replaces ? 'replace' : 'refuse' };
  } catch (error) {
    throw new FailureWithData(toKnown(error), {});
  }
}

async function storeOne(
  call: UploadCall,
  { name: sent, staged }: UploadedFile,
  folder: string,
  onExisting: OnExisting,
  saved: Set<string>,
) {
  const { parts, actor } = call;
  // What a client sends may hold its own folders.
  const name = storedName(sent, call);
  call.requireLevel(folder, LEVEL.upload);
  const placed = await placeUpload(parts, {
    folder,
    name,
    staged,
    // Two files of one upload never replace each other.
    onExisting: saved.has(name) ? 'rename' : onExisting,
    actor,
  });
  saved.add(name);
  await wishBurst(parts, placed.image.src, 'always', call.caller.principal.userId ?? null);
  return imageResource(placed.image, call);
}
