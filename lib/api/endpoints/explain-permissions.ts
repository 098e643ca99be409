import { z } from 'zod';
import { id, int, text } from '#lib/contracts/fields.ts';
import { permissionPreview, permissionTrace } from '#lib/contracts/resources.ts';
import { notFound, refused } from '#lib/errors/error.ts';
import { knownGroup } from '#lib/identity/edit-group.ts';
import { listGroupsOf } from '#lib/identity/store/groups.ts';
import { findUser } from '#lib/identity/store/users.ts';
import { normalizeImagePath } from '#lib/paths/image-path.ts';
import { explainAccess } from '#lib/permissions/explain.ts';
import { PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { groupConcerned, MOST_CROWDS, previewChange } from '#lib/permissions/preview.ts';
import { findActiveFolder, listCrowds } from '#lib/permissions/store.ts';
import { endpoint } from '../door/endpoint.ts';
import { userResource } from '../resources/user.ts';

const tag = 'Folder permissions';

/** Why somebody may do what in a folder, and what a change would do. */
export const explainPermissionEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/permissions/trace/',
    name: 'tracePermissions',
    summary: 'How somebody’s level on a folder comes about',
    description: 'For holders of admin_permissions or admin_users.',
    tag,
    access: 'signed-in',
    rights: 'Needs admin_permissions or admin_users',
    scope: 'admin',
    internal: true,
    query: z.object({
      path: text(0, 4096).default('/'),
      user: int(0, 2_147_483_647).default(0).meta({ description: '0 or empty: not signed in' }),
    }),
    answer: permissionTrace,
    statuses: [403, 404],
    async handle({ parts, caller, query }) {
      const { flags } = caller.principal;
      if (!flags.has('admin_permissions') && !flags.has('admin_users')) {
        throw refused('permission admin_permissions or admin_users is needed');
      }
      const path = folderPath(query.path);
      const user = query.user === 0 ? undefined : await findUser(parts.db, query.user);
      if (query.user !== 0 && !user) throw notFound(`there is no user ${query.user}`);
      const groups = user ? await listGroupsOf(parts.db, user.id) : [];
      const everyone = await knownGroup(parts.db, PUBLIC_GROUP);
      const folder = await findActiveFolder(parts.db, { path });
      return {
        path,
        folder_id: folder?.id ?? null,
        user: user ? userResource(user) : null,
        ...explainAccess(parts.permissions.grants(), path, groups, everyone.name),
      };
    },
  }),
  endpoint({
    method: 'POST',
    path: '/admin/permissions/preview/',
    name: 'previewPermission',
    summary: 'What a permission would change, without changing anything',
    description: 'Without `access`: what would happen if the permission were removed.',
    tag,
    access: ['admin_permissions'],
    scope: 'admin',
    internal: true,
    body: z.object({ folder_id: id, group_id: id, access: int(0, 70).optional() }),
    answer: permissionPreview,
    statuses: [404],
    async handle({ parts, body }) {
      const { id: groupId } = await knownGroup(parts.db, body.group_id);
      const folder = await findActiveFolder(parts.db, { id: body.folder_id });
      if (!folder) throw notFound(`there is no folder ${body.folder_id}`);
      const grants = parts.permissions.grants();
      const crowds = await listCrowds(parts.db, groupConcerned(groupId), MOST_CROWDS);
      const change = { folder: folder.path, groupId, access: body.access };
      return {
        folder_id: folder.id,
        path: folder.path,
        group_id: groupId,
        before: grants.get(folder.path)?.get(groupId) ?? null,
        after: body.access ?? null,
        ...previewChange(grants, change, crowds),
      };
    },
  }),
];

/** A folder as it is recorded: with a slash in front. */
function folderPath(typed: string): string {
  return /^\/*$/.test(typed) ? '/' : `/${normalizeImagePath(typed, 'path')}`;
}
