import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiPerson, addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';
import { photograph, save } from './testing/originals.ts';

let server: ApiServer;
let plain: ApiPerson;
let keeper: ApiPerson;
let permitter: ApiPerson;
let filer: ApiPerson;
/** Ids of folders by path. */
let folderIds: Map<string, number>;

const permissions = '/api/v1/admin/permissions/';
const one = (id: number) => `${permissions}${id}/`;

beforeAll(async () => {
  server = await startApiServer({}, async (imagesDir) => {
    await mkdir(join(imagesDir, 'a/b/c'), { recursive: true });
    await save(imagesDir, 'a/b/c/1.jpg', photograph(40, 30));
  });
  await server.get('/image?src=a/b/c/1.jpg');
  const rows = await server.parts.db.folder.findMany();
  folderIds = new Map(rows.map(({ id, path }) => [path, id]));
  plain = await addPerson(server, 'plain');
  keeper = await addPerson(server, 'keeper', ['admin_users']);
  permitter = await addPerson(server, 'permitter', ['admin_permissions']);
  filer = await addPerson(server, 'filer', ['admin_files']);
});

afterAll(() => server?.stop());

const folder = (path: string) => folderIds.get(path) ?? 0;

/** Gives a group a level on a folder for one test. */
async function grant(groupId: number, path: string, access: number): Promise<number> {
  const json = { group_id: groupId, folder_id: folder(path), access };
  const { status, data, message } = await server.call('POST', permissions, { token: permitter.token, json });
  expect([status, message]).toEqual([200, 'OK']);
  return data.id;
}

async function revoke(...ids: number[]): Promise<void> {
  for (const id of ids) {
    expect((await server.call('DELETE', one(id), { token: permitter.token })).status).toBe(200);
  }
}

it.each<[string, string, object | undefined, number[]]>([
  ['GET', permissions, undefined, [401, 403, 403, 200]],
  ['POST', permissions, {}, [401, 403, 403, 400]],
  ['GET', one(0), undefined, [401, 403, 403, 404]],
  ['PUT', one(0), {}, [401, 403, 403, 404]],
  ['DELETE', one(0), undefined, [401, 403, 403, 404]],
  ['GET', `${permissions}trace/`, undefined, [401, 403, 200, 200]],
  ['POST', `${permissions}preview/`, {}, [401, 403, 403, 400]],
])('%s %s is for the right people', async (method, path, json, expected) => {
  const statuses: number[] = [];
  for (const token of [undefined, plain.token, keeper.token, permitter.token]) {
    const call = { ...(token === undefined ? {} : { token }), ...(json === undefined ? {} : { json }) };
    statuses.push((await server.call(method, path, call)).status);
  }
  expect(statuses).toEqual(expected);
});

