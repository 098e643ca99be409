import type { Flag } from '#lib/identity/principal.ts';
import type { ApiServer } from './api-server.ts';

export type ApiPerson = { id: number; username: string; password: string; token: string; groupId: number };

/** Makes a person who may use the API, in a group of their own that grants these flags, and signs them in. */
export async function addPerson(
  server: ApiServer,
  username: string,
  flags: readonly Flag[] = [],
): Promise<ApiPerson> {
  const password = `${username} has a password`;
  const { admin: token } = server;
  const user = await server.call('POST', '/api/v1/admin/users/', {
    token,
    form: userForm({ username, password, allow_api: 'true' }),
  });
  const group = await server.call('POST', '/api/v1/admin/groups/', {
    token,
    json: {
      name: `group of ${username}`,
      description: '',
      group_type: 2,
      ...Object.fromEntries(flags.map((flag) => [`access_${flag}`, true])),
    },
  });
  const member = await server.call('POST', `/api/v1/admin/groups/${group.data.id}/members/`, {
    token,
    form: { user_id: String(user.data.id) },
  });
  if (member.status !== 200)
    throw new Error(`${username}: ${user.message} ${group.message} ${member.message}`);
  return {
    id: user.data.id,
    username,
    password,
    token: await server.tokenFor(username, password),
    groupId: group.data.id,
  };
}

/** A complete form of a user, with some fields as wanted; undefined leaves one out. */
export function userForm(fields: Record<string, string | undefined> = {}): Record<string, string> {
  const form = {
    first_name: 'Ada',
    last_name: 'Byron',
    email: 'ada@example.org',
    username: 'ada',
    password: 'long enough',
    auth_type: '1',
    ...fields,
  };
  return Object.fromEntries(
    Object.entries(form).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

/** A fresh account without a token. */
export async function makeAccount(
  server: ApiServer,
  username: string,
  fields: Record<string, string> = {},
): Promise<{ id: number; auth_type: number }> {
  const { status, data, message } = await server.call('POST', '/api/v1/admin/users/', {
    token: server.admin,
    form: userForm({ username, ...fields }),
  });
  if (status !== 200) throw new Error(`${username}: ${message}`);
  return data;
}

/** A browser session of somebody, with the headers that its writes carry. */
export async function openSessionOf(
  { parts }: ApiServer,
  userId: number,
): Promise<{ id: string; headers: { Cookie: string; 'X-CSRF-Token': string } }> {
  const from = { address: '127.0.0.1', userAgent: 'test' };
  const { id, cookie } = await parts.identity.startSession(userId, 'password', from);
  const name = parts.settings.signIn.cookieName;
  return { id, headers: { Cookie: `${name}=${cookie}`, 'X-CSRF-Token': parts.identity.csrfToken(id) } };
}
