import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiPerson, addPerson, userForm } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

let server: ApiServer;
let plain: ApiPerson;
let keeper: ApiPerson;
let permitter: ApiPerson;
let both: ApiPerson;
let boss: ApiPerson;

const groups = '/api/v1/admin/groups/';
const one = (id: number) => `${groups}${id}/`;
const members = (id: number) => `${groups}${id}/members/`;
const local = { description: 'for tests', group_type: 2 };

beforeAll(async () => {
  server = await startApiServer();
  plain = await addPerson(server, 'plain');
  keeper = await addPerson(server, 'keeper', ['admin_users']);
  permitter = await addPerson(server, 'permitter', ['admin_permissions']);
  both = await addPerson(server, 'both', ['admin_users', 'admin_permissions', 'reports']);
  boss = await addPerson(server, 'boss', ['admin_all']);
});

afterAll(() => server?.stop());

async function make(name: string, fields: object = {}): Promise<number> {
  const json = { name, ...local, ...fields };
  const { status, data, message } = await server.call('POST', groups, { token: server.admin, json });
  expect([status, message]).toEqual([200, 'OK']);
  return data.id;
}

const lastEntry = (objectId: number) =>
  server.parts.db.auditEntry.findFirstOrThrow({
    where: { objectType: 'group', objectId: String(objectId) },
    orderBy: { id: 'desc' },
  });

describe('who may call', () => {
  it.each<[string, string, object | undefined, number[]]>([
    ['GET', groups, undefined, [401, 403, 403, 200, 200]],
    ['POST', groups, {}, [401, 403, 403, 403, 400]],
    ['GET', one(2), undefined, [401, 403, 403, 200, 200]],
    ['PUT', one(2), {}, [401, 403, 403, 200, 200]],
    ['DELETE', one(0), undefined, [401, 403, 403, 403, 404]],
    ['GET', members(2), undefined, [401, 403, 403, 200, 200]],
    ['POST', members(2), {}, [401, 403, 403, 400, 400]],
    ['DELETE', `${members(0)}1/`, undefined, [401, 403, 403, 404, 404]],
  ])('%s %s', async (method, path, json, expected) => {
    const callers = [undefined, plain.token, permitter.token, keeper.token, both.token];
    const statuses: number[] = [];
    for (const token of callers) {
      const call = { ...(token === undefined ? {} : { token }), ...(json === undefined ? {} : { json }) };
      statuses.push((await server.call(method, path, call)).status);
    }
    expect(statuses).toEqual(expected);
  });
});

describe('reading', () => {
  it('lists groups by name without members, and shows one with them', async () => {
    const { data } = await server.call('GET', groups, { token: keeper.token });
    const names = data.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['Administrators', 'Normal users', 'Public']));
    expect(names.indexOf('Administrators')).toBeLessThan(names.indexOf('Public'));
    expect(data[0]).not.toHaveProperty('users');
    const found = await server.call('GET', one(both.groupId), { token: keeper.token });
    expect(found.data).toMatchObject({
      group_type: 2,
      permissions: { group_id: both.groupId, admin_users: true, reports: true, admin_all: false },
    });
    expect(found.data.users.map(({ username }: { username: string }) => username)).toEqual(['both']);
  });

  it('shows new members although the group itself has not changed', async () => {
    const id = await make('watched');
    const before = await server.call('GET', one(id), { token: keeper.token });
    await server.call('POST', members(id), { token: keeper.token, json: { user_id: plain.id } });
    const after = await server.call('GET', one(id), {
      token: keeper.token,
      headers: { 'If-None-Match': before.headers.get('etag') ?? '' },
    });
    expect([after.status, after.data.users.length]).toEqual([200, 1]);
  });

  it('knows no group 0', async () => {
    for (const id of [0, 999_999]) {
      expect((await server.call('GET', one(id), { token: keeper.token })).status).toBe(404);
      expect((await server.call('PUT', one(id), { token: keeper.token, json: {} })).status).toBe(404);
      expect((await server.call('GET', members(id), { token: keeper.token })).status).toBe(404);
      const json = { user_id: plain.id };
      expect((await server.call('POST', members(id), { token: keeper.token, json })).status).toBe(404);
    }
  });
});

