import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureFolder } from '#lib/catalog/store/folders.ts';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

const NORMAL_USERS = 2;

let server: ApiServer;
let images: string;
let admin: string;
let ada: { token: string; groupId: number };

async function picture(path: string, width = 40, height = 30): Promise<void> {
  await sharp({ create: { width, height, channels: 3, background: 'teal' } })
    .toFormat(path.endsWith('png') ? 'png' : 'jpeg')
    .toFile(join(images, path));
}

async function grant(path: string, groupIds: readonly number[], access: number): Promise<void> {
  const folderId = await ensureFolder(server.parts.db, [...above(path)]);
  await server.parts.db.folderPermission.createMany({
    data: groupIds.map((groupId) => ({ folderId, groupId, access })),
  });
  await server.parts.announce();
}

function* above(path: string): Generator<string> {
  for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) yield at;
  yield '/';
}

const browse = (query: string, token = admin) => server.call('GET', `/api/v1/browse/?${query}`, { token });
const tree = (path: string, token = admin) =>
  server.call('GET', `/api/v1/folders/tree/?path=${encodeURIComponent(path)}`, { token });
const names = (shown: Array<{ filename: string }>) => shown.map(({ filename }) => filename);

beforeAll(async () => {
  server = await startApiServer({}, async (imagesDir) => {
    images = imagesDir;
    for (const folder of [
      'shop/more/deep',
      'shop/Closed/open',
      'shop/locked',
      'shop/a10',
      'shop/a9',
      'live',
    ]) {
      await mkdir(join(imagesDir, folder), { recursive: true });
    }
    await picture('shop/pic 10.jpg', 10);
    await picture('shop/Pic 9.jpg', 20);
    await picture('shop/zebra.png', 30);
    await picture('shop/more/below.jpg');
    await picture('shop/more/deep/pic 1.jpg');
    await picture('shop/locked/secret.jpg');
    await picture('shop/Closed/hidden.jpg');
    await picture('shop/Closed/open/seen.jpg');
    await writeFile(join(imagesDir, 'shop/Notes.txt'), 'text');
    await writeFile(join(imagesDir, 'shop/broken.jpg'), 'no picture');
  });
  admin = server.admin;
  ada = await addPerson(server, 'ada');
  await grant('/shop/locked', [PUBLIC_GROUP, NORMAL_USERS], LEVEL.none);
  await grant('/shop/Closed', [PUBLIC_GROUP, NORMAL_USERS], LEVEL.none);
  await grant('/shop/Closed/open', [ada.groupId], LEVEL.download);
});

afterAll(async () => {
  await server?.stop();
});

describe('browse', () => {
  it('shows the images of a folder on the disk, with their number and size', async () => {
    const { status, data } = await browse('path=/shop&recursive=false');
    expect(status).toBe(200);
    expect(names(data.images)).toEqual(['broken.jpg', 'Pic 9.jpg', 'pic 10.jpg', 'zebra.png']);
    expect(data).toMatchObject({
      folder: { path: '/shop', status: 1 },
      access: LEVEL.deleteFolder,
      total: 4,
      other_files: ['Notes.txt'],
    });
    const { bytes } = data;
    expect(bytes).toBe(data.images.reduce((sum: number, image: { bytes: number }) => sum + image.bytes, 0));
    expect(data.images[1]).toMatchObject({
      src: 'shop/Pic 9.jpg',
      width: 20,
      height: 30,
      tags: [],
      focus: null,
      access: LEVEL.deleteFolder,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      version: expect.stringMatching(/^[0-9a-z]+-[0-9a-z]+$/),
    });
  });

  it.each([
    ['sort=-name', ['zebra.png', 'pic 10.jpg', 'Pic 9.jpg', 'broken.jpg']],
    ['sort=size&q=pic', ['pic 10.jpg', 'Pic 9.jpg']],
    ['start=1&limit=2', ['Pic 9.jpg', 'pic 10.jpg']],
    ['start=99', []],
    ['type=png', ['zebra.png']],
    ['type=image/jpeg&min_width=20', ['Pic 9.jpg']],
    ['type=txt', 400],
    ['q=%22-%22', []],
    ['sort=relevance&q=zebra', ['zebra.png']],
    ['sort=relevance', ['broken.jpg', 'Pic 9.jpg', 'pic 10.jpg', 'zebra.png']],
    ['tag=none', []],
    ['sort=age', 400],
    ['limit=501', 400],
    ['from=2099-01-01', []],
  ])('%s', async (query, expected) => {
    await browse('path=/shop');
    const { status, data } = await browse(`path=shop&${query}`);
    if (typeof expected === 'number') expect(status).toBe(expected);
    else {
      expect(names(data.images)).toEqual(expected);
      if (!query.startsWith('sort=')) expect(data.other_files).toEqual([]);
    }
  });

  it('goes on below, as far as people may look', async () => {
    for (const folder of ['shop/more', 'shop/more/deep', 'shop/locked', 'shop/Closed', 'shop/Closed/open']) {
      expect((await browse(`path=${folder}`)).status).toBe(200);
    }
    const all = await browse('path=/shop&recursive=true');
    expect(names(all.data.images)).toEqual([
      'below.jpg',
      'broken.jpg',
      'hidden.jpg',
      'pic 1.jpg',
      'Pic 9.jpg',
      'pic 10.jpg',
      'secret.jpg',
      'seen.jpg',
      'zebra.png',
    ]);
    const hers = await browse('path=/shop&recursive=true', ada.token);
    expect(names(hers.data.images)).toEqual([
      'below.jpg',
      'broken.jpg',
      'pic 1.jpg',
      'Pic 9.jpg',
      'pic 10.jpg',
      'seen.jpg',
      'zebra.png',
    ]);
    expect(hers.data.total).toBe(7);
    const closed = await browse('path=/shop/Closed&recursive=true', ada.token);
    expect(closed.data).toMatchObject({ folder: null, access: 0, total: 1 });
    expect(closed.data.images[0]).toMatchObject({ src: 'shop/Closed/open/seen.jpg', access: LEVEL.download });
    const locked = await browse('path=/shop/locked&recursive=true', ada.token);
    expect(locked.data).toMatchObject({ folder: null, total: 0, bytes: 0, images: [] });
  });

  it.each([
    ['path=/shop/locked', 403],
    ['path=/shop/locked/none', 403],
    ['path=/none', 404],
    ['path=/none&recursive=true', 404],
    ['path=../x', 403],
  ])('refuses %s with %i', async (query, expected) => {
    expect((await browse(query, ada.token)).status).toBe(expected);
  });

  it('needs somebody signed in', async () => {
    expect((await server.call('GET', '/api/v1/browse/')).status).toBe(401);
  });

  it('follows the disk', async () => {
    await picture('live/one.jpg');
    await picture('live/two.jpg');
    const before = await browse('path=live');
    expect(names(before.data.images)).toEqual(['one.jpg', 'two.jpg']);
    await picture('live/two.jpg', 99);
    await rename(join(images, 'live/one.jpg'), join(images, 'live/three.jpg'));
    server.parts.listings.touch();
    server.parts.catalog.forget('live/two.jpg');
    const after = await browse('path=live');
    expect(names(after.data.images)).toEqual(['three.jpg', 'two.jpg']);
    expect(after.data.images[1]).toMatchObject({ id: before.data.images[1].id, width: 99 });
    expect(after.data.images[1].version).not.toBe(before.data.images[1].version);
    await rm(join(images, 'live'), { recursive: true });
    server.parts.listings.touch();
    expect((await browse('path=live')).status).toBe(404);
  });
});

