import { z } from 'zod';
import { countedGroup, groupDetails } from '#lib/contracts/people.ts';
import { knownGroup } from '#lib/identity/edit-group.ts';
import { listGroups } from '#lib/identity/store/groups.ts';
import { countMembers } from '#lib/identity/store/people.ts';
import { countPermittedFolders, listFoldersOf } from '#lib/permissions/store/folder-rights.ts';
import { endpoint, outcome } from '../door/endpoint.ts';
import { groupResource } from '../resources/group.ts';
import { requirePeopleOrPermissions } from '../resources/people.ts';

const tag = 'Groups';

/** Groups as the pages of the administration show them: with how many people and folders they concern. */
export const groupDetailsEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/groups/overview/',
    name: 'listCountedGroups',
    summary: 'Groups by name, with how many people and folders they concern',
    description: 'For holders of admin_users or admin_permissions. At most 10,000.',
    tag,
    access: 'signed-in',
    rights: 'Needs admin_permissions or admin_users',
    scope: 'admin',
    internal: true,
    answer: z.array(countedGroup),
    statuses: [403],
    async handle({ parts, caller }) {
      requirePeopleOrPermissions(caller.principal);
      const [groups, members, folders] = await Promise.all([
        listGroups(parts.db),
        countMembers(parts.db),
        countPermittedFolders(parts.db),
      ]);
      return groups.map((group) => ({
        ...groupResource(group),
        members: members.get(group.id) ?? 0,
        folders: folders.get(group.id) ?? 0,
      }));
    },
  }),
  endpoint({
    method: 'GET',
    path: '/admin/groups/{id}/details/',
    name: 'getGroupDetails',
    summary: 'A group with its folders, without its members, who may be thousands',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    versioned: true,
    answer: groupDetails,
    statuses: [404],
    async handle({ parts, params }) {
      const group = await knownGroup(parts.db, params.id);
      const [members, folders, own] = await Promise.all([
        countMembers(parts.db),
        countPermittedFolders(parts.db),
        listFoldersOf(parts.db, group.id),
      ]);
      return outcome({
        data: {
          ...groupResource(group),
          members: members.get(group.id) ?? 0,
          folders: folders.get(group.id) ?? 0,
          folder_permissions: own,
        },
        // The version is that of the group alone: no cache may answer by this tag.
        headers: ['ETag', `W/"group-${group.id}-${group.version}"`, 'Cache-Control', 'private, no-store'],
      });
    },
  }),
];