describe('creating', () => {
  it('answers with a group of nobody, and notes who made it', async () => {
    const form = { name: ' Painters ', description: '', group_type: '2', access_reports: 'true' };
    const { status, data } = await server.call('POST', groups, { token: both.token, form });
    expect(status).toBe(200);
    expect(data).toMatchObject({
      name: 'Painters',
      users: [],
      permissions: { reports: true, admin_users: false },
    });
    expect(await lastEntry(data.id)).toMatchObject({
      action: 'group.create',
      username: 'both',
      details: { after: { flags: ['reports'] } },
    });
  });

  it('takes the same name in another case for another one', async () => {
    expect(await make('case')).not.toBe(await make('Case'));
  });

  it.each<[string, object, number]>([
    ['no name', { name: undefined }, 400],
    ['a blank name', { name: ' ' }, 400],
    ['a blank name of a directory group', { name: '', group_type: 3 }, 400],
    ['a name of 121 characters', { name: 'g'.repeat(121) }, 400],
    ['no description', { description: undefined }, 400],
    ['a description of 5121 characters', { description: 'd'.repeat(5121) }, 400],
    ['no type', { group_type: undefined }, 400],
    ['a system group', { group_type: 1 }, 400],
    ['an unknown type', { group_type: 4 }, 400],
    ['a name in use', { name: 'Public' }, 409],
    ['a flag that the maker does not hold', { access_admin_files: true }, 403],
    ['super users made by others', { access_admin_all: true }, 403],
  ])('refuses %s', async (_case, fields, expected) => {
    const json = { name: 'refused', ...local, ...fields };
    const { status, message } = await server.call('POST', groups, { token: both.token, json });
    expect(status).toBe(expected);
    if (expected === 409) expect(message).toContain('already exists');
  });
});

describe('changing', () => {
  it('by form takes away what is left out, by JSON only what is named', async () => {
    const id = await make('flags', { access_reports: true, access_folios: true });
    const put = (body: object) => server.call('PUT', one(id), { token: server.admin, ...body });
    const kept = await put({ json: { description: 'new' } });
    expect(kept.data).toMatchObject({ description: 'new', permissions: { reports: true, folios: true } });
    const named = await put({ json: { access_folios: false } });
    expect(named.data.permissions).toMatchObject({ reports: true, folios: false });
    const form = { name: 'flags', description: '', group_type: '2', access_folios: '1' };
    expect((await put({ form })).data.permissions).toMatchObject({ reports: false, folios: true });
  });

  it('leaves flags alone when the caller does not administer permissions', async () => {
    const id = await make('kept flags', { access_reports: true });
    const form = { name: 'renamed', description: 'new', group_type: '2', access_admin_all: 'true' };
    const { status, data } = await server.call('PUT', one(id), { token: keeper.token, form });
    expect(status).toBe(200);
    expect(data).toMatchObject({ name: 'renamed', permissions: { reports: true, admin_all: false } });
  });

  it('keeps name and type of system groups, and the name of directory groups', async () => {
    const form = { name: 'Mine', description: 'Everyone', group_type: '2' };
    const system = await server.call('PUT', one(1), { token: keeper.token, form });
    expect(system.data).toMatchObject({ name: 'Public', group_type: 1, description: 'Everyone' });
    const id = await make('directory', { group_type: 3 });
    const json = { name: 'mine' };
    expect((await server.call('PUT', one(id), { token: keeper.token, json })).data.name).toBe('directory');
    const turned = await server.call('PUT', one(id), {
      token: keeper.token,
      json: { ...json, group_type: 2 },
    });
    expect(turned.data).toMatchObject({ name: 'mine', group_type: 2 });
  });

  it.each<[string, object, number]>([
    ['a form without name', { form: { description: '', group_type: '2' } }, 400],
    ['a form without description', { form: { name: 'x', group_type: '2' } }, 400],
    ['a form without type', { form: { name: 'x', description: '' } }, 400],
    ['a blank name', { json: { name: ' ' } }, 400],
    ['becoming a system group', { json: { group_type: 1 } }, 400],
    ['an unknown type', { json: { group_type: 0 } }, 400],
    ['a name in use', { json: { name: 'Public' } }, 409],
    ['a flag that the caller does not hold', { json: { access_admin_files: true } }, 403],
    ['making super users', { json: { access_admin_all: true } }, 403],
  ])('refuses %s', async (_case, body, expected) => {
    const { status } = await server.call('PUT', one(plain.groupId), { token: both.token, ...body });
    expect(status).toBe(expected);
  });

  it('gives a right at once, and takes it away at once', async () => {
    const set = (access_admin_users: boolean) =>
      server.call('PUT', one(plain.groupId), { token: both.token, json: { access_admin_users } });
    const list = async () => (await server.call('GET', groups, { token: plain.token })).status;
    await set(true);
    expect(await list()).toBe(200);
    await set(false);
    expect(await list()).toBe(403);
    expect((await lastEntry(plain.groupId)).details).toEqual({
      before: { flags: ['admin_users'] },
      after: { flags: [] },
    });
  });

  it('asks for the version that was read', async () => {
    const id = await make('versioned');
    const etag = (await server.call('GET', one(id), { token: keeper.token })).headers.get('etag') ?? '';
    const put = (token: string, description: string) =>
      server.call('PUT', one(id), { token, json: { description }, headers: { 'If-Match': etag } });
    expect((await put(boss.token, 'quick')).status).toBe(200);
    const late = await put(keeper.token, 'late');
    expect([late.status, late.message]).toEqual([409, expect.stringContaining('by boss at 2')]);
  });
});

