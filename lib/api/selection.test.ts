import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIds } from '#lib/jobs/id-runs.ts';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

const NORMAL_USERS = 2;
const MANY = 230;

let server: ApiServer;
let images: string;
let admin: string;
let ada: string;

async function fill(folder: string, count: number): Promise<void> {
  await mkdir(join(images, folder), { recursive: true });
  const bytes = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  for (let n = 0; n < count; n++) await writeFile(join(images, folder, `${n}.png`), bytes);
}

/** The images of a folder by name, with those on the disk found. */
async function idsIn(folder: string, query = ''): Promise<number[]> {
  const { data } = await server.call('GET', `/api/v1/browse/?path=${folder}&limit=500${query}`, {
    token: admin,
  });
  return data.images.map(({ id }: { id: number }) => id);
}

const post = (path: string, json: unknown, token = admin) =>
  server.call('POST', `/api/v1${path}`, { token, json });
const count = async (selection: unknown, token = admin) =>
  (await post('/selection/count/', { selection }, token)).data;

/** The finished task. */
async function finished(id: number) {
  const task = await server.parts.tasks.wait(id, 60_000);
  if (task === undefined || task === 'late') throw new Error(`the task is ${task}`);
  return task;
}

async function change(body: object, token = admin) {
  const { status, data, message } = await post('/selection/tasks/', body, token);
  if (status !== 202) throw new Error(`${status} ${message}`);
  return { name: data.name, id: data.id, result: (await finished(data.id)).result as any };
}

beforeAll(async () => {
  server = await startApiServer({}, async (imagesDir) => {
    images = imagesDir;
    await mkdir(join(imagesDir, 'empty'));
  });
  admin = server.admin;
  const person = await addPerson(server, 'ada');
  ada = person.token;
  for (const folder of ['mine', 'seen', 'hidden']) await fill(folder, 3);
  for (const folder of ['mine', 'seen', 'hidden']) await idsIn(folder);
  const { db } = server.parts;
  const folderOf = async (path: string) => (await db.folder.findUniqueOrThrow({ where: { path } })).id;
  const hidden = await folderOf('/hidden');
  await db.folderPermission.createMany({
    data: [
      ...[PUBLIC_GROUP, NORMAL_USERS].map((groupId) => ({ groupId, folderId: hidden, access: LEVEL.none })),
      { groupId: person.groupId, folderId: await folderOf('/mine'), access: LEVEL.delete },
    ],
  });
  await server.parts.announce();
});

afterAll(async () => {
  await server?.stop();
});

describe('count', () => {
  it('counts what somebody may see', async () => {
    const all = [...(await idsIn('mine')), ...(await idsIn('seen')), ...(await idsIn('hidden'))];
    expect(await count({ ids: [...all, 999_999] })).toMatchObject({ images: 9 });
    expect(await count({ ids: all }, ada)).toMatchObject({ images: 6 });
    expect(await count({ search: { path: '/', recursive: true } }, ada)).toMatchObject({ images: 6 });
    expect(await count({ search: { path: '/hidden' } }, ada)).toEqual({ images: 0, bytes: 0 });
    expect(await count({ search: { path: '/mine' }, except: all.slice(0, 2) }, ada)).toMatchObject({
      images: 1,
    });
    expect(await count({ search: { path: '/mine', q: '2' } })).toMatchObject({ images: 1 });
  });

  it.each([
    ['nothing', {}],
    ['both', { ids: [1], search: {} }],
    ['no ids', { ids: [] }],
    ['too many ids', { ids: Array.from({ length: 10_001 }, (_, n) => n + 1) }],
    ['a wrong search', { search: { min_width: -1 } }],
    ['an unknown type', { search: { type: ['xyz'] } }],
  ])('refuses %s', async (_what, selection) => {
    expect((await post('/selection/count/', { selection })).status).toBe(400);
  });
});