describe('permissions', () => {
  it('live: made, listed, changed, noted, removed, and at work at once', async () => {
    const picture = async () => (await server.get('/image?src=a/b/c/1.jpg')).status;
    expect(await picture()).toBe(200);
    const form = { group_id: '1', folder_id: String(folder('/a')), access: '0' };
    const made = await server.call('POST', permissions, { token: permitter.token, form });
    expect(made).toMatchObject({
      status: 200,
      data: { group_id: 1, access: 0, folder: { path: '/a', name: '/a' }, group: { name: 'Public' } },
    });
    expect(await picture()).toBe(403);
    const { id } = made.data;
    const all = await server.call('GET', permissions, { token: permitter.token });
    expect(all.data).toContainEqual({ id, group_id: 1, folder_id: folder('/a'), access: 0 });
    const put = await server.call('PUT', one(id), {
      token: permitter.token,
      form: { group_id: '2', folder_id: '1', access: '15' },
    });
    expect(put.data).toEqual({ id, group_id: 1, folder_id: folder('/a'), access: 15 });
    expect(await picture()).toBe(200);
    const read = await server.call('GET', one(id), { token: permitter.token });
    expect([read.data, read.headers.get('etag')]).toEqual([put.data, `"permission-${id}-2"`]);
    expect(await server.call('DELETE', one(id), { token: permitter.token })).toMatchObject({
      status: 200,
      data: null,
    });
    expect((await server.call('DELETE', one(id), { token: permitter.token })).status).toBe(404);
    const entries = await server.parts.db.auditEntry.findMany({
      where: { objectType: 'permission', objectId: String(id) },
      orderBy: { id: 'asc' },
    });
    expect(
      entries.map(({ action, objectName, username, details }) => [action, objectName, username, details]),
    ).toEqual(
      [
        ['create', { after: { access: 0 } }],
        ['update', { before: { access: 0 }, after: { access: 15 } }],
        ['delete', { before: { access: 15 } }],
      ].map(([verb, levels]) => [
        `permission.${verb as string}`,
        '/a',
        'permitter',
        { folderId: folder('/a'), groupId: 1, group: 'Public', ...(levels as object) },
      ]),
    );
  });

  it('are listed by folder and by group', async () => {
    const id = await grant(plain.groupId, '/a/b', 20);
    const list = async (query: string) =>
      (await server.call('GET', permissions + query, { token: permitter.token })).data;
    expect(await list(`?folder_id=${folder('/a/b')}`)).toMatchObject([{ id }]);
    expect(await list(`?group_id=${plain.groupId}`)).toMatchObject([{ id }]);
    expect(await list(`?group_id=${plain.groupId}&folder_id=1`)).toEqual([]);
    await revoke(id);
  });

  it.each<[string, object, number]>([
    ['no group', { group_id: undefined }, 400],
    ['group 0', { group_id: 0 }, 400],
    ['no folder', { folder_id: undefined }, 400],
    ['no level', { access: undefined }, 400],
    ['a level of 71', { access: 71 }, 400],
    ['a level of -1', { access: -1 }, 400],
    ['an unknown group', { group_id: 999_999 }, 404],
    ['an unknown folder', { folder_id: 999_999 }, 404],
    ['a pair that is there', {}, 409],
  ])('with %s are refused', async (_case, fields, expected) => {
    const json = { group_id: 1, folder_id: 1, access: 10, ...fields };
    const { status, message } = await server.call('POST', permissions, { token: permitter.token, json });
    expect(status).toBe(expected);
    if (expected === 409) expect(message).toContain('already exists');
  });

  it.each([
    ['group_id', { folder_id: '1', access: '10' }],
    ['folder_id', { group_id: '1', access: '10' }],
    ['access', { group_id: '1', folder_id: '1' }],
  ])('cannot be changed by a form without %s', async (_name, form) => {
    expect((await server.call('PUT', one(1), { token: permitter.token, form })).status).toBe(400);
  });

  it('of system groups on the root stay, others go', async () => {
    const rows = await server.parts.db.folderPermission.findMany({ where: { folderId: 1 } });
    for (const { id } of rows) {
      expect((await server.call('DELETE', one(id), { token: permitter.token })).status).toBe(400);
    }
    expect(rows.length).toBeGreaterThan(1);
    await revoke(await grant(plain.groupId, '/', 10));
  });

  it('are changed only as they were read', async () => {
    const id = await grant(plain.groupId, '/a/b', 20);
    const put = (token: string, access: number) =>
      server.call('PUT', one(id), {
        token,
        json: { access },
        headers: { 'If-Match': `"permission-${id}-1"` },
      });
    expect((await put(server.admin, 30)).status).toBe(200);
    const late = await put(permitter.token, 40);
    expect([late.status, late.message]).toEqual([409, expect.stringContaining('by admin at 2')]);
    await revoke(id);
  });
});

