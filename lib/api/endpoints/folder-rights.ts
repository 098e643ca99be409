import { z } from 'zod';
import type { ApiParts } from '#lib/boot/services.ts';
import { id, int, list, text } from '#lib/contracts/fields.ts';
import { folderRights, permissionImpact, permittedFolder } from '#lib/contracts/folder-rights.ts';
import { notFound } from '#lib/errors/error.ts';
import { normalizeFolderPath } from '#lib/paths/image-path.ts';
import { changeFolderEntries } from '#lib/permissions/edit-folder.ts';
import { MOST_CROWDS } from '#lib/permissions/preview.ts';
import { listPermittedFolders } from '#lib/permissions/store/folder-rights.ts';
import { findActiveFolder } from '#lib/permissions/store.ts';
import { endpoint } from '../door/endpoint.ts';
import { folderRightsResource } from '../resources/folder-rights.ts';
import { requirePeopleOrPermissions } from '../resources/people.ts';
import { impactResource } from '../resources/permission-impact.ts';

const tag = 'Folder permissions';
const eitherRight = 'Needs admin_permissions or admin_users';
const folderId = id;

/** Groups that one call changes. */
const MOST_CHANGES = 500;

const change = {
  group_id: id,
  access: int(0, 70).nullable().meta({ description: 'null: no permission of its own, the folder inherits' }),
};

/** The rights on one folder as a whole: read, tried out and changed in one call each. */
export const folderRightsEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/permissions/folder/',
    name: 'getFolderRights',
    summary: 'What every group may do in a folder: its own level, and the one it inherits',
    description: 'For holders of admin_permissions or admin_users.',
    tag,
    access: 'signed-in',
    rights: eitherRight,
    scope: 'admin',
    internal: true,
    query: z.object({ path: text(0, 1024, { trim: true }).default('/') }),
    answer: folderRights,
    statuses: [403, 404],
    async handle({ parts, caller, query }) {
      requirePeopleOrPermissions(caller.principal);
      const path = normalizeFolderPath(query.path);
      // Puts a folder on record that is on the disk only.
      const record = await parts.folders.get({ path });
      if (record.status !== 1) throw notFound(`there is no folder ${path}`);
      return shown(parts, record);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/admin/permissions/folders/',
    name: 'listPermittedFolders',
    summary: 'Folders with permissions of their own, by path',
    description: 'For holders of admin_permissions or admin_users. At most 10,000.',
    tag,
    access: 'signed-in',
    rights: eitherRight,
    scope: 'admin',
    internal: true,
    answer: z.array(permittedFolder),
    statuses: [403],
    async handle({ parts, caller }) {
      requirePeopleOrPermissions(caller.principal);
      const folders = await listPermittedFolders(parts.db);
      return folders.map((each) => ({ folder_id: each.folderId, path: each.path, groups: each.groups }));
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/admin/permissions/folder/',
    name: 'changeFolderRights',
    summary: 'Set and remove permissions of several groups on a folder, all or none',
    tag,
    access: ['admin_permissions'],
    scope: 'admin',
    internal: true,
    body: z.object({
      folder_id: folderId,
      changes: list(
        z.object({
          ...change,
          version: int(0, 2_147_483_647)
            .optional()
            .meta({ description: 'of the permission as it was read; 0: there was none' }),
        }),
        MOST_CHANGES,
      ),
    }),
    answer: folderRights,
    statuses: [400, 404, 409],
    async handle({ parts, actor, body }) {
      const wishes = body.changes.map((each) => ({
        groupId: each.group_id,
        access: each.access,
        version: each.version,
      }));
      await changeFolderEntries(parts.db, actor, body.folder_id, wishes);
      await parts.announce();
      return shown(parts, await known(parts, body.folder_id));
    },
  }),
  endpoint({
    method: 'POST',
    path: '/admin/permissions/impact/',
    name: 'previewFolderRights',
    summary: 'What changes of several groups on a folder would do, without changing anything',
    tag,
    access: ['admin_permissions'],
    scope: 'admin',
    internal: true,
    body: z.object({ folder_id: folderId, changes: list(z.object(change), MOST_CHANGES) }),
    answer: permissionImpact,
    statuses: [404],
    async handle({ parts, caller, body }) {
      const folder = await known(parts, body.folder_id);
      const levels = new Map(body.changes.map((each) => [each.group_id, each.access ?? undefined]));
      return impactResource(parts, caller.principal, folder, levels, MOST_CROWDS);
    },
  }),
];

async function known(parts: ApiParts, wanted: number): Promise<{ id: number; path: string }> {
  const folder = await findActiveFolder(parts.db, { id: wanted });
  if (!folder) throw notFound(`there is no folder ${wanted}`);
  return folder;
}

async function shown(parts: ApiParts, folder: { id: number; path: string }) {
  await parts.refresh();
  return folderRightsResource(parts, folder, MOST_CROWDS);
}
