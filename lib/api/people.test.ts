import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiPerson, addPerson, makeAccount, openSessionOf, userForm } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

let server: ApiServer;
let plain: ApiPerson;
let keeper: ApiPerson;
let permitter: ApiPerson;
let boss: ApiPerson;

const users = '/api/v1/admin/users/';
const groups = '/api/v1/admin/groups/';

beforeAll(async () => {
  server = await startApiServer();
  plain = await addPerson(server, 'plain');
  keeper = await addPerson(server, 'keeper', ['admin_users']);
  permitter = await addPerson(server, 'permitter', ['admin_permissions']);
  boss = await addPerson(server, 'boss', ['admin_all']);
});

afterAll(() => server?.stop());

const get = (path: string, token = keeper.token) => server.call('GET', path, { token });
const names = async (query: string): Promise<string[]> =>
  (await get(`${users}search/?${query}`)).data.people.map(({ username }: { username: string }) => username);

describe('searching for people', () => {
  beforeAll(async () => {
    await makeAccount(server, 'Zoe_1', { first_name: 'Zoë', last_name: 'Ärmel', email: 'z@one.example' });
    await makeAccount(server, 'zoe_2', { first_name: 'Zoe', last_name: '100%', email: 'z@two.example' });
    const { id } = await makeAccount(server, 'zoe_gone', { email: 'z@three.example' });
    await server.call('DELETE', `${users}${id}/`, { token: keeper.token });
  });

  it.each<[string, string[]]>([
    ['q=zoe_', ['Zoe_1', 'zoe_2', 'zoe_gone']],
    ['q=zoe_&sort=-username', ['zoe_gone', 'zoe_2', 'Zoe_1']],
    ['q=zoe_&status=1', ['Zoe_1', 'zoe_2']],
    ['q=zoe_&status=0', ['zoe_gone']],
    ['q=two+ZOE', ['zoe_2']],
    ['q=100%25', ['zoe_2']],
    ['q=zoe_&start=1&limit=1', ['zoe_2']],
    ['q=zoe_&auth_type=2', []],
    ['q=zoe_&allow_api=true', []],
    ['q=zoe_&group=2', ['Zoe_1', 'zoe_2', 'zoe_gone']],
    ['q=zoe_&not_group=2', []],
    ['q=nobody-of-this-name', []],
  ])('%s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('says how many there are in all, and the groups of each', async () => {
    const { data } = await get(`${users}search/?q=zoe_&limit=1`);
    expect(data.total).toBe(3);
    expect(data.people[0]).toMatchObject({
      must_change_password: false,
      last_seen: null,
      groups: [{ id: 2, name: 'Normal users' }],
    });
  });

  it('sorts by when somebody was last seen', async () => {
    await openSessionOf(server, plain.id);
    const [first] = await names('sort=-last_seen');
    expect(['plain', 'admin', 'keeper']).toContain(first);
    expect((await get(`${users}search/?q=plain`)).data.people[0].last_seen).not.toBeNull();
  });

  it.each(['sort=age', 'limit=0', 'limit=201', 'start=-1', 'status=2'])('refuses %s', async (query) => {
    expect((await get(`${users}search/?${query}`)).status).toBe(400);
  });

  it('is for those who administer people or permissions', async () => {
    const statuses: number[] = [];
    for (const { token } of [plain, keeper, permitter, boss]) {
      statuses.push((await get(`${users}search/`, token)).status);
    }
    expect(statuses).toEqual([403, 200, 200, 200]);
  });
});

describe('the details of a person', () => {
  it('hold groups, permissions and what the caller cannot touch', async () => {
    const { data, headers } = await get(`${users}${boss.id}/details/`);
    expect(headers.get('etag')).toMatch(/^W\/"user-\d+-\d+"$/);
    expect(data).toMatchObject({ username: 'boss', is_protected: false, outranks: true });
    expect(data.permissions).toContain('admin_files');
    const admin = await get(`${users}1/details/`, boss.token);
    expect(admin.data).toMatchObject({ is_protected: true, outranks: false });
  });

  it('carry a tag that a change can be tied to', async () => {
    const { id } = await makeAccount(server, 'tagged');
    const etag = (await get(`${users}${id}/details/`)).headers.get('etag') ?? '';
    const put = () =>
      server.call('PUT', `${users}${id}/`, {
        token: keeper.token,
        headers: { 'If-Match': etag },
        json: { first_name: `new ${Math.random()}` },
      });
    expect((await put()).status).toBe(200);
    expect(await put()).toMatchObject({ status: 409 });
  });
});

