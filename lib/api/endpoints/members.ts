import { z } from 'zod';
import { id, list } from '#lib/contracts/fields.ts';
import { user } from '#lib/contracts/resources.ts';
import { knownGroup } from '#lib/identity/edit-group.ts';
import { addMember, changeMembers, dropMember } from '#lib/identity/edit-members.ts';
import { listMembers } from '#lib/identity/store/groups.ts';
import { endpoint } from '../door/endpoint.ts';
import { userResource } from '../resources/user.ts';

const tag = 'Groups';

/** People that one call puts in or takes out. */
const MOST_AT_ONCE = 1_000;

/** Who belongs to which group. */
export const memberEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/groups/{id}/members/',
    name: 'listMembers',
    summary: 'The members of a group by user name, deleted accounts included',
    description: 'At most 10,000.',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    answer: z.array(user),
    statuses: [404],
    async handle({ parts, params }) {
      const found = await knownGroup(parts.db, params.id);
      return (await listMembers(parts.db, found.id)).map(userResource);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/admin/groups/{id}/members/',
    name: 'addMember',
    summary: 'Put a person into a group; unknown people and members are no error',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    body: z.object({ user_id: id }),
    answer: z.null(),
    statuses: [404],
    async handle({ parts, actor, caller, params, body }) {
      await addMember(parts.db, actor, caller.principal, params.id, body.user_id);
      await parts.announce();
      return null;
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/admin/groups/{id}/members/',
    name: 'changeMembers',
    summary: 'Put people into a group and take others out, all or none',
    description: 'Unknown people are no error.',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    body: z.object({ add: list(id, MOST_AT_ONCE).optional(), remove: list(id, MOST_AT_ONCE).optional() }),
    answer: z.object({ added: z.int(), removed: z.int() }),
    statuses: [400, 403, 404],
    async handle({ parts, actor, caller, params, body }) {
      const wish = { add: body.add ?? [], remove: body.remove ?? [] };
      const changed = await changeMembers(parts.db, actor, caller.principal, params.id, wish);
      await parts.announce();
      return changed;
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/admin/groups/{id}/members/{user_id}/',
    name: 'removeMember',
    summary: 'Take a person out of a group; who is no member is no error',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    answer: z.null(),
    statuses: [400, 404],
    async handle({ parts, actor, caller, params }) {
      await dropMember(parts.db, actor, caller.principal, params.id, Number(params.user_id));
      await parts.announce();
      return null;
    },
  }),
];
