import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { ensureFolder } from '#lib/catalog/store/folders.ts';
import { PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

let server: ApiServer;
let host: string;

async function picture(imagesDir: string, path: string, width = 40, height = 30): Promise<void> {
  await sharp({ create: { width, height, channels: 3, background: 'teal' } })
    .toFormat(path.endsWith('png') ? 'png' : 'jpeg')
    .toFile(join(imagesDir, path));
}

beforeAll(async () => {
  server = await startApiServer({ INTERNAL_BROWSING_SSL: 'false' }, async (imagesDir) => {
    for (const folder of ['shop', 'shop/more', 'closed', 'empty', 'live'])
      await mkdir(join(imagesDir, folder));
    for (const path of ['shop/b.jpg', 'shop/A.jpg', 'shop/z & y.png', 'closed/secret.jpg', 'live/one.jpg']) {
      await picture(imagesDir, path);
    }
    await writeFile(join(imagesDir, 'shop/notes.txt'), 'text');
    await writeFile(join(imagesDir, 'shop/.hidden.jpg'), 'text');
    await writeFile(join(imagesDir, 'shop/broken.jpg'), 'no picture');
    await writeFile(join(imagesDir, 'shop/line\nbreak.jpg'), 'no picture');
  });
  host = server.address.replace('http://', '');
  const { db } = server.parts;
  const folderId = await ensureFolder(db, ['/closed', '/']);
  await db.folderPermission.create({ data: { folderId, groupId: PUBLIC_GROUP, access: 0 } });
  await server.parts.announce();
});

afterAll(async () => {
  await server.stop();
});

const NAMES = ['A.jpg', 'b.jpg', 'broken.jpg', 'line\nbreak.jpg', 'notes.txt', 'z & y.png'];

describe('list', () => {
  it('names the files of a folder', async () => {
    const { status, data } = await server.call('GET', '/api/v1/list/?path=/shop/&tmp=web+site&src=other');
    expect(status).toBe(200);
    expect(data.map(({ filename }: { filename: string }) => filename)).toEqual(NAMES);
    expect(data[1]).toEqual({
      filename: 'b.jpg',
      supported: true,
      url: `http://${host}/image?src=/shop/b.jpg&tmp=web+site`,
    });
    expect(data[4]).toEqual({ filename: 'notes.txt', supported: false, url: '' });
    expect(data[5].url).toBe(`http://${host}/image?src=/shop/z+%26+y.png&tmp=web+site`);
  });

  it.each([
    ['path=shop&start=1&limit=2', ['b.jpg', 'broken.jpg']],
    ['path=shop&start=99', []],
    ['path=empty', []],
    ['path=./shop//more/../more', []],
  ])('%s', async (query, names) => {
    const { status, data } = await server.call('GET', `/api/list?${query}`);
    expect(status).toBe(200);
    expect(data.map(({ filename }: { filename: string }) => filename)).toEqual(names);
  });

  it.each([
    ['', 400],
    ['path=', 400],
    ['path=shop&limit=', 400],
    ['path=shop&limit=1001', 400],
    ['path=shop&start=-1', 400],
    ['path=../x', 403],
    ['path=nowhere', 404],
    ['path=shop/b.jpg', 404],
    ['path=closed', 403],
    ['path=.emulsion', 404],
  ])('refuses %s with %i', async (query, expected) => {
    const { status, data } = await server.call('GET', `/api/v1/list/?${query}`);
    expect({ status, data }).toEqual({ status: expected, data: null });
  });

  it('lists what the public may not see to an administrator', async () => {
    const { status, data } = await server.call('GET', '/api/v1/list/?path=closed', { token: server.admin });
    expect(status).toBe(200);
    expect(data).toHaveLength(1);
  });

  it('makes records of all files of a page, each once', async () => {
    const path = '/api/v1/list/?path=shop&attributes=yes&format=png';
    // At the same time, so that they find the same files without records.
    const [first, second] = await Promise.all([server.call('GET', path), server.call('GET', path)]);
    expect(first.status).toBe(200);
    expect(second.data).toEqual(first.data);
    const folder = await server.parts.db.folder.findUniqueOrThrow({ where: { path: '/shop' } });
    const record = await server.parts.db.image.findUniqueOrThrow({ where: { src: 'shop/b.jpg' } });
    expect(first.data[1]).toEqual({
      id: record.id,
      src: 'shop/b.jpg',
      filename: 'b.jpg',
      folder_id: folder.id,
      folder: { id: folder.id, name: '/shop', parent_id: 1, path: '/shop', status: 1 },
      title: '',
      description: '',
      width: 40,
      height: 30,
      status: 1,
      supported: true,
      download: false,
      url: `http://${host}/image?src=shop/b.jpg&format=png`,
    });
    expect(first.data[2]).toMatchObject({ filename: 'broken.jpg', width: 0, height: 0, supported: true });
    for (const blank of [first.data[3], first.data[4]]) {
      expect(blank).toMatchObject({ id: 0, folder: null, src: '', url: '', supported: false, status: 0 });
    }
    const history = await server.parts.db.imageAudit.findMany({
      where: { image: { src: { startsWith: 'shop/' } } },
      orderBy: { actionInfo: 'asc' },
    });
    expect(history.map(({ action, actionInfo, userId }) => [action, actionInfo, userId])).toEqual(
      ['A.jpg', 'b.jpg', 'broken.jpg', 'z & y.png'].map((name) => [1, `File found: shop/${name}`, null]),
    );
  });

  it('notices files that come, change and go', async () => {
    const { imagesDir } = server;
    const asked = '/api/v1/list/?path=live&attributes=1';
    const sizes = async () => {
      const { data } = await server.call('GET', asked);
      return data.map(({ filename, width }: { filename: string; width: number }) => `${filename} ${width}`);
    };
    expect(await sizes()).toEqual(['one.jpg 40']);
    await picture(imagesDir, 'live/two.jpg', 50);
    await expect.poll(sizes, { timeout: 5000 }).toEqual(['one.jpg 40', 'two.jpg 50']);
    await picture(imagesDir, 'live/one.jpg', 60);
    await expect.poll(sizes, { timeout: 5000 }).toEqual(['one.jpg 60', 'two.jpg 50']);
    await rm(join(imagesDir, 'live/two.jpg'));
    await expect.poll(sizes, { timeout: 5000 }).toEqual(['one.jpg 60']);
  });
});

test('files that were recorded without being opened are measured when somebody looks', async () => {
  const { db, catalog, announce } = server.parts;
  const asked = {
    list: '/api/v1/list/?path=shop&attributes=1&limit=1',
    details: '/api/v1/details/?src=shop/A.jpg',
  };
  for (const [what, path] of Object.entries(asked)) {
    await server.call('GET', path);
    await db.image.updateMany({
      where: { src: 'shop/A.jpg' },
      data: { measured: false, width: 0, height: 0 },
    });
    catalog.forget('shop/A.jpg');
    await announce();
    const { data } = await server.call('GET', path);
    expect([what, (data[0] ?? data).width]).toEqual([what, 40]);
  }
});

describe('details', () => {
  it('tells of a picture', async () => {
    const { status, data } = await server.call('GET', '/api/v1/details?src=/shop/z+%26+y.png');
    expect(status).toBe(200);
    expect(data).toMatchObject({
      src: 'shop/z & y.png',
      filename: 'z & y.png',
      width: 40,
      height: 30,
      download: false,
      url: `http://${host}/image?src=shop/z+%26+y.png`,
    });
  });

  it.each([
    ['', 400],
    ['src=', 400],
    ['src=../x.jpg', 403],
    ['src=shop/notes.txt', 415],
    ['src=shop/other.txt', 404],
    ['src=shop/other.jpg', 404],
    ['src=shop', 404],
    ['src=closed/secret.jpg', 403],
  ])('refuses %s with %i', async (query, expected) => {
    // Twice: the second time the absence is remembered.
    for (const _ of [1, 2]) {
      const { status, data } = await server.call('GET', `/api/v1/details/?${query}`);
      expect({ status, data }).toEqual({ status: expected, data: null });
    }
  });

  it('tells each person what that person may do', async () => {
    const path = '/api/v1/details/?src=shop/b.jpg';
    for (const _ of [1, 2]) {
      expect((await server.call('GET', path)).data.download).toBe(false);
      expect((await server.call('GET', path, { token: server.admin })).data.download).toBe(true);
      expect((await server.call('GET', path, { token: 'of no worth' })).data.download).toBe(false);
    }
  });
});

test('an answer that is kept is the same but for the time and the request', async () => {
  const path = '/api/v1/details/?src=shop/A.jpg';
  const results = [await server.call('GET', path), await server.call('GET', path)];
  const [first, second] = results.map(({ headers, text }) => {
    const { date: _date, 'x-time-taken': taken, 'x-request-id': id, ...others } = Object.fromEntries(headers);
    expect(taken).toMatch(/^\d+$/);
    expect(id).not.toBe('');
    return { others, text };
  });
  expect(second).toEqual(first);
  expect(results[0]?.headers.get('x-request-id')).not.toBe(results[1]?.headers.get('x-request-id'));
  const head = await server.call('HEAD', path);
  expect([head.status, head.text, head.headers.get('content-length')]).toEqual([
    200,
    '',
    first?.others['content-length'],
  ]);
});

test('rights that are taken away end what is kept', async () => {
  const { db, announce } = server.parts;
  for (const path of ['/api/v1/details/?src=shop/b.jpg', '/api/v1/list/?path=shop']) {
    expect((await server.call('GET', path)).status).toBe(200);
    const folderId = await ensureFolder(db, ['/shop', '/']);
    const entry = await db.folderPermission.create({ data: { folderId, groupId: PUBLIC_GROUP, access: 0 } });
    await announce();
    expect((await server.call('GET', path)).status).toBe(403);
    await db.folderPermission.delete({ where: { id: entry.id } });
    await announce();
    expect((await server.call('GET', path)).status).toBe(200);
  }
});
