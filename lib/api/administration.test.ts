import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({}, async (imagesDir) => {
    const picture = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#3060a0' } })
      .jpeg()
      .toBuffer();
    for (const folder of ['press/2026', 'press/2025', 'shop'])
      await mkdir(join(imagesDir, folder), { recursive: true });
    for (const path of [
      'press/2026/a.jpg',
      'press/2026/b_1.jpg',
      'press/2025/c.jpg',
      'shop/d.jpg',
      'e.jpg',
    ]) {
      await writeFile(join(imagesDir, path), picture);
    }
    await writeFile(join(imagesDir, 'press/2026/broken.jpg'), 'no picture');
  });
  const { data } = await call('POST', '/admin/tasks/sync_tree/', { path: '/' });
  await server.parts.tasks.wait(data.id, 30_000);
}, 120_000);

afterAll(() => server?.stop());

const call = (method: string, path: string, json?: unknown) =>
  server.call(method, `/api/v1${path}`, { token: server.admin, ...(json === undefined ? {} : { json }) });

async function throwAway(src: string): Promise<number> {
  const image = await server.parts.db.image.findUniqueOrThrow({ where: { src } });
  await call('DELETE', `/admin/filesystem/images/${image.id}/`);
  return (await server.parts.db.trashEntry.findFirstOrThrow({ where: { imageId: image.id } })).id;
}

describe('storage', () => {
  it('tells what takes space', async () => {
    const { status, data } = await call('GET', '/admin/storage/');
    expect(status).toBe(200);
    expect(data.disks[0].free).toBeGreaterThan(0);
    expect(data.database.bytes).toBeGreaterThan(1_000_000);
    expect(data.pictures.map(({ name }: { name: string }) => name)).toEqual(['memory', 'disk']);
  });

  it('sums images folder by folder', async () => {
    const { data: all } = await call('GET', '/admin/storage/folders/');
    expect(all).toMatchObject({ path: '/', files: 1, total: { files: 6 } });
    expect(all.folders.map(({ path, files }: any) => [path, files])).toEqual([
      ['/press', 4],
      ['/shop', 1],
    ]);
    const { data: press } = await call('GET', '/admin/storage/folders/?path=/press');
    expect(press).toMatchObject({ files: 0, bytes: 0, total: { files: 4 } });
    expect(press.folders.map(({ path, files }: any) => [path, files])).toEqual([
      ['/press/2026', 3],
      ['/press/2025', 1],
    ]);
    const { data: none } = await call('GET', '/admin/storage/folders/?path=/nowhere');
    expect(none.total).toEqual({ files: 0, bytes: 0 });
  });

  it('forgets the pictures of an image, a folder, and all of them', async () => {
    const entries = async () => (await call('GET', '/admin/storage/')).data.pictures[0].entries;
    const draw = (src: string) => server.get(`/image?src=${src}&width=50`);
    const all = ['press/2026/a.jpg', 'press/2025/c.jpg', 'shop/d.jpg'];
    for (const src of all) expect((await draw(src)).status).toBe(200);
    expect(await entries()).toBe(3);
    expect((await call('POST', '/admin/storage/forget/', { what: 'image', path: all[0] })).data).toEqual({
      images: 1,
    });
    expect(await entries()).toBe(2);
    await draw(all[0] ?? '');
    const folder = await call('POST', '/admin/storage/forget/', { what: 'folder', path: '/press' });
    expect(folder).toMatchObject({ status: 200, data: { images: 4 } });
    expect(await entries()).toBe(1);
    expect((await call('POST', '/admin/storage/forget/', { what: 'all' })).data).toEqual({ images: null });
    expect(await entries()).toBe(0);
    const { data } = await call('GET', '/admin/audit/?action=folder.uncache');
    expect(data.results.map((entry: any) => entry.object_name)).toEqual(['/', '/press']);
  });

  it.each([
    [{ what: 'folder', path: '/nowhere' }, 404],
    [{ what: 'image', path: 'nowhere.jpg' }, 404],
    [{ what: 'everything' }, 400],
    [{ what: 'folder', path: '../x' }, 403],
  ])('refuses to forget %j', async (body, status) => {
    expect((await call('POST', '/admin/storage/forget/', body)).status).toBe(status);
  });
});

