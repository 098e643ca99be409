import { z } from 'zod';
import { id, int } from '#lib/contracts/fields.ts';
import { folderPermission, newFolderPermission } from '#lib/contracts/resources.ts';
import { knownGroup } from '#lib/identity/edit-group.ts';
import { createEntry, deleteEntry, knownEntry, updateEntry } from '#lib/permissions/edit-entry.ts';
import { type FolderEntry, listEntries } from '#lib/permissions/store.ts';
import { endpoint, outcome } from '../door/endpoint.ts';
import { folderResource } from '../resources/folder.ts';
import { groupResource } from '../resources/group.ts';

const tag = 'Folder permissions';
const level = int(0, 70);

/** What groups may do in folders. */
export const permissionEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/permissions/',
    name: 'listPermissions',
    summary: 'Permissions of groups on folders, or those of one folder or group',
    description: 'At most 100,000.',
    tag,
    access: ['admin_permissions'],
    scope: 'admin',
    internal: true,
    query: z.object({ folder_id: id.optional(), group_id: id.optional() }),
    answer: z.array(folderPermission),
    async handle({ parts, query }) {
      const which = { folderId: query.folder_id, groupId: query.group_id };
      return (await listEntries(parts.db, which)).map(resource);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/admin/permissions/',
    name: 'createPermission',
    summary: 'Give a group a permission on a folder and those below it',
    tag,
    access: ['admin_permissions'],
    scope: 'admin',
    internal: true,
    versioned: true,
    body: z.object({ group_id: id, folder_id: id, access: level }),
    answer: newFolderPermission,
    statuses: [404, 409],
    async handle({ parts, actor, body }) {
      const fields = { groupId: body.group_id, folderId: body.folder_id, access: body.access };
      const created = await createEntry(parts.db, actor, fields);
      await parts.announce();
      return outcome({
        data: {
          ...resource(created),
          folder: folderResource(created.folder),
          group: groupResource(await knownGroup(parts.db, created.groupId)),
        },
        etag: tagOf(created),
      });
    },
  }),
  endpoint({
    method: 'GET',
    path: '/admin/permissions/{id}/',
    name: 'getPermission',
    summary: 'A permission',
    tag,
    access: ['admin_permissions'],
    scope: 'admin',
    internal: true,
    versioned: true,
    answer: folderPermission,
    statuses: [404],
    async handle({ parts, params }) {
      return answer(await knownEntry(parts.db, params.id));
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/admin/permissions/{id}/',
    name: 'updatePermission',
    summary: 'Change the level of a permission; group and folder stay',
    tag,
    access: ['admin_permissions'],
    scope: 'admin',
    internal: true,
    versioned: true,
    body: z.object({ group_id: id.optional(), folder_id: id.optional(), access: level.optional() }),
    formRequired: ['group_id', 'folder_id', 'access'],
    answer: folderPermission,
    statuses: [404, 409],
    async handle({ parts, actor, params, body, expectedVersion }) {
      const expected = expectedVersion(`permission-${params.id}`);
      const changed = await updateEntry(parts.db, actor, params.id, body.access, expected);
      await parts.announce();
      return answer(changed);
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/admin/permissions/{id}/',
    name: 'deletePermission',
    summary: 'Remove a permission, so that the folder inherits; not that of a system group on the root',
    tag,
    access: ['admin_permissions'],
    scope: 'admin',
    internal: true,
    answer: z.null(),
    statuses: [400, 404],
    async handle({ parts, actor, params }) {
      await deleteEntry(parts.db, actor, params.id);
      await parts.announce();
      return null;
    },
  }),
];

function resource(entry: FolderEntry) {
  return { id: entry.id, folder_id: entry.folderId, group_id: entry.groupId, access: entry.access };
}

function tagOf(entry: FolderEntry): string {
  return `permission-${entry.id}-${entry.version}`;
}

function answer(stored: FolderEntry) {
  return outcome({ data: resource(stored), etag: tagOf(stored) });
}
