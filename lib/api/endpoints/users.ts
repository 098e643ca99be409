import { z } from 'zod';
import { bool, id, int, list, text } from '#lib/contracts/fields.ts';
import { group, user, userWithGroups } from '#lib/contracts/resources.ts';
import { badRequest, EmulsionError, notFound, refused } from '#lib/errors/error.ts';
import { AUTH, USER_STATUS } from '#lib/identity/account-rules.ts';
import { createUser } from '#lib/identity/create-user.ts';
import { listGroupsOf } from '#lib/identity/store/groups.ts';
import { findUser, listUsers, type StoredUser } from '#lib/identity/store/users.ts';
import { updateUser } from '#lib/identity/update-user.ts';
import { type Call, endpoint, outcome } from '../door/endpoint.ts';
import { groupResource } from '../resources/group.ts';
import { userResource } from '../resources/user.ts';

const tag = 'Users';
const short = text(0, 120);
const name = text(0, 120, { trim: true });

/** Statuses of accounts to list; undefined = all. */
const STATUSES: ReadonlyMap<string, number | undefined> = new Map([
  ['1', USER_STATUS.active],
  ['0', USER_STATUS.deleted],
  ['-1', undefined],
  ['any', undefined],
]);

/** What an unchecked box of a form leaves behind: false for administrators, no wish of people for themselves. */
const ABSENT = '';

