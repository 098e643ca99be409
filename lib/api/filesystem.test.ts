import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from './testing/api-server.ts';
import { disc, save } from './testing/originals.ts';

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({}, async (imagesDir) => {
    for (const name of ['shop/a.png', 'shop/b.png', 'shop/sub/c.png', 'other/d.png', 'gone/deep/e.png']) {
      await save(imagesDir, name, disc(20, 20, 'red'));
    }
  });
});

afterAll(async () => {
  await server.stop();
});

const IMAGES = '/api/v1/admin/filesystem/images';
const FOLDERS = '/api/v1/admin/filesystem/folders';

function admin(method: string, path: string, form?: Record<string, string>) {
  return server.call(method, path, { token: server.admin, ...(form ? { form } : {}) });
}

async function imageId(src: string): Promise<number> {
  return (await admin('GET', `/api/v1/details/?src=${src}`)).data.id;
}

async function folderId(path: string): Promise<number> {
  return (await admin('GET', `${FOLDERS}/?path=${path}`)).data.id;
}

function picture(src: string) {
  return server.get(`/image?src=${src}&width=10`).then(({ status }) => status);
}

describe('an image', () => {
  test('is renamed and moved under its id; the old address is gone at once', async () => {
    const id = await imageId('shop/a.png');
    expect(await picture('shop/a.png')).toBe(200);
    const renamed = await admin('PUT', `${IMAGES}/${id}/`, { path: 'shop/renamed.png' });
    expect([renamed.status, renamed.data.src, renamed.data.id]).toEqual([200, 'shop/renamed.png', id]);
    expect([await picture('shop/a.png'), await picture('shop/renamed.png')]).toEqual([404, 200]);
    const moved = await admin('PUT', `${IMAGES}/${id}/`, { path: '/other/a.png' });
    expect([moved.data.src, moved.data.folder.path]).toEqual(['other/a.png', '/other']);
    expect(await picture('other/a.png')).toBe(200);
  });

  test.each([
    ['short', 'a.b', 400],
    ['dots', 'shop/../b.png', 400],
    ['hidden', 'shop/.b.png', 400],
    ['no picture', 'shop/b.exe', 400],
    ['no such folder', 'nowhere/b.png', 404],
    ['taken', 'other/d.png', 409],
    ['the same', 'shop/b.png', 200],
  ])('to a path that is %s: %s is %i', async (_what, path, expected) => {
    const id = await imageId('shop/b.png');
    expect((await admin('PUT', `${IMAGES}/${id}/`, { path })).status).toBe(expected);
    expect(await picture('shop/b.png')).toBe(200);
  });

  test('is deleted, answers 404, and comes back from the trash with its id', async () => {
    const id = await imageId('shop/b.png');
    const deleted = await admin('DELETE', `${IMAGES}/${id}/`);
    expect([deleted.status, deleted.data.status]).toEqual([200, 0]);
    expect(await picture('shop/b.png')).toBe(404);
    expect((await admin('DELETE', `${IMAGES}/${id}/`)).status).toBe(404);
    const { data } = await admin('GET', '/api/v1/trash/');
    expect(data.results[0]).toMatchObject({
      kind: 'image',
      path: 'shop/b.png',
      image_id: id,
      deleted_by: 1,
      files: 1,
    });
    const restored = await admin('POST', `/api/v1/trash/${data.results[0].id}/restore/`);
    expect([restored.status, restored.data.id, restored.data.status]).toEqual([200, id, 1]);
    expect(await picture('shop/b.png')).toBe(200);
    expect((await admin('POST', `/api/v1/trash/${data.results[0].id}/restore/`)).status).toBe(404);
  });

  test('that is gone for good cannot be restored', async () => {
    const id = await imageId('other/d.png');
    await admin('DELETE', `${IMAGES}/${id}/`);
    const [entry] = (await admin('GET', '/api/v1/trash/')).data.results;
    expect((await admin('DELETE', `/api/v1/trash/${entry.id}/`)).status).toBe(200);
    expect((await admin('POST', `/api/v1/trash/${entry.id}/restore/`)).status).toBe(404);
    expect(await readdir(join(server.imagesDir, '.emulsion/trash'))).toEqual([]);
  });

  test('that was deleted and whose file is back on the disk is deleted again', async () => {
    await save(server.imagesDir, 'shop/again.png', disc(20, 20, 'red'));
    const id = await imageId('shop/again.png');
    expect((await admin('DELETE', `${IMAGES}/${id}/`)).status).toBe(200);
    expect((await admin('DELETE', `${IMAGES}/${id}/`)).status).toBe(404);
    await save(server.imagesDir, 'shop/again.png', disc(20, 20, 'red'));
    const { status, data } = await admin('DELETE', `${IMAGES}/${id}/`);
    expect([status, data.id, data.status]).toEqual([200, id, 0]);
    expect(await readdir(join(server.imagesDir, 'shop'))).not.toContain('again.png');
  });
});

