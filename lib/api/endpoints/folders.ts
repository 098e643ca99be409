import { z } from 'zod';
import { text } from '#lib/contracts/fields.ts';
import { folder, folderDetails, task } from '#lib/contracts/resources.ts';
import { badRequest } from '#lib/errors/error.ts';
import { refuseDots } from '#lib/paths/file-name.ts';
import { normalizeFolderPath, parentFolders } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { type Call, endpoint } from '../door/endpoint.ts';
import { carryOut } from '../resources/carry-out.ts';
import { folderResource } from '../resources/folder.ts';

const tag = 'Folders';
const pathField = text(1, 1024, { trim: true });
const status = z.string().default('1').meta({ description: '1 present, 0 deleted, any for both' });
const changed = z.union([folder, task, z.null()]);
const waiting =
  'Answers 200 with the folder when it is done within 30 seconds, else 202 with the task; 202 without one when the same has been asked for already.';

/** Folders of the repository. */
export const folderEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/filesystem/folders/',
    name: 'findFolder',
    summary: 'A folder by its path, with the folders directly in it',
    tag,
    access: 'signed-in',
    rights: 'Needs the View level on the folder',
    scope: 'read',
    internal: true,
    query: z.object({ path: pathField, status }),
    answer: folderDetails,
    statuses: [403, 404],
    async handle(call) {
      const { parts, query } = call;
      const wanted = normalizeFolderPath(query.path);
      const wish = { status: readStatus(query.status) };
      // Whether a folder exists is told to those only who may look there.
      call.requireLevel(wanted, LEVEL.view);
      return shown(call, await parts.folders.get({ path: wanted }, wish));
    },
  }),
  endpoint({
    method: 'POST',
    path: '/admin/filesystem/folders/',
    name: 'createFolder',
    summary: 'Create a folder, and those above it',
    tag,
    access: 'signed-in',
    rights: 'Needs the Create folder level on the nearest folder that exists',
    scope: 'write',
    internal: true,
    body: z.object({ path: pathField }),
    answer: folder,
    statuses: [403, 409],
    async handle(call) {
      const { parts, body, actor } = call;
      const created = await parts.folders.create(body.path, actor, async (wanted) =>
        call.requireLevel(await parts.folders.nearest(wanted), LEVEL.createFolder),
      );
      await parts.announce();
      return folderResource(created);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/admin/filesystem/folders/{id}/',
    name: 'getFolder',
    summary: 'A folder, with the folders directly in it',
    tag,
    access: 'signed-in',
    rights: 'Needs the View level on the folder',
    scope: 'read',
    internal: true,
    query: z.object({ status }),
    answer: folderDetails,
    statuses: [403, 404],
    async handle(call) {
      const { parts, params, query } = call;
      const wish = { status: readStatus(query.status) };
      const { path } = await parts.folders.read(params.id);
      call.requireLevel(path, LEVEL.view);
      return shown(call, await parts.folders.get({ id: params.id }, wish));
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/admin/filesystem/folders/{id}/',
    name: 'moveFolder',
    summary: 'Move or rename a folder with everything in it',
    description: waiting,
    tag,
    access: 'signed-in',
    rights:
      'Needs the Create folder level on the new parent, and Delete folder on the old one when it is another',
    scope: 'write',
    internal: true,
    body: z.object({ path: pathField }),
    answer: changed,
    statuses: [202, 403, 404, 409, 503],
    async handle(call) {
      await mayMove(call, call.body.path);
      return carryOut(call, {
        name: `Move folder ${call.params.id} to ${call.body.path}`,
        funcname: 'move_folder',
        params: { folder_id: call.params.id, path: call.body.path },
      });
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/admin/filesystem/folders/{id}/',
    name: 'deleteFolder',
    summary: 'Delete a folder with everything in it',
    description: `It goes to the trash, from where it can be restored. ${waiting}`,
    tag,
    access: 'signed-in',
    rights: 'Needs the Delete folder level on the parent',
    scope: 'write',
    internal: true,
    answer: changed,
    statuses: [202, 400, 403, 404, 503],
    async handle(call) {
      const { path } = await call.parts.folders.read(call.params.id);
      if (path !== '/') call.requireLevel(parentOf(path), LEVEL.deleteFolder);
      return carryOut(call, {
        name: `Delete folder ${call.params.id}`,
        funcname: 'delete_folder',
        params: { folder_id: call.params.id },
      });
    },
  }),
];

/**
 * Throws forbidden for whoever may not move the folder. The task asks again when its turn has come; but tasks of people
 * without rights would be in the way of those of others.
 */
async function mayMove(call: Call<unknown, unknown>, typed: string): Promise<void> {
  const { folders } = call.parts;
  const { path: from } = await folders.read(call.params.id);
  refuseDots(typed);
  const to = normalizeFolderPath(typed);
  if (from === '/' || to === '/') return;
  if (to === from) return call.requireLevel(from, LEVEL.view);
  const [source, target] = [parentOf(from), parentOf(to)];
  call.requireLevel(await folders.nearest(target), LEVEL.createFolder);
  if (source !== target) call.requireLevel(source, LEVEL.deleteFolder);
}

function parentOf(path: string): string {
  return parentFolders(path)[1] ?? '/';
}

/** The folder with those children that the caller may see. */
function shown(
  { parts, caller }: Call<unknown, unknown>,
  details: Awaited<ReturnType<Call<unknown, unknown>['parts']['folders']['get']>>,
) {
  const visible = details.children.filter(
    (child) => parts.permissions.level(caller.principal, child.path) >= LEVEL.view,
  );
  return {
    ...folderResource(details),
    parent: details.parent && folderResource(details.parent),
    children: visible.map(folderResource),
  };
}

function readStatus(written: string): number | undefined {
  const word = written.toLowerCase();
  if (word === 'any' || word === '-1') return undefined;
  if (word === '0' || word === '1') return Number(word);
  throw badRequest('status: expected 1, 0 or any');
}
