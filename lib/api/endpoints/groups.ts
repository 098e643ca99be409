import { z } from 'zod';
import type { ApiParts } from '#lib/boot/services.ts';
import { bool, int, text } from '#lib/contracts/fields.ts';
import { group, groupWithUsers } from '#lib/contracts/resources.ts';
import { createGroup, deleteGroup, knownGroup, updateGroup } from '#lib/identity/edit-group.ts';
import { FLAGS, type Flag } from '#lib/identity/principal.ts';
import { listGroups, listMembers, type StoredGroup } from '#lib/identity/store/groups.ts';
import { endpoint, outcome } from '../door/endpoint.ts';
import { groupResource } from '../resources/group.ts';
import { userResource } from '../resources/user.ts';

const tag = 'Groups';
const name = text(0, 120, { trim: true });
const description = text(0, 5120);
const type = int(1, 3).meta({
  description: '2 local, 3 LDAP; 1 only of the groups that every installation has',
});

const access = {
  access_folios: bool.optional(),
  access_reports: bool.optional(),
  access_admin_users: bool.optional(),
  access_admin_files: bool.optional(),
  access_admin_folios: bool.optional(),
  access_admin_permissions: bool.optional(),
  access_admin_all: bool.optional(),
} satisfies Record<`access_${Flag}`, z.ZodType>;

/** Groups of people and what they grant. */
export const groupEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/groups/',
    name: 'listGroups',
    summary: 'Groups by name, without their members',
    description: 'At most 10,000.',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    answer: z.array(group),
    async handle({ parts }) {
      return (await listGroups(parts.db)).map(groupResource);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/admin/groups/',
    name: 'createGroup',
    summary: 'Create a group',
    description: 'Only permissions that the caller holds can be given to it.',
    tag,
    access: ['admin_users', 'admin_permissions'],
    scope: 'admin',
    internal: true,
    versioned: true,
    body: z.object({ name, description, group_type: type, ...access }),
    answer: groupWithUsers,
    statuses: [409],
    async handle({ parts, actor, caller, body }) {
      const wished = wishedFlags(body);
      const created = await createGroup(parts.db, actor, caller.principal, {
        name: body.name,
        description: body.description,
        groupType: body.group_type,
        flags: FLAGS.filter((flag) => wished[flag]),
      });
      await parts.announce();
      return answer(parts, created);
    },
  }),
  endpoint({
    method: 'GET',
    path: '/admin/groups/{id}/',
    name: 'getGroup',
    summary: 'A group with its members, deleted accounts included',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    versioned: true,
    answer: groupWithUsers,
    statuses: [404],
    async handle({ parts, params }) {
      return answer(parts, await knownGroup(parts.db, params.id));
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/admin/groups/{id}/',
    name: 'updateGroup',
    summary: 'Change a group',
    description:
      'Names of system groups stay. Permissions change only if the caller holds admin_permissions, and only those ' +
      'that the caller holds can be given. In a form a permission that is left out is taken away; JSON changes ' +
      'only what it names.',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    versioned: true,
    body: z.object({
      name: name.optional(),
      description: description.optional(),
      group_type: type.optional(),
      ...access,
    }),
    formRequired: ['name', 'description', 'group_type'],
    formDefaults: Object.fromEntries(FLAGS.map((flag) => [`access_${flag}`, 'false'])),
    answer: groupWithUsers,
    statuses: [404, 409],
    async handle({ parts, actor, caller, params, body, expectedVersion }) {
      const { id } = params;
      const changes = {
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.description === undefined ? {} : { description: body.description }),
        ...(body.group_type === undefined ? {} : { groupType: body.group_type }),
        flags: wishedFlags(body),
      };
      const expected = expectedVersion(`group-${id}`);
      const changed = await updateGroup(parts.db, actor, caller.principal, id, changes, expected);
      await parts.announce();
      return answer(parts, changed);
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/admin/groups/{id}/',
    name: 'deleteGroup',
    summary: 'Delete a local group and what it was given',
    tag,
    access: ['admin_users', 'admin_permissions'],
    scope: 'admin',
    internal: true,
    answer: z.null(),
    statuses: [400, 404],
    async handle({ parts, actor, caller, params }) {
      await deleteGroup(parts.db, actor, caller.principal, params.id);
      await parts.announce();
      return null;
    },
  }),
];

function wishedFlags(
  body: { [name in `access_${Flag}`]?: boolean | undefined },
): Partial<Record<Flag, boolean>> {
  const named = FLAGS.flatMap((flag) => {
    const wish = body[`access_${flag}`];
    return wish === undefined ? [] : [[flag, wish] as const];
  });
  return Object.fromEntries(named);
}

/**
 * The version is that of the group itself, so that adding members makes no conflict for who edits its description.
 * The members in the answer are not covered by it: no cache may answer by this tag.
 */
async function answer(parts: ApiParts, stored: StoredGroup) {
  const members = await listMembers(parts.db, stored.id);
  return outcome({
    data: { ...groupResource(stored), users: members.map(userResource) },
    headers: ['ETag', `W/"group-${stored.id}-${stored.version}"`, 'Cache-Control', 'private, no-store'],
  });
}
