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

describe('who may call', () => {
  it.each<[string, () => string, number[]]>([
    ['GET', () => users, [401, 403, 200]],
    ['POST', () => users, [401, 403, 400]],
    ['GET', () => one(boss), [401, 403, 200]],
    ['GET', () => `${one(boss)}groups/`, [401, 403, 200]],
    ['PUT', () => one(boss), [401, 403, 200]],
    ['DELETE', () => `${users}0/`, [401, 403, 404]],
  ])('%s %s: anonymous, other administrator, user administrator', async (method, path, expected) => {
    const json = method === 'GET' || method === 'DELETE' ? {} : { json: {} };
    const statuses: number[] = [];
    for (const caller of [{}, { token: permitter.token }, { token: keeper.token }]) {
      statuses.push((await server.call(method, path(), { ...caller, ...json })).status);
    }
    expect(statuses).toEqual(expected);
  });
});

describe('the list', () => {
  it.each([
    ['', true, false],
    ['?status=1', true, false],
    ['?status=0', false, true],
    ['?status=-1', true, true],
    ['?status=ANY', true, true],
  ])('%s', async (query, active, deleted) => {
    const gone = await make(`gone ${query}`);
    await server.call('DELETE', one(gone), { token: keeper.token });
    const { status, data } = await server.call('GET', users + query, { token: keeper.token });
    const ids = data.map(({ id }: { id: number }) => id);
    expect([status, ids.includes(plain.id), ids.includes(gone.id)]).toEqual([200, active, deleted]);
    expect(data[0]).not.toHaveProperty('password');
  });

  it('is by user name', async () => {
    const { data } = await server.call('GET', `${users}?status=any`, { token: keeper.token });
    const names = data.map(({ username }: { username: string }) => username);
    const { username } = (await server.call('GET', one(boss), { token: boss.token })).data;
    expect(names.indexOf('admin')).toBeLessThan(names.indexOf(username));
    expect(names.indexOf(username)).toBeLessThan(names.indexOf('plain'));
  });

  it('knows no other status', async () => {
    expect((await server.call('GET', `${users}?status=2`, { token: keeper.token })).status).toBe(400);
  });
});

describe('creating', () => {
  it('answers with the account and the group that everybody is in, and notes who did it', async () => {
    const { status, data, headers } = await server.call('POST', users, {
      token: keeper.token,
      form: userForm({ username: '  Grace ', email: '', allow_api: 'on' }),
    });
    expect(status).toBe(200);
    expect(data).toMatchObject({ username: 'Grace', email: '', auth_type: 1, allow_api: false, status: 1 });
    expect(data.groups.map(({ id }: { id: number }) => id)).toEqual([2]);
    expect(data.groups[0].permissions).toMatchObject({ group_id: 2, admin_all: false });
    expect(headers.get('etag')).toBe(`"user-${data.id}-1"`);
    const entry = await server.parts.db.auditEntry.findFirstOrThrow({
      where: { objectType: 'user', objectId: String(data.id) },
    });
    expect(entry).toMatchObject({
      action: 'user.create',
      username: 'keeper',
      via: 'token',
      objectName: 'Grace',
    });
    expect(JSON.stringify(entry.details)).not.toMatch(/long enough|password/);
  });

  it('reads JSON as well', async () => {
    const json = {
      ...userForm({ username: 'json', password: 'json has one' }),
      auth_type: 1,
      allow_api: true,
    };
    expect((await server.call('POST', users, { token: keeper.token, json })).data.allow_api).toBe(true);
    await server.tokenFor('json', 'json has one');
  });

  it('gives directory accounts a password that nobody knows', async () => {
    const data = await make('directory', { auth_type: '2', password: 'asked for all the same' });
    const { password } = await server.parts.db.user.findUniqueOrThrow({ where: { id: data.id } });
    expect(password).toMatch(/^\$scrypt\$/);
    expect(data).toMatchObject({ auth_type: 2 });
  });

  it.each<[string, Record<string, string | undefined>, number]>([
    ['no first name', { first_name: undefined }, 400],
    ['no last name', { last_name: undefined }, 400],
    ['no e-mail field', { email: undefined }, 400],
    ['no user name', { username: undefined }, 400],
    ['a blank user name', { username: '  ' }, 400],
    ['a user name of 121 characters', { username: 'u'.repeat(121) }, 400],
    ['a first name of 121 characters', { first_name: 'f'.repeat(121) }, 400],
    ['no password', { password: undefined }, 400],
    ['a password of 7 characters', { password: '1234567' }, 400],
    ['a password of 121 characters', { password: 'p'.repeat(121) }, 400],
    ['a short password of a directory account', { password: 'short', auth_type: '2' }, 400],
    ['no kind of account', { auth_type: undefined }, 400],
    ['an unknown kind', { auth_type: '4' }, 400],
    ['a kind that only a login makes', { auth_type: '3' }, 400],
    ['a name in use in another case', { username: 'PLAIN' }, 409],
  ])('refuses %s', async (_case, fields, expected) => {
    const { status, message } = await server.call('POST', users, {
      token: keeper.token,
      form: userForm({ username: 'refused', ...fields }),
    });
    expect(status).toBe(expected);
    if (expected === 409) expect(message).toContain('already exists');
  });

  it('refuses the name of a deleted account', async () => {
    await server.call('DELETE', one(await make('late')), { token: keeper.token });
    const again = { token: keeper.token, form: userForm({ username: 'Late' }) };
    expect((await server.call('POST', users, again)).status).toBe(409);
  });
});

