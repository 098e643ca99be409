import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiPerson, addPerson, makeAccount, openSessionOf, userForm } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

let server: ApiServer;
let plain: ApiPerson;
let keeper: ApiPerson;
let permitter: ApiPerson;
let boss: ApiPerson;

const users = '/api/v1/admin/users/';
const one = ({ id }: { id: number }) => `${users}${id}/`;

beforeAll(async () => {
  server = await startApiServer();
  plain = await addPerson(server, 'plain');
  keeper = await addPerson(server, 'keeper', ['admin_users']);
  permitter = await addPerson(server, 'permitter', ['admin_permissions']);
  boss = await addPerson(server, 'boss', ['admin_all']);
});

afterAll(() => server?.stop());

const make = (username: string, fields: Record<string, string> = {}) => makeAccount(server, username, fields);
const openSession = (userId: number) => openSessionOf(server, userId);

const isSignedIn = async (headers: Record<string, string>) =>
  (await server.call('GET', '/api/v1/whoami/', { headers })).data.user !== null;

describe('oneself', () => {
  const own = (json: object, headers: Record<string, string> = {}) =>
    server.call('PUT', one(plain), { token: plain.token, json, headers });

  it('may be read and changed without permission, others not', async () => {
    expect((await server.call('GET', one(plain), { token: plain.token })).data.username).toBe('plain');
    const groups = await server.call('GET', `${one(plain)}groups/`, { token: plain.token });
    expect(groups.data.map(({ name }: { name: string }) => name)).toEqual(['Normal users', 'group of plain']);
    expect((await own({ first_name: 'Plain', email: 'p@example.org' })).data.first_name).toBe('Plain');
    const other = await server.call('PUT', one(boss), { token: plain.token, json: { first_name: 'x' } });
    expect(other.status).toBe(403);
    expect((await server.call('DELETE', one(plain), { token: plain.token })).status).toBe(403);
  });

  it.each([
    ['allow_api', { allow_api: false }],
    ['auth_type', { auth_type: 2 }],
    ['status', { status: 0 }],
  ])('cannot change %s', async (name, json) => {
    const { status, message } = await own({ ...json, first_name: 'Promoted' });
    expect([status, message]).toEqual([403, expect.stringContaining(name)]);
    expect((await server.call('GET', one(plain), { token: plain.token })).data.first_name).not.toBe(
      'Promoted',
    );
  });

  it('may send what it may not change as it is, or leave an unchecked box away', async () => {
    expect((await own({ allow_api: true, auth_type: 1, status: 1 })).status).toBe(200);
    const form = userForm({ username: 'plain', password: '' });
    const { status, data } = await server.call('PUT', one(plain), { token: plain.token, form });
    expect([status, data.allow_api]).toEqual([200, true]);
  });

  it('cannot give itself the API', async () => {
    const person = await make('web-only');
    const session = await openSession(person.id);
    const form = userForm({ username: 'web-only', password: '', allow_api: 'true' });
    expect((await server.call('PUT', one(person), { form, headers: session.headers })).status).toBe(403);
  });

  it('needs the present password for another one, and stays signed in', async () => {
    const person = await make('chooser', { password: 'the first one' });
    const here = await openSession(person.id);
    const there = await openSession(person.id);
    const put = (json: object) => server.call('PUT', one(person), { json, headers: here.headers });
    const password = 'the second one';
    const without = await put({ password });
    expect([without.status, without.message]).toEqual([403, expect.stringContaining('current_password')]);
    expect((await put({ password, current_password: 'wrong' })).status).toBe(403);
    expect((await put({ password: 'short', current_password: 'the first one' })).status).toBe(400);
    expect((await put({ password, current_password: 'the first one' })).status).toBe(200);
    expect([await isSignedIn(here.headers), await isSignedIn(there.headers)]).toEqual([true, false]);
  });

  it('that administers people needs it too', async () => {
    const { status } = await server.call('PUT', one(keeper), {
      token: keeper.token,
      json: { password: 'another password' },
    });
    expect(status).toBe(403);
  });

  it('guesses at the present password are slowed down', async () => {
    const person = await make('guessed');
    const { headers } = await openSession(person.id);
    const guess = () =>
      server.call('PUT', one(person), {
        headers,
        json: { password: 'a new password', current_password: 'a guess' },
      });
    const statuses = new Set<number>();
    for (let time = 0; time < 12; time++) statuses.add((await guess()).status);
    expect([...statuses]).toEqual([403, 429]);
  });

  it('must choose another password first when the account says so, and then needs no other proof', async () => {
    const person = await addPerson(server, 'newcomer', ['admin_users']);
    await server.parts.db.user.update({ where: { id: person.id }, data: { mustChangePassword: true } });
    await server.parts.announce();
    const { headers } = await openSession(person.id);
    const call = (method: string, path: string, json?: object) =>
      server.call(method, path, { headers, ...(json ? { json } : {}) });
    const who = await call('GET', '/api/v1/whoami/');
    expect(who.data).toMatchObject({ must_change_password: true, via: 'session' });
    expect((await call('GET', users)).status).toBe(403);
    expect((await call('GET', one(plain))).status).toBe(403);
    expect((await call('PUT', one(plain), { first_name: 'x' })).status).toBe(403);
    expect((await call('GET', one(person))).status).toBe(200);
    expect((await call('PUT', one(person), { password: person.password })).status).toBe(400);
    expect((await call('PUT', one(person), { password: 'chosen by oneself' })).status).toBe(200);
    expect((await call('GET', users)).status).toBe(200);
  });
});

