import { z } from 'zod';
import { bool, id, int, text } from '#lib/contracts/fields.ts';
import { listedUser, userDetails } from '#lib/contracts/people.ts';
import { badRequest, notFound } from '#lib/errors/error.ts';
import { AUTH, FIRST_ADMIN, USER_STATUS } from '#lib/identity/account-rules.ts';
import { outranks } from '#lib/identity/authority.ts';
import { flagsOf, listGroupsOf } from '#lib/identity/store/groups.ts';
import {
  findPerson,
  listMemberships,
  PEOPLE_ORDERS,
  type PeopleSort,
  searchPeople,
} from '#lib/identity/store/people.ts';
import { endpoint, outcome } from '../door/endpoint.ts';
import { groupResource } from '../resources/group.ts';
import { requirePeopleOrPermissions, seenUserResource } from '../resources/people.ts';

const tag = 'Users';
const sorts: readonly string[] = PEOPLE_ORDERS.flatMap((order) => [order, `-${order}`]);
const MOST_START = 1_000_000;
/** Words of a search that are looked at. */
const MOST_WORDS = 8;

/** People as the pages of the administration show them: searched for and in parts, or one with everything. */
export const peopleEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/users/search/',
    name: 'searchUsers',
    summary: 'People by words of their names, a part of the list at a time',
    description: 'For holders of admin_users or admin_permissions.',
    tag,
    access: 'signed-in',
    rights: 'Needs admin_permissions or admin_users',
    scope: 'admin',
    internal: true,
    query: z.object({
      q: text(0, 200, { trim: true })
        .default('')
        .meta({ description: 'words of user name, name or e-mail address' }),
      status: int(USER_STATUS.deleted, USER_STATUS.active)
        .optional()
        .meta({ description: '0 disabled, 1 active' }),
      auth_type: int(AUTH.password, AUTH.openId).optional(),
      allow_api: bool.optional(),
      group: id.optional().meta({ description: 'members of this group' }),
      not_group: id.optional().meta({ description: 'people who are not in this group' }),
      sort: z
        .string()
        .default('username')
        .meta({ description: `${PEOPLE_ORDERS.join(', ')}; with - in front from the end` }),
      start: int(0, MOST_START).default(0),
      limit: int(1, 200).default(50),
    }),
    answer: z.object({ total: z.int(), people: z.array(listedUser) }),
    statuses: [403],
    async handle({ parts, caller, query }) {
      requirePeopleOrPermissions(caller.principal);
      if (!sorts.includes(query.sort)) throw badRequest(`sort: expected one of ${sorts.join(', ')}`);
      const search = {
        words: query.q.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS),
        status: query.status,
        authType: query.auth_type,
        allowApi: query.allow_api,
        groupId: query.group,
        notInGroupId: query.not_group,
      };
      const { start, limit } = query;
      const { total, people } = await searchPeople(parts.db, search, {
        sort: query.sort as PeopleSort,
        start,
        limit,
      });
      const groups = await listMemberships(
        parts.db,
        people.map((person) => person.id),
      );
      return {
        total,
        people: people.map((person) => ({
          ...seenUserResource(person),
          groups: groups.get(person.id) ?? [],
        })),
      };
    },
  }),
  endpoint({
    method: 'GET',
    path: '/admin/users/{id}/details/',
    name: 'getUserDetails',
    summary: 'A person with groups, permissions and what is known of the account’s use',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    versioned: true,
    answer: userDetails,
    statuses: [404],
    async handle({ parts, caller, params }) {
      const person = await findPerson(parts.db, params.id);
      if (!person) throw notFound(`there is no user ${params.id}`);
      const flags = await flagsOf(parts.db, person.id);
      return outcome({
        data: {
          ...seenUserResource(person),
          groups: (await listGroupsOf(parts.db, person.id)).map(groupResource),
          permissions: [...flags],
          is_protected: person.id === FIRST_ADMIN,
          outranks: person.id !== caller.principal.userId && outranks(flags, caller.principal),
        },
        // The version is that of the account alone: no cache may answer by this tag.
        headers: ['ETag', `W/"user-${person.id}-${person.version}"`, 'Cache-Control', 'private, no-store'],
      });
    },
  }),
];