describe('trash', () => {
  it('is searched by path and kind', async () => {
    await throwAway('press/2026/b_1.jpg');
    await throwAway('press/2025/c.jpg');
    const paths = async (query: string) =>
      (await call('GET', `/trash/?${query}`)).data.results.map(({ path }: any) => path);
    expect(await paths('q=PRESS')).toEqual(['press/2025/c.jpg', 'press/2026/b_1.jpg']);
    expect(await paths('q=b_')).toEqual(['press/2026/b_1.jpg']);
    expect(await paths('q=%25')).toEqual([]);
    expect(await paths('kind=folder')).toEqual([]);
    const { data } = await call('GET', '/trash/');
    expect(data.results[0].deleted_by_name).toBe('admin');
  });

  it('shows small pictures of what is in it, and nothing of what is no picture', async () => {
    const id = await throwAway('press/2026/a.jpg');
    const response = await fetch(`${server.address}/api/v1/trash/${id}/thumbnail/`, {
      headers: { Authorization: `Basic ${Buffer.from(`${server.admin}:`).toString('base64')}` },
    });
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(response.headers.get('cache-control')).toBe('private, max-age=300');
    const facts = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect(facts).toMatchObject({ format: 'jpeg', width: 320, height: 240 });

    const broken = await throwAway('press/2026/broken.jpg');
    expect((await call('GET', `/trash/${broken}/thumbnail/`)).status).toBe(415);
    await call('DELETE', `/trash/${broken}/`);
    expect((await call('GET', `/trash/${broken}/thumbnail/`)).status).toBe(404);
  });
});

describe('audit', () => {
  it('is filtered by person and text', async () => {
    const count = async (query: string) => (await call('GET', `/admin/audit/?${query}`)).data.results.length;
    expect(await count('username=ADM&q=2025/c')).toBeGreaterThan(0);
    expect(await count('username=nobody')).toBe(0);
    expect(await count('q=%25c.jpg')).toBe(0);
  });

  it('is exported with its filters, harmless for spreadsheets', async () => {
    await server.parts.db.auditEntry.create({
      data: { username: '=1+1', action: 'image.edit', objectType: 'image', objectName: 'a,"b".jpg' },
    });
    const { status, headers, text } = await call('GET', '/admin/audit/export/?action=image.edit');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toContain('audit.csv');
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toBe('time,person,via,address,action,object,id,name,details,request');
    expect(lines[1]).toContain(`,'=1+1,none,,image.edit,image,,"a,""b"".jpg",,`);
    const { text: none } = await call('GET', '/admin/audit/export/?username=nobody');
    expect(none.trimEnd().split('\r\n')).toHaveLength(1);
  });
});

describe('tasks', () => {
  it('are filtered, and what may be repeated is repeated', async () => {
    const first = await call('POST', '/admin/tasks/sync_tree/', { path: '/shop' });
    await server.parts.tasks.wait(first.data.id, 30_000);
    const second = await call('POST', '/admin/tasks/sync_tree/', { path: '/shop' });
    expect(second.status).toBe(200);
    await server.parts.tasks.wait(second.data.id, 30_000);
    const ids = async (query: string) =>
      (await call('GET', `/admin/tasks/?${query}`)).data.results.map(({ id }: any) => id);
    expect(await ids('function=sync_tree&mine=true&status=2&failed=false')).toContain(second.data.id);
    expect(await ids('function=sync_tree')).not.toContain(first.data.id);
    expect(await ids('function=sync_tree&failed=true')).toEqual([]);
    const { data } = await call('GET', '/admin/audit/?action=task.start');
    expect(data.results[0]).toMatchObject({
      object_name: 'Compare records and files in /shop',
      details: { function: 'sync_tree', path: '/shop' },
    });
  });
});