describe('changing', () => {
  it('by form says everything: an unchecked box is a no', async () => {
    const person = await make('form', { allow_api: 'true' });
    const form = userForm({ username: 'form', password: '', first_name: 'New' });
    const { status, data } = await server.call('PUT', one(person), { token: keeper.token, form });
    expect([status, data.first_name, data.allow_api]).toEqual([200, 'New', false]);
    expect(data).not.toHaveProperty('groups');
  });

  it('by JSON changes only what it names', async () => {
    const person = await make('partly', { allow_api: 'true' });
    const { data } = await server.call('PUT', one(person), {
      token: keeper.token,
      json: { first_name: 'P' },
    });
    expect(data).toMatchObject({ first_name: 'P', last_name: 'Byron', allow_api: true, username: 'partly' });
  });

  it.each<[string, Record<string, string | undefined>, number]>([
    ['a form without first_name', { first_name: undefined }, 400],
    ['a form without username', { username: undefined }, 400],
    ['a form without auth_type', { auth_type: undefined }, 400],
    ['a short password', { password: 'short' }, 400],
    ['a blank name', { username: ' ' }, 400],
    ['a kind that only a login makes', { auth_type: '3' }, 400],
    ['a wrong status', { status: '2' }, 400],
    ['a name in use', { username: 'Keeper' }, 409],
  ])('refuses %s', async (_case, fields, expected) => {
    const form = userForm({ username: 'plain', password: '', allow_api: 'true', ...fields });
    expect((await server.call('PUT', one(plain), { token: keeper.token, form })).status).toBe(expected);
  });

  it('knows no such person', async () => {
    for (const id of [0, 999_999, 9_999_999_999]) {
      const { status } = await server.call('PUT', one({ id }), { token: keeper.token, json: {} });
      expect(status).toBe(404);
    }
  });

  it('ignores name and password of directory accounts', async () => {
    const person = await make('kept', { auth_type: '2' });
    const form = userForm({ username: '', password: 'x', auth_type: '2', first_name: 'New' });
    const { status, data } = await server.call('PUT', one(person), { token: keeper.token, form });
    expect([status, data.username, data.first_name]).toEqual([200, 'kept', 'New']);
  });

  it('asks for the version that was read, and tells who was quicker', async () => {
    const person = await make('versioned');
    const read = await server.call('GET', one(person), { token: keeper.token });
    const etag = read.headers.get('etag') ?? '';
    const put = (token: string, first_name: string) =>
      server.call('PUT', one(person), { token, json: { first_name }, headers: { 'If-Match': etag } });
    expect((await put(boss.token, 'Quick')).status).toBe(200);
    const late = await put(keeper.token, 'Late');
    expect([late.status, late.message]).toEqual([409, expect.stringContaining('by boss at 2')]);
    const unchanged = await server.call('GET', one(person), {
      token: keeper.token,
      headers: { 'If-None-Match': `"user-${person.id}-2"` },
    });
    expect(unchanged.status).toBe(304);
  });

  it('a new password ends sessions and tokens, and lets a held-up account in', async () => {
    const person = await make('renewed', { password: 'first password', allow_api: 'true' });
    const token = await server.tokenFor('renewed', 'first password');
    const session = await openSession(person.id);
    await server.parts.db.user.update({ where: { id: person.id }, data: { mustChangePassword: true } });
    const json = { password: 'second password' };
    expect((await server.call('PUT', one(person), { token: keeper.token, json })).status).toBe(200);
    expect(await isSignedIn(session.headers)).toBe(false);
    expect((await server.call('GET', one(person), { token })).status).toBe(401);
    await server.tokenFor('renewed', 'second password');
    const entry = await server.parts.db.auditEntry.findFirstOrThrow({
      where: { objectType: 'user', objectId: String(person.id) },
      orderBy: { id: 'desc' },
    });
    expect(entry.details).toMatchObject({ newPassword: true, endedSessions: 1 });
    expect(JSON.stringify(entry.details)).not.toContain('second');
  });

  it('ends the sessions of an account that is checked elsewhere from now on', async () => {
    const person = await make('moved');
    const session = await openSession(person.id);
    await server.call('PUT', one(person), { token: keeper.token, json: { auth_type: 2 } });
    expect(await isSignedIn(session.headers)).toBe(false);
  });
});