describe('accounts of a higher rank', () => {
  const targets = [
    ['admin_all', () => boss.id],
    ['admin_permissions', () => permitter.id],
  ] as const;
  const changes = [
    ['password', { password: 'taken over by me' }],
    ['username', { username: 'taken' }],
    ['email', { email: 'me@example.org' }],
    ['auth_type', { auth_type: 2 }],
    ['status', { status: 0 }],
  ] as const;

  it.each(targets.flatMap(([flag, id]) => changes.map(([name, json]) => [name, flag, id, json] as const)))(
    'a user administrator cannot change %s of one with %s',
    async (name, _flag, id, json) => {
      const { status, message } = await server.call('PUT', one({ id: id() }), { token: keeper.token, json });
      expect([status, message]).toEqual([403, expect.stringContaining(name)]);
    },
  );

  it('a user administrator cannot delete or restore one, but may change what gives nothing away', async () => {
    expect((await server.call('DELETE', one(boss), { token: keeper.token })).status).toBe(403);
    const form = userForm({
      username: 'boss',
      email: 'ada@example.org',
      password: '',
      first_name: 'B',
      allow_api: 'true',
    });
    const { status, data } = await server.call('PUT', one(boss), { token: keeper.token, form });
    expect([status, data.first_name]).toEqual([200, 'B']);
    const former = await make('former');
    const group = { token: server.admin, form: { user_id: String(former.id) } };
    await server.call('POST', '/api/v1/admin/groups/3/members/', group);
    expect((await server.call('DELETE', one(former), { token: boss.token })).status).toBe(200);
    const restore = { token: keeper.token, json: { status: 1 } };
    expect((await server.call('PUT', one(former), restore)).status).toBe(403);
  });

  it('a super user may', async () => {
    const peer = await addPerson(server, 'peer', ['admin_all']);
    const { status } = await server.call('PUT', one(peer), {
      token: boss.token,
      json: { email: 'x@example.org' },
    });
    expect(status).toBe(200);
  });
});

describe('whoami', () => {
  it('tells nobody from somebody', async () => {
    const nobody = await server.call('GET', '/api/v1/whoami/');
    expect(nobody.data).toEqual({
      user: null,
      groups: [],
      permissions: [],
      via: 'none',
      csrf_token: null,
      must_change_password: false,
    });
    const { data } = await server.call('GET', '/api/v1/whoami/', { token: keeper.token });
    expect(data).toMatchObject({ via: 'token', csrf_token: null, permissions: ['admin_users'] });
    expect(data.user.username).toBe('keeper');
    expect(data.groups.map(({ name }: { name: string }) => name)).toEqual([
      'Normal users',
      'group of keeper',
    ]);
  });

  it('gives a session the token for its writes', async () => {
    const { headers, id } = await openSession(plain.id);
    const { data } = await server.call('GET', '/api/v1/whoami/', {
      headers: { Cookie: headers.Cookie },
    });
    expect(server.parts.identity.isCsrfToken(id, data.csrf_token)).toBe(true);
  });
});