describe('deleting', () => {
  it('takes memberships and folder permissions along', async () => {
    const id = await make('short-lived');
    const { db } = server.parts;
    await server.call('POST', members(id), { token: keeper.token, json: { user_id: plain.id } });
    await db.folderPermission.create({ data: { folderId: 1, groupId: id, access: 10 } });
    const { status, data } = await server.call('DELETE', one(id), { token: both.token });
    expect([status, data]).toEqual([200, null]);
    const where = { groupId: id };
    expect(await db.membership.count({ where })).toBe(0);
    expect(await db.folderPermission.count({ where })).toBe(0);
    expect(await db.systemPermission.count({ where })).toBe(0);
    expect(await lastEntry(id)).toMatchObject({ action: 'group.delete', objectName: 'short-lived' });
    expect((await server.call('DELETE', one(id), { token: both.token })).status).toBe(404);
  });

  it('is for local groups only', async () => {
    const directory = await make('no deletion', { group_type: 3 });
    for (const id of [1, 2, 3, directory]) {
      expect((await server.call('DELETE', one(id), { token: server.admin })).status).toBe(400);
    }
  });
});

describe('members', () => {
  const add = (token: string, id: number, user_id: number) =>
    server.call('POST', members(id), { token, form: { user_id: String(user_id) } });
  const drop = (token: string, id: number, userId: number) =>
    server.call('DELETE', `${members(id)}${userId}/`, { token });

  it('come and go, repeatedly and without complaint', async () => {
    const id = await make('club');
    const ids = async () =>
      (await server.call('GET', members(id), { token: keeper.token })).data.map(
        (each: { id: number }) => each.id,
      );
    for (let time = 0; time < 2; time++) {
      expect(await add(keeper.token, id, plain.id)).toMatchObject({ status: 200, data: null });
    }
    expect((await add(keeper.token, id, 999_999)).status).toBe(200);
    expect(await ids()).toEqual([plain.id]);
    expect(await lastEntry(id)).toMatchObject({
      action: 'group.addMember',
      details: { username: 'plain' },
    });
    for (let time = 0; time < 2; time++) {
      expect(await drop(keeper.token, id, plain.id)).toMatchObject({ status: 200, data: null });
    }
    expect(await ids()).toEqual([]);
    expect(await lastEntry(id)).toMatchObject({ action: 'group.removeMember' });
  });

  it.each(['', '0', '-1', 'x'])('user_id %j is refused', async (user_id) => {
    const { status } = await server.call('POST', members(2), { token: keeper.token, form: { user_id } });
    expect(status).toBe(400);
  });

  it('nobody gets a rank from somebody who does not hold it', async () => {
    const ranked = await make('may permit', { access_admin_permissions: true });
    const files = await make('may file', { access_admin_files: true });
    expect((await add(keeper.token, ranked, plain.id)).status).toBe(403);
    expect((await add(keeper.token, 3, keeper.id)).status).toBe(403);
    expect((await add(both.token, 3, both.id)).status).toBe(403);
    expect((await add(keeper.token, files, plain.id)).status).toBe(200);
    expect((await add(both.token, ranked, plain.id)).status).toBe(200);
    expect((await add(boss.token, 3, plain.id)).status).toBe(200);
    for (const id of [ranked, files, 3]) expect((await drop(keeper.token, id, plain.id)).status).toBe(200);
  });
});