/** People and their accounts. */
export const userEndpoints = [
  endpoint({
    method: 'GET',
    path: '/admin/users/',
    name: 'listUsers',
    summary: 'People by user name',
    description: 'At most 10,000.',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    query: z.object({
      status: z
        .string()
        .default('1')
        .meta({ description: '`1` active (default), `0` deleted, `-1` or `any` both' }),
    }),
    answer: z.array(user),
    async handle({ parts, query }) {
      const wanted = query.status.toLowerCase();
      if (!STATUSES.has(wanted)) throw badRequest('status: expected 1, 0, -1 or any');
      return (await listUsers(parts.db, STATUSES.get(wanted))).map(userResource);
    },
  }),
  endpoint({
    method: 'POST',
    path: '/admin/users/',
    name: 'createUser',
    summary: 'Create an account',
    description: 'It is active and belongs to the group Normal users, beside the groups that are named.',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    versioned: true,
    body: z.object({
      first_name: short,
      last_name: short,
      email: short,
      username: name,
      password: text(8, 120),
      auth_type: int(AUTH.password, AUTH.ldap),
      allow_api: bool.default(false),
      must_change_password: bool
        .default(false)
        .meta({ description: 'whether the first sign-in asks for another password' }),
      groups: list(id, 100).optional(),
    }),
    answer: userWithGroups,
    statuses: [404, 409],
    async handle({ parts, actor, caller, body }) {
      const fields = {
        firstName: body.first_name,
        lastName: body.last_name,
        email: body.email,
        username: body.username,
        password: body.password,
        authType: body.auth_type,
        allowApi: body.allow_api,
        mustChangePassword: body.must_change_password,
      };
      const first = { by: caller.principal, groupIds: body.groups ?? [] };
      const created = await createUser(parts.db, actor, fields, parts.identity.hashPassword, first);
      await parts.announce();
      return outcome({
        data: { ...userResource(created.user), groups: created.groups.map(groupResource) },
        etag: `user-${created.user.id}-${created.user.version}`,
      });
    },
  }),
  endpoint({
    method: 'GET',
    path: '/admin/users/{id}/',
    name: 'getUser',
    summary: 'A person; oneself without permission',
    tag,
    access: 'signed-in',
    rights: 'Needs admin_users for others than oneself',
    scope: 'admin',
    internal: true,
    versioned: true,
    beforePasswordChange: true,
    answer: user,
    statuses: [403, 404],
    async handle(call) {
      requireSelfOrAdmin(call);
      return answer(await known(call));
    },
  }),
  endpoint({
    method: 'GET',
    path: '/admin/users/{id}/groups/',
    name: 'listGroupsOfUser',
    summary: 'The groups of a person by name; of oneself without permission',
    tag,
    access: 'signed-in',
    rights: 'Needs admin_users for others than oneself',
    scope: 'admin',
    internal: true,
    beforePasswordChange: true,
    answer: z.array(group),
    statuses: [403, 404],
    async handle(call) {
      requireSelfOrAdmin(call);
      const person = await known(call);
      return (await listGroupsOf(call.parts.db, person.id)).map(groupResource);
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/admin/users/{id}/',
    name: 'updateUser',
    summary: 'Change an account; most of one’s own without permission',
    description:
      'People changing their own password send `current_password` as well, unless they have to change it. ' +
      'A new password ends the other sessions of the person; `status` 1 restores a deleted account.',
    tag,
    access: 'signed-in',
    rights: 'Needs admin_users for others than oneself',
    scope: 'admin',
    internal: true,
    versioned: true,
    beforePasswordChange: true,
    body: z.object({
      first_name: short.optional(),
      last_name: short.optional(),
      email: short.optional(),
      username: name.optional(),
      password: short.optional().meta({ description: '8 to 120 characters; empty: unchanged' }),
      current_password: text(0, 1000).optional(),
      auth_type: int(AUTH.password, AUTH.openId).optional(),
      allow_api: z.union([z.literal(ABSENT), bool]).optional(),
      status: int(USER_STATUS.deleted, USER_STATUS.active).optional(),
      must_change_password: bool
        .optional()
        .meta({ description: 'whether the next sign-in asks for another password' }),
    }),
    formRequired: ['first_name', 'last_name', 'email', 'username', 'auth_type'],
    formDefaults: { allow_api: ABSENT },
    answer: user,
    statuses: [403, 404, 409, 429],
    async handle(call) {
      requireSelfOrAdmin(call);
      const { parts, actor, caller, body, params } = call;
      const isOwn = caller.principal.userId === params.id;
      if (isOwn && body.password && caller.via === 'personal-token') {
        throw refused('a personal token is not good for changing the own password');
      }
      const isAdmin = caller.principal.flags.has('admin_users');
      const allowApi = body.allow_api === ABSENT ? (isAdmin ? false : undefined) : body.allow_api;
      const changes = {
        ...given('firstName', body.first_name),
        ...given('lastName', body.last_name),
        ...given('email', body.email),
        ...given('username', body.username),
        ...given('password', body.password),
        ...given('authType', body.auth_type),
        ...given('allowApi', allowApi),
        ...given('status', body.status),
        ...given('mustChangePassword', body.must_change_password),
      };
      const changed = await updateUser(parts.db, actor, caller.principal, params.id, changes, {
        expected: call.expectedVersion(`user-${params.id}`),
        knowsPassword: await showsPassword(call),
        session: caller.sessionId,
        emailSignsIn: parts.settings.oidc.issuer !== undefined,
        hash: parts.identity.hashPassword,
      });
      await parts.announce();
      return answer(changed);
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/admin/users/{id}/',
    name: 'deleteUser',
    summary: 'Delete an account; its name stays taken, and it can be restored',
    tag,
    access: ['admin_users'],
    scope: 'admin',
    internal: true,
    versioned: true,
    answer: user,
    statuses: [400, 404, 409],
    async handle({ parts, actor, caller, params, expectedVersion }) {
      const changes = { status: USER_STATUS.deleted };
      const changed = await updateUser(parts.db, actor, caller.principal, params.id, changes, {
        expected: expectedVersion(`user-${params.id}`),
        hash: parts.identity.hashPassword,
      });
      await parts.announce();
      return answer(changed);
    },
  }),
];

type Personal = Pick<Call<unknown, unknown>, 'parts' | 'caller' | 'params' | 'request'>;

function requireSelfOrAdmin({ caller, params }: Personal): void {
  if (caller.principal.userId === params.id) return;
  if (caller.mustChangePassword) throw refused('choose a new password first');
  if (!caller.principal.flags.has('admin_users')) throw refused('permission admin_users is needed');
}

async function known({ parts, params }: Personal): Promise<StoredUser> {
  const found = await findUser(parts.db, params.id);
  if (!found) throw notFound(`there is no user ${params.id}`);
  return found;
}

/** Whether the request shows the present password; asked as in signing in, which slows guessing down. */
async function showsPassword(
  call: Personal & { body: { password?: string | undefined; current_password?: string | undefined } },
): Promise<boolean> {
  const { parts, caller, params, request, body } = call;
  const { userId, username } = caller.principal;
  if (userId !== params.id || !body.password || !body.current_password) return false;
  try {
    const person = await parts.identity.authenticate(username, body.current_password, request.address);
    return person.userId === userId;
  } catch (error) {
    if (error instanceof EmulsionError && error.code === 'forbidden') {
      throw refused('current_password: this is not the present password');
    }
    throw error;
  }
}

function given<Name extends string, Value>(field: Name, value: Value | undefined) {
  return (value === undefined ? {} : { [field]: value }) as { [each in Name]?: Value };
}

function answer(stored: StoredUser) {
  return outcome({ data: userResource(stored), etag: `user-${stored.id}-${stored.version}` });
}
