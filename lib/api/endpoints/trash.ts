import { z } from 'zod';
import { purgeTrash } from '#lib/catalog/purge-trash.ts';
import { restoreImage, restoreTarget } from '#lib/catalog/restore-image.ts';
import { listTrash, readTrash, type TrashRecord } from '#lib/catalog/store/trash.ts';
import { bool, id as idField, int, text } from '#lib/contracts/fields.ts';
import { folder, image, page, task, trashEntry } from '#lib/contracts/resources.ts';
import { notFound } from '#lib/errors/error.ts';
import { folderOfImage, normalizeFolderPath, parentFolders } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { type Call, endpoint, outcome } from '../door/endpoint.ts';
import { carryOut } from '../resources/carry-out.ts';
import { imageResource } from '../resources/image.ts';

const tag = 'Trash';
const DAY = 86_400_000;

/** What was deleted and can come back. */
export const trashEndpoints = [
  endpoint({
    method: 'GET',
    path: '/trash/',
    name: 'listTrash',
    summary: 'What lies in the trash, the last first',
    description:
      'Shows what was deleted from folders on which the caller has the delete level; a page may therefore hold fewer entries than asked for.',
    tag,
    access: 'signed-in',
    rights: 'Shows what the caller might have deleted',
    scope: 'read',
    internal: true,
    query: z.object({
      q: text(0, 200, { trim: true }).optional().meta({ description: 'part of the path' }),
      kind: z.enum(['image', 'folder']).optional(),
      limit: int(1, 200).default(50),
      cursor: idField.optional(),
    }),
    answer: page(trashEntry),
    async handle(call) {
      const { parts, query } = call;
      const entries = await listTrash(parts.db, {
        before: query.cursor,
        limit: query.limit,
        text: query.q,
        kind: query.kind,
      });
      return {
        results: entries.filter((entry) => mayDelete(call, entry)).map((entry) => shown(call, entry)),
        next: entries.length === query.limit ? String(entries.at(-1)?.id) : null,
      };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/trash/{id}/thumbnail/',
    name: 'getTrashThumbnail',
    summary: 'A small JPEG of an image in the trash',
    description: 'Fits into 320 by 320 pixels. 415 for files that are no picture.',
    tag,
    access: 'signed-in',
    rights: 'Needs what deleting it needs',
    scope: 'read',
    internal: true,
    answer: undefined,
    pageType: 'image/jpeg',
    statuses: [404, 415, 503],
    async handle(call) {
      const entry = await knownEntry(call);
      if (entry.kind === 'folder') throw notFound('a folder has no picture');
      const picture = await call.parts.upkeep.trashThumbnail(entry);
      return outcome({
        data: null,
        // What an entry holds never changes; it must not outlive the entry for long.
        headers: ['Cache-Control', 'private, max-age=300'],
        page: { type: 'image/jpeg', text: picture },
      });
    },
  }),
  endpoint({
    method: 'POST',
    path: '/trash/{id}/restore/',
    name: 'restore',
    summary: 'Bring something back from the trash',
    description:
      'To where it was, or to another path. Images need the upload level there, folders the create-folder level; a folder may be answered with 202 and a task.',
    tag,
    access: 'signed-in',
    rights:
      'Needs what deleting it needs, and where it goes the Upload level for an image, Create folder for a folder',
    scope: 'write',
    internal: true,
    body: z.object({
      to: text(1, 1024, { trim: true }).optional(),
      rename: bool.default(false).meta({ description: 'number the name of an image when it is taken' }),
    }),
    answer: z.union([image, folder, task, z.null()]),
    statuses: [202, 403, 404, 409],
    async handle(call) {
      const { parts, body, actor } = call;
      const entry = await knownEntry(call);
      if (entry.kind === 'folder') {
        const to = body.to === undefined ? '' : normalizeFolderPath(body.to);
        return carryOut(call, {
          name: `Restore folder ${entry.path}`,
          funcname: 'restore_folder',
          params: { trash_id: entry.id, to },
        });
      }
      const to =
        body.to === undefined
          ? entry.path
          : restoreTarget(body.to, entry.path, parts.settings.files.unicodeNames);
      const target = folderOfImage(to);
      call.requireLevel(target, LEVEL.upload);
      // A folder that is gone is made anew.
      if (!(await parts.storage.hasFolder(target.slice(1)))) {
        call.requireLevel(await parts.folders.nearest(target), LEVEL.createFolder);
      }
      const restored = await restoreImage(parts, entry.id, actor, {
        to: body.to === undefined ? undefined : to,
        rename: body.rename,
      });
      return imageResource(restored, call);
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/trash/{id}/',
    name: 'purgeTrashEntry',
    summary: 'Delete something in the trash for good',
    tag,
    access: ['admin_files'],
    scope: 'write',
    internal: true,
    answer: z.null(),
    statuses: [404],
    async handle(call) {
      const { id } = await knownEntry(call);
      await purgeTrash(call.parts, { ids: [id] }, call.actor);
      return null;
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/trash/',
    name: 'emptyTrash',
    summary: 'Delete everything in the trash for good',
    description: 'Answers 202 with the task when it takes longer than 30 seconds.',
    tag,
    access: ['admin_files'],
    scope: 'write',
    internal: true,
    answer: z.union([z.object({ purged: z.int() }), task, z.null()]),
    statuses: [202],
    handle: (call) =>
      carryOut(call, {
        name: 'Empty the trash',
        funcname: 'purge_old_trash',
        // Each call has its own answer, even when two come within a millisecond.
        params: { before_time: new Date().toISOString(), request: call.request.id },
      }),
  }),
];

type AnyCall = Call<unknown, unknown>;

/** The entry of the path, for whoever may see it. Throws 404 otherwise: the trash tells nobody else what it holds. */
async function knownEntry(call: AnyCall): Promise<TrashRecord> {
  const entry = await readTrash(call.parts.db, call.params.id);
  if (!entry || !mayDelete(call, entry))
    throw notFound(`the trash holds nothing with the id ${call.params.id}`);
  return entry;
}

function mayDelete({ parts, caller }: AnyCall, { kind, path }: TrashRecord): boolean {
  const [inFolder, needed] =
    kind === 'image'
      ? [folderOfImage(path), LEVEL.delete]
      : [parentFolders(path)[1] ?? '/', LEVEL.deleteFolder];
  return parts.permissions.level(caller.principal, inFolder) >= needed;
}

function shown({ parts }: AnyCall, entry: TrashRecord) {
  const { trashKeepDays } = parts.settings.files;
  return {
    id: entry.id,
    kind: entry.kind,
    path: entry.path,
    image_id: entry.imageId,
    folder_id: entry.folderId,
    files: entry.files,
    bytes: entry.bytes,
    deleted: entry.deletedAt,
    deleted_by: entry.deletedBy?.id ?? null,
    deleted_by_name: entry.deletedBy?.username ?? null,
    purge_after: new Date(entry.deletedAt.getTime() + trashKeepDays * DAY),
  };
}