describe('locking out', () => {
  /** An administrator of people whose only group it is. */
  const locked = (who: string) => expect.stringMatching(new RegExp(`would lock ${who}`));

  it('nobody takes the administration of people from oneself', async () => {
    const json = { access_admin_users: false };
    const put = await server.call('PUT', one(both.groupId), { token: both.token, json });
    expect([put.status, put.message]).toEqual([400, locked('you')]);
    const path = `${members(both.groupId)}${both.id}/`;
    const left = await server.call('DELETE', path, { token: both.token });
    expect([left.status, left.message]).toEqual([400, locked('you')]);
    const gone = await server.call('DELETE', one(both.groupId), { token: both.token });
    expect([gone.status, gone.message]).toEqual([400, locked('you')]);
    const { data } = await server.call('GET', one(both.groupId), { token: both.token });
    expect(data).toMatchObject({ permissions: { admin_users: true }, users: [{ id: both.id }] });
  });

  it.each([
    ['admin_users of the administrators', { access_admin_users: false, access_admin_all: false }],
    ['admin_permissions of the administrators', { access_admin_permissions: false, access_admin_all: false }],
  ])('nobody takes %s', async (_case, json) => {
    const { status, message } = await server.call('PUT', one(3), { token: boss.token, json });
    expect([status, message]).toEqual([400, locked('the first administrator')]);
    const { data } = await server.call('GET', one(3), { token: boss.token });
    expect(data.permissions).toMatchObject({ admin_users: true, admin_permissions: true, admin_all: true });
  });

  it('nobody takes the first administrator out of the last group that matters', async () => {
    const { status, message } = await server.call('DELETE', `${members(3)}1/`, { token: keeper.token });
    expect([status, message]).toEqual([400, locked('the first administrator')]);
    const spare = await make('spare', { access_admin_users: true, access_admin_permissions: true });
    const json = { user_id: 1 };
    await server.call('POST', members(spare), { token: server.admin, json });
    expect((await server.call('DELETE', `${members(3)}1/`, { token: keeper.token })).status).toBe(200);
    const gone = await server.call('DELETE', one(spare), { token: boss.token });
    expect([gone.status, gone.message]).toEqual([400, locked('the first administrator')]);
    await server.call('POST', members(3), { token: boss.token, json });
    expect((await server.call('DELETE', one(spare), { token: boss.token })).status).toBe(200);
  });

  it('two who take different ways away at the same time do not both succeed', async () => {
    const ways = await Promise.all(
      ['one way', 'other way'].map(async (name) => {
        const id = await make(name, { access_admin_users: true, access_admin_permissions: true });
        await server.call('POST', members(id), { token: server.admin, json: { user_id: 1 } });
        return id;
      }),
    );
    await server.call('DELETE', `${members(3)}1/`, { token: boss.token });
    const results = await Promise.all(
      ways.map((id) => server.call('DELETE', `${members(id)}1/`, { token: boss.token })),
    );
    await server.call('POST', members(3), { token: boss.token, json: { user_id: 1 } });
    expect(results.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400]);
  });

  it('anything else may go: the administrators need not be super users', async () => {
    const json = { access_admin_all: false };
    expect((await server.call('PUT', one(3), { token: boss.token, json })).status).toBe(200);
    const back = { token: boss.token, json: { access_admin_all: true } };
    expect((await server.call('PUT', one(3), back)).status).toBe(200);
  });

  it('a deleted account of a member stays a member', async () => {
    const form = userForm({ username: 'former' });
    const { data } = await server.call('POST', '/api/v1/admin/users/', { token: keeper.token, form });
    await server.call('DELETE', `/api/v1/admin/users/${data.id}/`, { token: keeper.token });
    const listed = await server.call('GET', members(2), { token: keeper.token });
    expect(listed.data).toContainEqual(expect.objectContaining({ id: data.id, status: 0 }));
  });
});