describe('a password that has to be changed', () => {
  const change = (id: number, json: object, token: string) =>
    server.call('PUT', `${users}${id}/`, { token, json });
  const isForced = async (id: number) => (await get(`${users}${id}/details/`)).data.must_change_password;

  it('is asked for when the account is made, and ends with another one', async () => {
    const made = await server.call('POST', users, {
      token: keeper.token,
      json: { ...userForm({ username: 'forced' }), must_change_password: true },
    });
    expect(made.status).toBe(200);
    expect(await isForced(made.data.id)).toBe(true);
    const { headers } = await openSessionOf(server, made.data.id);
    const changed = await server.call('POST', '/api/v1/account/password/', {
      headers,
      json: { current_password: 'long enough', new_password: 'quite another one' },
    });
    expect(changed.status).toBe(200);
    expect(await isForced(made.data.id)).toBe(false);
  });

  it('is asked for later, alone or with a new password', async () => {
    const { id } = await makeAccount(server, 'later');
    const put = (json: object) => server.call('PUT', `${users}${id}/`, { token: keeper.token, json });
    await put({ must_change_password: true });
    expect(await isForced(id)).toBe(true);
    await put({ first_name: 'Other' });
    expect(await isForced(id)).toBe(true);
    await put({ password: 'a new password' });
    expect(await isForced(id)).toBe(false);
    await put({ password: 'a newer password', must_change_password: true });
    expect(await isForced(id)).toBe(true);
    await put({ must_change_password: false });
    expect(await isForced(id)).toBe(false);
  });

  it('is not for accounts whose password is kept elsewhere, nor to be waived by oneself', async () => {
    const { id } = await makeAccount(server, 'elsewhere', { auth_type: '2' });
    const json = { must_change_password: true };
    expect(await server.call('PUT', `${users}${id}/`, { token: keeper.token, json })).toMatchObject({
      status: 400,
      message: expect.stringContaining('must_change_password'),
    });
    const form = { ...userForm({ username: 'elsewhere too', auth_type: '2' }), must_change_password: 'true' };
    expect((await server.call('POST', users, { token: keeper.token, form })).status).toBe(400);
    expect((await server.call('PUT', `${users}${plain.id}/`, { token: plain.token, json })).status).toBe(403);
    expect((await server.call('PUT', `${users}${boss.id}/`, { token: keeper.token, json })).status).toBe(403);
  });

  it('is not to be waived by an administrator of users for the own account either', async () => {
    const { id, token } = await addPerson(server, 'careless', ['admin_users']);
    await change(id, { must_change_password: true }, server.admin);
    for (const json of [{ must_change_password: false }, { auth_type: 2 }]) {
      expect((await change(id, json, token)).status).toBe(403);
    }
    expect(await isForced(id)).toBe(true);
    expect((await change(id, { password: 'quite another one' }, token)).status).toBe(200);
    expect(await isForced(id)).toBe(false);
  });
});

describe('groups of a new person', () => {
  it('are joined at once', async () => {
    const made = await server.call('POST', users, {
      token: keeper.token,
      json: { ...userForm({ username: 'joiner' }), groups: [plain.groupId] },
    });
    expect(made.data.groups.map(({ id }: { id: number }) => id)).toContain(plain.groupId);
  });

  it.each<[string, () => number, number]>([
    ['grants what the caller does not hold', () => boss.groupId, 403],
    ['is not there', () => 999_999, 404],
  ])('leave no account behind when one %s', async (_, group, status) => {
    const json = { ...userForm({ username: `unmade ${status}` }), groups: [plain.groupId, group()] };
    expect((await server.call('POST', users, { token: keeper.token, json })).status).toBe(status);
    expect(await names(`q=unmade+${status}`)).toEqual([]);
  });
});

describe('groups with numbers', () => {
  it('count active members and folders', async () => {
    const { data } = await get(`${groups}overview/`, permitter.token);
    const found = data.find(({ id }: { id: number }) => id === keeper.groupId);
    expect(found).toMatchObject({ name: 'group of keeper', members: 1, folders: 0 });
    expect(data.find(({ id }: { id: number }) => id === 1)).toMatchObject({ members: 0, folders: 1 });
    expect((await get(`${groups}overview/`, plain.token)).status).toBe(403);
  });

  it('name their folders', async () => {
    const { data, headers } = await get(`${groups}2/details/`);
    expect(data).toMatchObject({ name: 'Normal users', folders: 1 });
    expect(data.folder_permissions).toEqual([{ path: '/', access: 10 }]);
    expect(headers.get('etag')).toMatch(/^W\/"group-2-\d+"$/);
  });
});

describe('members, several at once', () => {
  const put = (groupId: number, json: object, token = keeper.token) =>
    server.call('PUT', `${groups}${groupId}/members/`, { token, json });

  it('come and go in one step', async () => {
    const one = await makeAccount(server, 'member one');
    const two = await makeAccount(server, 'member two');
    const three = await makeAccount(server, 'member three');
    const first = await put(plain.groupId, { add: [one.id, two.id, 999_999] });
    expect(first).toMatchObject({ status: 200, data: { added: 2, removed: 0 } });
    const second = await put(plain.groupId, { add: [two.id, three.id], remove: [one.id, three.id + 1000] });
    expect(second.data).toEqual({ added: 1, removed: 1 });
    expect(await names(`group=${plain.groupId}&q=member`)).toEqual(['member three', 'member two']);
  });

  it('are refused as a whole', async () => {
    expect((await put(boss.groupId, { add: [plain.id] })).status).toBe(403);
    const lockedOut = await put(keeper.groupId, { add: [plain.id], remove: [keeper.id] });
    expect(lockedOut).toMatchObject({ status: 400, message: expect.stringContaining('lock you out') });
    expect(await names(`group=${keeper.groupId}`)).toEqual(['keeper']);
    expect((await put(999_999, {})).status).toBe(404);
  });
});

it('one session of a person ends, and the others go on', async () => {
  const { id } = await makeAccount(server, 'twice here');
  const here = await openSessionOf(server, id);
  const there = await openSessionOf(server, id);
  const end = (session: string) =>
    server.call('DELETE', `${users}${id}/sessions/${session}/`, { token: keeper.token });
  expect((await end(here.id)).status).toBe(200);
  expect((await end(here.id)).status).toBe(404);
  const left = (await get(`${users}${id}/sessions/`)).data;
  expect(left.map((session: { id: string }) => session.id)).toEqual([there.id]);
});