describe('a folder', () => {
  test('is made with those above it, and told with its children', async () => {
    const made = await admin('POST', `${FOLDERS}/`, { path: '/new/one' });
    expect([made.status, made.data.path, made.data.name]).toEqual([200, '/new/one', '/new/one']);
    expect((await admin('POST', `${FOLDERS}/`, { path: '/new/one' })).status).toBe(409);
    const { data } = await admin('GET', `${FOLDERS}/?path=/new`);
    expect(data).toMatchObject({
      path: '/new',
      parent: { id: 1, name: '' },
      children: [{ path: '/new/one' }],
    });
    expect((await admin('GET', `${FOLDERS}/${data.id}/`)).data).toEqual(data);
  });

  test.each([
    ['/.hidden', 400],
    ['/a/../b', 400],
    ['../b', 400],
    ['', 400],
    ['/"*?', 400],
    ['/', 400],
  ])('cannot be made at %j: %i', async (path, expected) => {
    expect((await admin('POST', `${FOLDERS}/`, { path })).status).toBe(expected);
  });

  test('is moved with everything in it; addresses follow', async () => {
    const id = await folderId('/shop');
    const c = await imageId('shop/sub/c.png');
    const moved = await admin('PUT', `${FOLDERS}/${id}/`, { path: '/store' });
    expect([moved.status, moved.data]).toMatchObject([200, { id, path: '/store', status: 1 }]);
    expect([await picture('shop/sub/c.png'), await picture('store/sub/c.png')]).toEqual([404, 200]);
    expect(await imageId('store/sub/c.png')).toBe(c);
    // The record of the task is gone, so the same may be asked for again.
    expect((await admin('PUT', `${FOLDERS}/${id}/`, { path: '/store' })).status).toBe(200);
    expect((await admin('PUT', `${FOLDERS}/${id}/`, { path: '/other' })).status).toBe(409);
    expect((await admin('PUT', `${FOLDERS}/${id}/`, { path: '/store/sub/deeper' })).status).toBe(400);
    expect((await admin('PUT', `${FOLDERS}/${id}/`, { path: '../store' })).status).toBe(400);
    expect((await admin('PUT', `${FOLDERS}/1/`, { path: '/elsewhere' })).status).toBe(400);
    expect((await admin('PUT', `${FOLDERS}/999999/`, { path: '/elsewhere' })).status).toBe(404);
  });

  test('is deleted as one entry of the trash, and comes back whole', async () => {
    const id = await folderId('/gone');
    const e = await imageId('gone/deep/e.png');
    const deleted = await admin('DELETE', `${FOLDERS}/${id}/`);
    expect([deleted.status, deleted.data.status]).toEqual([200, 0]);
    expect(await picture('gone/deep/e.png')).toBe(404);
    expect((await admin('DELETE', `${FOLDERS}/${id}/`)).status).toBe(404);
    expect((await admin('DELETE', `${FOLDERS}/1/`)).status).toBe(400);
    const [entry] = (await admin('GET', '/api/v1/trash/')).data.results;
    expect(entry).toMatchObject({ kind: 'folder', path: '/gone', files: 1 });
    const restored = await admin('POST', `/api/v1/trash/${entry.id}/restore/`, { to: '/back' });
    expect([restored.status, restored.data.path]).toEqual([200, '/back']);
    expect([await picture('back/deep/e.png'), await imageId('back/deep/e.png')]).toEqual([200, e]);
  });

  test('that vanishes from the disk is answered as deleted', async () => {
    await mkdir(join(server.imagesDir, 'fleeting'));
    const id = await folderId('/fleeting');
    await rename(join(server.imagesDir, 'fleeting'), join(server.dataDir, 'away'));
    const { status, data } = await admin('GET', `${FOLDERS}/?path=/fleeting`);
    expect([status, data.id, data.status]).toEqual([200, id, 0]);
  });
});

