import { z } from 'zod';
import { recordAudit } from '#lib/audit/store.ts';
import { findFolder } from '#lib/catalog/store/folders.ts';
import { findImage } from '#lib/catalog/store/image-files.ts';
import { text } from '#lib/contracts/fields.ts';
import { task } from '#lib/contracts/resources.ts';
import { folderUsage, storageReport } from '#lib/contracts/storage.ts';
import { notFound } from '#lib/errors/error.ts';
import { normalizeFolderPath, normalizeImagePath } from '#lib/paths/image-path.ts';
import { type Call, endpoint } from '../door/endpoint.ts';
import { carryOut } from '../resources/carry-out.ts';

const tag = 'Storage';

/** What takes space on the server, and the finished pictures that it keeps. */
export const storageEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/storage/',
    name: 'getStorage',
    summary: 'What takes space: trash, database, finished pictures, disks',
    tag,
    access: ['admin_files'],
    scope: 'admin',
    internal: true,
    answer: storageReport,
    handle: ({ parts }) => parts.upkeep.report(),
  }),
  endpoint({
    method: 'GET',
    path: '/admin/storage/folders/',
    name: 'getFolderUsage',
    summary: 'What the images of a folder and of each folder in it take',
    description: 'From the records of images: what nobody has looked at yet is not among them.',
    tag,
    access: ['admin_files'],
    scope: 'admin',
    internal: true,
    query: z.object({ path: text(0, 1024).default('/').meta({ description: 'path of a folder' }) }),
    answer: folderUsage,
    async handle({ parts, query }) {
      const path = normalizeFolderPath(query.path);
      const usage = await parts.upkeep.folderUsage(path);
      const start = path === '/' ? '/' : `${path}/`;
      const sum = (part: 'files' | 'bytes') =>
        usage.folders.reduce((total, folder) => total + folder[part], usage[part]);
      return {
        ...usage,
        path,
        folders: usage.folders.map((folder) => ({ ...folder, path: start + folder.name })),
        total: { files: sum('files'), bytes: sum('bytes') },
      };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/admin/storage/forget/',
    name: 'forgetPictures',
    summary: 'Forget finished pictures, so that they are made anew',
    description:
      'Of one image, of all images in a folder and below it, or of all. Originals are left alone. A folder may be answered with 202 and a task.',
    tag,
    access: ['admin_files'],
    scope: 'admin',
    internal: true,
    body: z.object({
      what: z.enum(['image', 'folder', 'all'], 'expected image, folder or all'),
      path: text(0, 1024).default('').meta({ description: 'of the image or folder' }),
    }),
    answer: z.union([
      z.object({ images: z.int().nullable().meta({ description: 'null: all' }) }),
      task,
      z.null(),
    ]),
    statuses: [202, 404],
    async handle(call) {
      const { what, path } = call.body;
      if (what === 'image') return forgetImage(call, normalizeImagePath(path));
      if (what === 'folder') return forgetFolder(call, normalizeFolderPath(path));
      await call.parts.upkeep.forgetPictures();
      await note(call, { what: 'folder', id: '', name: '/' });
      return { images: null };
    },
  }),
];

type AnyCall = Call<unknown, unknown>;

async function forgetImage(call: AnyCall, src: string) {
  const image = await findImage(call.parts.db, src);
  if (!image) throw notFound(`there is no image ${src}`);
  await call.parts.purge({ id: image.id, src });
  await note(call, { what: 'image', id: image.id, name: src });
  return { images: 1 };
}

async function forgetFolder(call: AnyCall, path: string) {
  const folder = await findFolder(call.parts.db, { path });
  if (!folder) throw notFound(`there is no folder ${path}`);
  const answer = await carryOut(call, {
    name: `Clear the cached pictures of ${path}`,
    funcname: 'uncache_folder_images',
    params: { path },
  });
  await note(call, { what: 'folder', id: folder.id, name: path });
  return answer;
}

function note(
  { parts, actor }: AnyCall,
  { what, id, name }: { what: 'image' | 'folder'; id: number | string; name: string },
): Promise<void> {
  return recordAudit(parts.db, actor, {
    action: `${what}.uncache`,
    objectType: what,
    objectId: id,
    objectName: name,
  });
}