describe('deleting and restoring', () => {
  it('keeps the row, ends everything at once, and can be repeated and undone', async () => {
    const person = await make('leaver', { password: 'leaves today', allow_api: 'true' });
    const token = await server.tokenFor('leaver', 'leaves today');
    const session = await openSession(person.id);
    for (let time = 0; time < 2; time++) {
      const { status, data } = await server.call('DELETE', one(person), { token: keeper.token });
      expect([status, data.status]).toEqual([200, 0]);
    }
    expect(await isSignedIn(session.headers)).toBe(false);
    expect((await server.call('GET', one(person), { token })).status).toBe(401);
    const form = { username: 'leaver', password: 'leaves today' };
    expect((await server.call('POST', '/api/v1/token/', { form })).status).toBe(403);

    const json = { status: 1 };
    expect((await server.call('PUT', one(person), { token: keeper.token, json })).data.status).toBe(1);
    await server.tokenFor('leaver', 'leaves today');
    expect(await isSignedIn(session.headers)).toBe(false);
  });

  it.each([
    ['the first administrator', 1, 400],
    ['nobody', 999_999, 404],
    ['nobody either', 0, 404],
  ])('refuses %s', async (_case, id, expected) => {
    expect((await server.call('DELETE', one({ id }), { token: boss.token })).status).toBe(expected);
  });

  it('does not delete the first administrator by another way', async () => {
    const { status } = await server.call('PUT', one({ id: 1 }), { token: boss.token, json: { status: 0 } });
    expect(status).toBe(400);
  });

  it('signs out who deletes oneself', async () => {
    const quitter = await addPerson(server, 'quitter', ['admin_users']);
    expect((await server.call('DELETE', one(quitter), { token: quitter.token })).status).toBe(200);
    expect((await server.call('GET', users, { token: quitter.token })).status).toBe(401);
  });
});
