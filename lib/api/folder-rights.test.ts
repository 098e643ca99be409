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
/** Ids of folders by path. */
let folderIds: Map<string, number>;

const address = '/api/v1/admin/permissions/';

beforeAll(async () => {
  server = await startApiServer({}, async (imagesDir) => {
    await mkdir(join(imagesDir, 'a/b/c'), { recursive: true });
    await mkdir(join(imagesDir, 'a/d'), { recursive: true });
    await mkdir(join(imagesDir, 'fresh'), { recursive: true });
    await save(imagesDir, 'a/b/c/1.jpg', photograph(40, 30));
    await save(imagesDir, 'a/d/1.jpg', photograph(40, 30));
  });
  await server.get('/image?src=a/b/c/1.jpg');
  await server.get('/image?src=a/d/1.jpg');
  folderIds = new Map((await server.parts.db.folder.findMany()).map(({ id, path }) => [path, id]));
  plain = await addPerson(server, 'plain');
  keeper = await addPerson(server, 'keeper', ['admin_users']);
  permitter = await addPerson(server, 'permitter', ['admin_permissions']);
});

afterAll(() => server?.stop());

type Change = { group_id: number; access: number | null; version?: number };

const read = async (path: string, token = permitter.token) =>
  server.call('GET', `${address}folder/?path=${path}`, { token });
const saveRights = (path: string, changes: Change[], token = permitter.token) =>
  server.call('PUT', `${address}folder/`, { token, json: { folder_id: folderIds.get(path), changes } });
const impact = async (path: string, changes: Change[]) =>
  (
    await server.call('POST', `${address}impact/`, {
      token: permitter.token,
      json: { folder_id: folderIds.get(path), changes },
    })
  ).data;
const ofGroup = (data: { groups: Array<{ group_id: number }> }, id: number) =>
  data.groups.find(({ group_id }) => group_id === id);

describe('the rights on a folder', () => {
  it('are own and inherited, with where from', async () => {
    const saved = await saveRights('/a', [{ group_id: plain.groupId, access: 40, version: 0 }]);
    expect(saved.status).toBe(200);
    expect(ofGroup(saved.data, plain.groupId)).toMatchObject({
      own: { access: 40, version: 1 },
      inherited: null,
      can_reset: true,
      members: 1,
    });
    const below = await read('/a/b');
    expect(below.data).toMatchObject({ path: '/a/b', anonymous: 10 });
    expect(ofGroup(below.data, plain.groupId)).toMatchObject({
      own: null,
      inherited: { access: 40, folder: '/a' },
    });
    expect(ofGroup(below.data, 1)).toMatchObject({ inherited: { access: 10, folder: '/' } });
    expect(below.data.reach).toEqual([
      { access: 70, people: 1 },
      { access: 40, people: 1 },
      { access: 10, people: 2 },
    ]);
    await saveRights('/a', [{ group_id: plain.groupId, access: null }]);
  });

  it('can be read for a folder that is on the disk only, and not for one that is nowhere', async () => {
    expect(await read('/fresh')).toMatchObject({ status: 200, data: { path: '/fresh' } });
    expect((await read('/nowhere')).status).toBe(404);
  });

  it('are for those who administer people or permissions; changing takes the latter', async () => {
    const statuses: number[] = [];
    for (const { token } of [plain, keeper, permitter]) {
      statuses.push((await read('/', token)).status, (await saveRights('/a', [], token)).status);
    }
    expect(statuses).toEqual([403, 403, 200, 403, 200, 200]);
  });
});

describe('changing several at once', () => {
  const pictures = async () => (await server.get('/image?src=a/d/1.jpg')).status;

  it('counts at once, is noted, and can be taken back', async () => {
    expect(await pictures()).toBe(200);
    const saved = await saveRights('/a/d', [
      { group_id: 1, access: 0, version: 0 },
      { group_id: plain.groupId, access: 20, version: 0 },
    ]);
    expect(saved).toMatchObject({ status: 200, data: { anonymous: 0 } });
    expect(await pictures()).toBe(403);
    const list = await server.call('GET', `${address}folders/`, { token: keeper.token });
    expect(list.data).toContainEqual({ folder_id: folderIds.get('/a/d'), path: '/a/d', groups: 2 });
    const back = await saveRights('/a/d', [
      { group_id: 1, access: null, version: 1 },
      { group_id: plain.groupId, access: null, version: 1 },
    ]);
    expect(back.status).toBe(200);
    expect(await pictures()).toBe(200);
    const noted = await server.parts.db.auditEntry.findMany({
      where: { objectType: 'permission', objectName: '/a/d' },
      orderBy: { id: 'asc' },
    });
    expect(noted.map(({ action }) => action)).toEqual([
      'permission.create',
      'permission.create',
      'permission.delete',
      'permission.delete',
    ]);
  });

  it('changes nothing when one of them was changed by somebody else', async () => {
    await saveRights('/a/b', [{ group_id: plain.groupId, access: 20, version: 0 }]);
    const late = await saveRights('/a/b', [
      { group_id: keeper.groupId, access: 30, version: 0 },
      { group_id: plain.groupId, access: 30, version: 0 },
    ]);
    expect(late).toMatchObject({ status: 409, message: expect.stringContaining('permitter') });
    const { data } = await read('/a/b');
    expect(ofGroup(data, keeper.groupId)).toMatchObject({ own: null });
    await saveRights('/a/b', [{ group_id: plain.groupId, access: null, version: 1 }]);
    const gone = await saveRights('/a/b', [{ group_id: plain.groupId, access: 30, version: 1 }]);
    expect(gone.status).toBe(409);
  });

  it.each<[string, Change, number]>([
    ['a system group on the root', { group_id: 1, access: null }, 400],
    ['an unknown group', { group_id: 999_999, access: 10 }, 404],
    ['a level that is none', { group_id: 1, access: 71 }, 400],
  ])('refuses %s', async (_, wish, status) => {
    expect((await saveRights('/', [wish])).status).toBe(status);
  });
});

describe('the impact', () => {
  it('says who gains and loses what, where, before anything is changed', async () => {
    await saveRights('/a/d', [{ group_id: plain.groupId, access: 0 }]);
    const data = await impact('/a', [{ group_id: plain.groupId, access: 20 }]);
    expect(data.effects).toEqual([{ level: 20, gains: true, people: 1, folders: 3 }]);
    expect(data.people).toEqual([
      { id: plain.id, username: 'plain', name: 'Ada Byron', path: '/a', before: 10, after: 20 },
    ]);
    expect(data).toMatchObject({ anonymous: [], people_total: 1, you: null, truncated: false });
    expect(data.folders).toEqual([{ path: '/a', folders: 3, gain: 1, lose: 0 }]);
    await saveRights('/a/d', [{ group_id: plain.groupId, access: null }]);
  });

  it('tells callers what they do to themselves, and everybody else', async () => {
    const data = await impact('/a', [
      { group_id: 1, access: 0 },
      { group_id: 2, access: 0 },
    ]);
    expect(data.you).toEqual({ before: 10, after: 0 });
    expect(data.anonymous).toEqual([{ level: 10, gains: false, folders: 4 }]);
    expect(data.effects).toEqual([{ level: 10, gains: false, people: 3, folders: 4 }]);
  });

  it('is empty for no change', async () => {
    expect(await impact('/a', [])).toMatchObject({ effects: [], folders: [], people: [], people_total: 0 });
  });
});