describe('the trace', () => {
  const trace = async (query: string) =>
    (await server.call('GET', `${permissions}trace/${query}`, { token: keeper.token })).data;

  it.each(['', '?user=', '?user=0', '?path=/', '?path='])(
    'of people who are not signed in: %j',
    async (query) => {
      expect(await trace(query)).toEqual({
        path: '/',
        folder_id: 1,
        user: null,
        public: { group_id: 1, name: 'Public', access: 10, folder: '/', inherited: false, overrides: [] },
        groups: [],
        granted: 10,
        overrides: [],
        access: 10,
        allows: ['view'],
      });
    },
  );

  it('names each group with the folder that its level comes from', async () => {
    const ids = [
      await grant(1, '/a', 0),
      await grant(2, '/a/b', 0),
      await grant(plain.groupId, '/a', 40),
      await grant(keeper.groupId, '/a', 70),
    ];
    const found = await trace(`?path=a/b/c&user=${plain.id}`);
    await revoke(...ids);
    expect(found).toMatchObject({
      path: '/a/b/c',
      user: { username: 'plain' },
      public: { access: 0, folder: '/a', inherited: true },
      groups: [
        { name: 'Normal users', access: 0, folder: '/a/b' },
        { name: 'group of plain', access: 40, folder: '/a' },
      ],
      granted: 40,
      overrides: [],
      access: 40,
      allows: ['view', 'download', 'edit', 'upload'],
    });
  });

  it('tells when a flag overrides folders, and a group without any level', async () => {
    const { groups, granted, overrides, access, allows } = await trace(`?path=/a&user=${filer.id}`);
    expect(groups).toContainEqual({
      group_id: filer.groupId,
      name: 'group of filer',
      access: null,
      folder: null,
      inherited: false,
      overrides: ['admin_files'],
    });
    expect({ granted, overrides, access }).toEqual({ granted: 10, overrides: ['admin_files'], access: 70 });
    expect(allows).toContain('delete_folder');
    expect((await trace('?user=1')).overrides).toEqual(['admin_files', 'admin_all']);
  });

  it('follows a path that is on record nowhere from the folders above it', async () => {
    expect(await trace('?path=/nowhere/yet')).toMatchObject({ folder_id: null, access: 10 });
  });

  it.each([
    ['?user=999999', 404],
    ['?user=x', 400],
    ['?path=../..', 403],
  ])('%s is %i', async (query, expected) => {
    const { status } = await server.call('GET', `${permissions}trace/${query}`, { token: keeper.token });
    expect(status).toBe(expected);
  });
});

describe('the preview', () => {
  const preview = (json: object) =>
    server.call('POST', `${permissions}preview/`, { token: permitter.token, json });

  it('tells who gains and who loses, on the folder and below it, and changes nothing', async () => {
    const ids = [await grant(plain.groupId, '/a', 20), await grant(1, '/a/b', 0), await grant(2, '/a/b', 0)];
    const { status, data } = await preview({ folder_id: folder('/a'), group_id: plain.groupId, access: 40 });
    const after = await server.call('GET', one(ids[0] ?? 0), { token: permitter.token });
    await revoke(...ids);
    expect(status).toBe(200);
    expect(data).toEqual({
      folder_id: folder('/a'),
      path: '/a',
      group_id: plain.groupId,
      before: 20,
      after: 40,
      people: 1,
      folders: [
        { path: '/a', anonymous: { before: 10, after: 10 }, shifts: [{ before: 20, after: 40, people: 1 }] },
        { path: '/a/b', anonymous: { before: 0, after: 0 }, shifts: [{ before: 20, after: 40, people: 1 }] },
      ],
      truncated: false,
    });
    expect(after.data.access).toBe(20);
  });

  it('of the Public group is about everybody, but not those who have more anyway', async () => {
    const { data } = await preview({ folder_id: 1, group_id: 1, access: 20 });
    const { people, folders } = data;
    expect(folders[0].anonymous).toEqual({ before: 10, after: 20 });
    // Super users and file administrators stay where they are.
    expect(folders[0].shifts).toEqual([
      { before: 10, after: 20, people: people - 2 },
      { before: 70, after: 70, people: 2 },
    ]);
  });

  it('without a level is of the removal', async () => {
    const id = await grant(plain.groupId, '/a', 50);
    const { data } = await preview({ folder_id: folder('/a'), group_id: plain.groupId });
    await revoke(id);
    expect(data).toMatchObject({
      before: 50,
      after: null,
      folders: [{ shifts: [{ before: 50, after: 10 }] }],
    });
  });

  it.each<[object, number]>([
    [{ folder_id: 1, group_id: 999_999, access: 10 }, 404],
    [{ folder_id: 999_999, group_id: 1, access: 10 }, 404],
    [{ folder_id: 1, group_id: 1, access: 71 }, 400],
  ])('of %j is %i', async (json, expected) => {
    expect((await preview(json)).status).toBe(expected);
  });
});