test('the trash is emptied at once', async () => {
  const id = await imageId('back/deep/e.png');
  await admin('DELETE', `${IMAGES}/${id}/`);
  const { status, data } = await admin('DELETE', '/api/v1/trash/');
  expect([status, data.purged]).toEqual([200, expect.any(Number)]);
  expect((await admin('GET', '/api/v1/trash/')).data).toEqual({ results: [], next: null });
});

test('a whole tree is compared with the disk by a task that can be watched', async () => {
  await save(server.imagesDir, 'dropped/f.png', disc(20, 20, 'blue'));
  const started = await admin('POST', '/api/v1/admin/tasks/sync_tree/', { path: '/' });
  expect([started.status, started.data.status]).toEqual([200, 0]);
  expect((await admin('POST', '/api/v1/admin/tasks/sync_tree/', { path: '/' })).status).toBe(409);
  await server.parts.tasks.wait(started.data.id, 30_000);
  const { data } = await admin('GET', `/api/v1/admin/tasks/${started.data.id}/`);
  expect(data).toMatchObject({ status: 2, failed: false, user: { username: 'admin' } });
  const found = await admin('GET', '/api/v1/search/?q=dropped');
  expect(found.data.results.map((each: any) => each.src)).toEqual(['dropped/f.png']);
});

test.each([
  ['purge_system_stats', { date_to: '2020-01-01' }, 200],
  ['purge_image_stats', { date_to: '2020-01-01' }, 200],
  ['purge_image_stats', {}, 400],
  ['purge_image_stats', { date_to: 'soon' }, 400],
  ['purge_deleted_folder_data', { path: '' }, 200],
  ['purge_deleted_folder_data', {}, 400],
  ['purge_deleted_folder_data', { path: '/never/there' }, 400],
  ['export_portfolio', {}, 400],
  ['nothing', {}, 404],
])('the task %s with %j is %i', async (name, form, expected) => {
  const { status } = await admin('POST', `/api/v1/admin/tasks/${name}/`, form);
  expect(status).toBe(expected);
});

test('times among the parameters of a task are written like all others', async () => {
  const { data } = await admin('POST', '/api/v1/admin/tasks/purge_system_stats/', { date_to: '2019-05-06' });
  expect(data.params).toEqual({ before_time: '2019-05-06T00:00:00Z' });
  await server.parts.tasks.wait(data.id, 30_000);
  const { data: done } = await admin('GET', `/api/v1/admin/tasks/${data.id}/`);
  expect([done.status, done.failed]).toEqual([2, false]);
});

test('what is kept for the server itself is reachable by no path', async () => {
  for (const path of ['.emulsion', '/.emulsion/trash']) {
    expect((await admin('GET', `${FOLDERS}/?path=${path}`)).status).toBe(404);
    expect((await admin('GET', `/api/v1/list/?path=${path}`)).status).toBe(404);
  }
});