describe('around', () => {
  const around = (query: string, token = admin) =>
    server.call('GET', `/api/v1/browse/around/?${query}`, { token });

  it.each(['name', '-name', 'date', '-date', 'size', '-size', 'found', '-found', 'relevance'])(
    'agrees with the list by %s',
    async (sort) => {
      for (const scope of ['path=/shop', 'path=/shop&q=pic', 'path=/shop&recursive=true&q=jpg']) {
        const query = `${scope}&sort=${sort}`;
        const { data } = await browse(query);
        for (const [position, image] of data.images.entries()) {
          const one = (at: number) => {
            const found = data.images[at];
            return found ? { id: found.id, src: found.src } : null;
          };
          expect((await around(`${query}&id=${image.id}`)).data).toEqual({
            position,
            total: data.total,
            previous: one(position - 1),
            next: one(position + 1),
          });
        }
      }
    },
  );

  it('knows only what belongs there and may be seen', async () => {
    const { data } = await browse('path=/shop/locked');
    const { id } = data.images[0];
    expect((await around(`path=/shop&id=${id}`)).status).toBe(404);
    expect((await around(`path=/shop&recursive=true&id=${id}`)).status).toBe(200);
    expect((await around(`path=/shop&recursive=true&id=${id}`, ada.token)).status).toBe(404);
    expect((await around(`path=/shop/locked&id=${id}`, ada.token)).status).toBe(403);
    expect((await around('path=/shop&id=0')).status).toBe(400);
  });
});

describe('tree', () => {
  it('shows a folder with those around it', async () => {
    const { status, data } = await tree('/shop');
    expect(status).toBe(200);
    expect(data.folder).toMatchObject({ name: 'shop', path: '/shop', images: 4, has_children: true });
    expect(data.parents).toMatchObject([{ name: '', path: '/', own_permissions: true, has_children: true }]);
    expect(names(data.children.map((child: { name: string }) => ({ filename: child.name })))).toEqual([
      'a9',
      'a10',
      'Closed',
      'locked',
      'more',
    ]);
    expect(data.children[4]).toMatchObject({
      path: '/shop/more',
      has_children: true,
      own_permissions: false,
    });
    expect(data.children[0]).toMatchObject({ has_children: false, images: 0 });
  });

  it('locks what people may not see and tells nothing of it', async () => {
    const { data } = await tree('/shop', ada.token);
    const byPath = new Map(data.children.map((child: { path: string }) => [child.path, child]));
    expect(byPath.get('/shop/locked')).toMatchObject({ access: 0, images: 0, has_children: false });
    expect(byPath.get('/shop/Closed')).toMatchObject({ access: 0, images: 0, has_children: true });
    const closed = await tree('/shop/Closed', ada.token);
    expect(closed.data.folder).toMatchObject({ access: 0, images: 0 });
    expect(closed.data.children).toMatchObject([
      { path: '/shop/Closed/open', access: LEVEL.download, images: 1 },
    ]);
    expect((await tree('/shop/locked', ada.token)).status).toBe(403);
    expect((await tree('/shop/locked/none', ada.token)).status).toBe(403);
    expect((await tree('/none', ada.token)).status).toBe(404);
  });

  it('finds folders without a record', async () => {
    await mkdir(join(images, 'new/inner/most'), { recursive: true });
    const { data } = await tree('/');
    expect(data.children).toContainEqual(expect.objectContaining({ path: '/new', has_children: true }));
    expect((await tree('/new/inner/most')).data.parents).toHaveLength(3);
  });
});