describe('tasks', () => {
  it('tags what a search finds, then takes the tags again', async () => {
    await fill('tags', 5);
    const ids = await idsIn('tags');
    const selection = { search: { path: '/tags' }, except: [ids[0]] };
    const { name, result } = await change({ action: 'tag', tags: ['One', ' two '], selection });
    expect(name).toBe('Tag 4 images');
    expect(result).toMatchObject({ done: 4, failures: 0, failed: [], trash: [], moved: [] });
    expect(await idsIn('tags', '&tag=one,TWO')).toEqual(ids.slice(1));
    await change({ action: 'untag', tags: ['ONE'], selection: { ids } });
    expect(await idsIn('tags', '&tag=one')).toEqual([]);
    expect(await idsIn('tags', '&tag=two')).toHaveLength(4);
  });

  it('edits words', async () => {
    await fill('words', 2);
    const ids = await idsIn('words');
    expect((await change({ action: 'edit', title: 'All alike', selection: { ids } })).result.done).toBe(2);
    expect(await idsIn('words', '&q=alike&sort=found')).toEqual(ids.toSorted((a, b) => a - b));
  });

  it('moves, tells from where, and lists what stood in the way', async () => {
    await fill('from/a', 3);
    await fill('from/b', 1);
    await fill('to', 1);
    const ids = [...(await idsIn('from/a')), ...(await idsIn('from/b'))];
    const { name, result } = await change({
      action: 'move',
      folder: 'to',
      selection: { search: { path: '/from', recursive: true } },
    });
    expect(name).toBe('Move 4 images to /to');
    expect(result.done).toBe(2);
    expect(result.failures).toBe(2);
    expect(result.failed).toMatchObject([
      { src: 'from/a/0.png', status: 409 },
      { src: 'from/b/0.png', status: 409 },
    ]);
    expect(result.moved).toEqual([{ folder: '/from/a', ids: ids.slice(1, 3) }]);
    expect((await readdir(join(images, 'to'))).sort()).toEqual(['0.png', '1.png', '2.png']);
  });

  it('does what the person may, image by image', async () => {
    const [mine, seen, hidden] = [await idsIn('mine'), await idsIn('seen'), await idsIn('hidden')];
    const ids = [mine[0], seen[0], hidden[0], 999_999];
    const { result } = await change({ action: 'delete', selection: { ids } }, ada);
    expect(result).toMatchObject({ done: 1, failures: 3 });
    expect(result.trash).toHaveLength(1);
    expect(result.failed).toEqual([
      { id: seen[0], src: 'seen/0.png', status: 403, message: expect.stringContaining('“Delete” on /seen') },
      { id: hidden[0], src: '', status: 404, message: 'The image was not found.' },
      { id: 999_999, src: '', status: 404, message: 'The image was not found.' },
    ]);
    const all = await change({ action: 'delete', selection: { search: { path: '/hidden' } } }, ada);
    expect(all).toMatchObject({ name: 'Delete 0 images', result: { done: 0, failures: 0 } });
    expect(await idsIn('hidden')).toHaveLength(3);
    const back = await post('/trash/restore/', { ids: [...result.trash, 999_999] }, ada);
    expect(back.data).toEqual([
      { id: result.trash[0], status: 200, message: 'OK', image_id: mine[0], src: 'mine/0.png' },
      { id: 999_999, status: 404, message: expect.any(String), image_id: null, src: null },
    ]);
    expect(await idsIn('mine')).toEqual(mine);
  });

  it('deletes many and brings all of them back', async () => {
    await fill('many', MANY);
    const ids = await idsIn('many');
    const { id, result } = await change({ action: 'delete', selection: { search: { path: '/many' } } });
    expect(result).toMatchObject({ done: MANY, failures: 0 });
    expect(readIds(result.trash_runs)).toEqual(result.trash);
    expect(result.trash).toHaveLength(MANY);
    expect(await readdir(join(images, 'many'))).toEqual([]);
    expect(await idsIn('many')).toEqual([]);
    expect((await post('/trash/restore/', { task: id }, ada)).status).toBe(404);
    const back = await post('/trash/restore/', { task: id });
    expect([back.status, back.data.funcname]).toEqual([202, 'restore_trash']);
    expect((await finished(back.data.id)).result).toEqual({ done: MANY, failed: [], failures: 0 });
    expect(await idsIn('many')).toEqual(ids);
  });

  it('brings folders back too', async () => {
    await fill('whole/inner', 2);
    await idsIn('whole/inner');
    const { id } = await server.parts.db.folder.findUniqueOrThrow({ where: { path: '/whole' } });
    await server.call('DELETE', `/api/v1/admin/filesystem/folders/${id}/`, { token: admin });
    const entry = await server.parts.db.trashEntry.findFirstOrThrow({ where: { path: '/whole' } });
    const { status, data } = await post('/trash/restore/', { ids: [entry.id] });
    expect(status).toBe(202);
    expect((await finished(data.id)).result).toMatchObject({ done: 1 });
    expect(await idsIn('whole/inner')).toHaveLength(2);
  });

  it.each([
    [400, { action: 'move', selection: { ids: [1] } }],
    [400, { action: 'edit', selection: { ids: [1] } }],
    [400, { action: 'tag', tags: [], selection: { ids: [1] } }],
    [400, { action: 'tag', tags: ['a,b'], selection: { ids: [1] } }],
    [400, { action: 'copy', selection: { ids: [1] } }],
    [400, { action: 'delete' }],
    [403, { action: 'move', folder: '/seen', selection: { ids: [1] } }],
    [403, { action: 'move', folder: '/nowhere', selection: { ids: [1] } }],
    [404, { action: 'move', folder: '/mine/none', selection: { ids: [1] } }],
  ])('answers %i to %j', async (status, body) => {
    const token = status === 400 ? admin : ada;
    if (status === 404) {
      const asked = await post('/selection/tasks/', body, admin);
      expect(asked.status).toBe(404);
    } else expect((await post('/selection/tasks/', body, token)).status).toBe(status);
  });

  it.each([{}, { ids: [1], task: 1 }])('restoring %j is refused', async (body) => {
    expect((await post('/trash/restore/', body)).status).toBe(400);
  });

  it('stops when it is asked to', async () => {
    await fill('stopped', 200);
    await idsIn('stopped');
    const { data } = await post('/selection/tasks/', {
      action: 'tag',
      tags: ['late'],
      selection: { search: { path: '/stopped' } },
    });
    expect((await post(`/admin/tasks/${data.id}/cancel/`, {})).status).toBe(200);
    const told = await server.call('GET', `/api/v1/admin/audit/?object_type=task&object_id=${data.id}`, {
      token: admin,
    });
    expect(told.data.results).toMatchObject([
      { action: 'task.cancel', username: 'admin', details: { function: 'change_images' } },
    ]);
    const task = await server.parts.tasks.wait(data.id, 60_000);
    expect(task === undefined || (task !== 'late' && task.failed)).toBe(true);
    expect((await idsIn('stopped', '&tag=late')).length).toBeLessThan(200);
  });
});

it('keeps the queue of tasks open for others', async () => {
  const { db } = server.parts;
  const { id: userId } = await db.user.findFirstOrThrow({ where: { username: 'ada' } });
  await db.task.createMany({
    data: Array.from({ length: 50 }, (_, n) => ({
      userId,
      name: 'Wait',
      funcname: 'change_images',
      params: {},
      dedupeKey: `waiting ${n}`,
    })),
  });
  const ids = await idsIn('seen');
  const body = { action: 'tag', tags: ['much'], selection: { ids } };
  expect((await post('/selection/tasks/', body, ada)).status).toBe(429);
  expect((await post('/selection/tasks/', body)).status).toBe(202);
  await db.task.deleteMany({ where: { name: 'Wait' } });
});
