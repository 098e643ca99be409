import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { ensureFolder } from '#lib/catalog/store/folders.ts';
import { parentFolders } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { type ApiPerson, addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

let server: ApiServer;
/** May look everywhere but into /closed, and may do anything in /desk. */
let clerk: ApiPerson;

/** Ids by path; each test has its own files. */
const ids = new Map<string, number>();
let round = 0;

async function allow(folder: string, groupId: number, access: number): Promise<void> {
  const { db, announce } = server.parts;
  const folderId = await ensureFolder(db, parentFolders(folder));
  await db.folderPermission.create({ data: { folderId, groupId, access } });
  await announce();
}

async function put(path: string): Promise<number> {
  await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
    .jpeg()
    .toFile(join(server.imagesDir, path));
  const { data } = await server.call('GET', `/api/v1/details/?src=${path}`, { token: server.admin });
  ids.set(path, data.id);
  return data.id;
}

function exists(path: string): Promise<boolean> {
  return stat(join(server.imagesDir, path)).then(
    () => true,
    () => false,
  );
}

beforeAll(async () => {
  server = await startApiServer({}, async (imagesDir) => {
    for (const folder of ['desk', 'desk/done', 'shelf', 'closed']) await mkdir(join(imagesDir, folder));
  });
  clerk = await addPerson(server, 'clerk');
  await allow('/desk', clerk.groupId, LEVEL.deleteFolder);
  await allow('/closed', 1, LEVEL.none);
  await allow('/closed', 2, LEVEL.none);
});

afterAll(async () => {
  await server.stop();
});

beforeEach(() => {
  round += 1;
});

describe('an image by id', () => {
  it('is shown with a tag, also once it is deleted', async () => {
    const id = await put(`desk/shown-${round}.jpg`);
    const path = `/api/v1/admin/images/${id}/`;
    const { status, data, headers } = await server.call('GET', path, { token: clerk.token });
    expect(status).toBe(200);
    expect(data).toMatchObject({ id, src: `desk/shown-${round}.jpg`, width: 40, status: 1, download: true });
    const tag = headers.get('etag') ?? '';
    expect(tag).toBe(`"image-${id}-1"`);
    const same = await server.call('GET', path, { token: clerk.token, headers: { 'If-None-Match': tag } });
    expect([same.status, same.text]).toEqual([304, '']);
    await server.call('POST', '/api/v1/admin/images/bulk/', {
      token: clerk.token,
      json: { action: 'delete', ids: [id] },
    });
    expect((await server.call('GET', path, { token: clerk.token })).data.status).toBe(0);
  });

  it.each([
    ['GET', '0', 404],
    ['GET', '999999', 404],
    ['PUT', '999999', 404],
    ['GET', '999999/history', 404],
    ['GET', '1/history?cursor=bm9uZQ', 400],
    ['DELETE', '1', 405],
  ])('%s %s: %i', async (method, path, expected) => {
    const url = `/api/v1/admin/images/${path}`.replace(/(\?|$)/, '/$1');
    const json = method === 'PUT' ? { json: { title: 'x' } } : {};
    const { status } = await server.call(method, url, { token: clerk.token, ...json });
    expect(status).toBe(expected);
  });

  it('is not for those who may not see or edit it', async () => {
    const closed = await put(`closed/secret-${round}.jpg`);
    const shelf = await put(`shelf/book-${round}.jpg`);
    const { token } = clerk;
    const status = async (method: string, id: number, options: object) =>
      (await server.call(method, `/api/v1/admin/images/${id}/`, options)).status;
    expect(await status('GET', closed, {})).toBe(401);
    expect(await status('GET', closed, { token })).toBe(403);
    expect(await status('GET', shelf, { token })).toBe(200);
    expect(await status('PUT', shelf, { token, json: { title: 'mine' } })).toBe(403);
    expect(await status('PUT', closed, { token: server.admin, json: { title: 'theirs' } })).toBe(200);
  });

  it('changes what JSON names, and all of it by a form', async () => {
    const id = await put(`desk/edited-${round}.jpg`);
    const path = `/api/v1/admin/images/${id}/`;
    const { token } = clerk;
    const first = await server.call('PUT', path, { token, form: { title: ' One ', description: 'two' } });
    expect([first.status, first.data.title, first.data.description]).toEqual([200, 'One', 'two']);
    expect(first.headers.get('etag')).toBe(`"image-${id}-2"`);
    const second = await server.call('PUT', path, { token, json: { title: 'Three' } });
    expect([second.data.title, second.data.description]).toEqual(['Three', 'two']);
    expect((await server.call('PUT', path, { token, form: { title: 'x' } })).status).toBe(400);
    expect((await server.call('PUT', path, { token, json: { title: 'x'.repeat(256) } })).status).toBe(400);
    const late = await server.call('PUT', path, {
      token,
      json: { title: 'Four' },
      headers: { 'If-Match': `"image-${id}-2"` },
    });
    expect([late.status, late.message]).toEqual([409, expect.stringContaining('clerk')]);
    // What was kept of it is not shown again.
    const { data } = await server.call('GET', `/api/v1/details/?src=desk/edited-${round}.jpg`, { token });
    expect(data.title).toBe('Three');
  });

  it('has a history, page by page', async () => {
    const id = await put(`desk/history-${round}.jpg`);
    const { token } = clerk;
    for (const title of ['One', 'Two']) {
      await server.call('PUT', `/api/v1/admin/images/${id}/`, { token, json: { title } });
    }
    const pages: unknown[][] = [];
    let next: string | null = '';
    while (next !== null) {
      const query: string = next === '' ? '' : `&cursor=${next}`;
      const { data } = await server.call('GET', `/api/v1/admin/images/${id}/history/?limit=2${query}`, {
        token,
      });
      pages.push(data.results.map((each: any) => [each.action, each.username, each.action_info]));
      next = data.next;
    }
    expect(pages).toEqual([
      [
        [3, 'clerk', expect.stringContaining('Title: ')],
        [3, 'clerk', 'Title: One'],
      ],
      [[1, '', `File found: desk/history-${round}.jpg`]],
    ]);
  });
});

describe('many images', () => {
  const bulk = (json: object, token = clerk.token) =>
    server.call('POST', '/api/v1/admin/images/bulk/', { token, json });
  const statuses = (data: Array<{ status: number }>) => data.map(({ status }) => status);

  it('are edited, each with its own result', async () => {
    const own = await put(`desk/bulk-${round}.jpg`);
    const other = await put(`shelf/bulk-${round}.jpg`);
    const { status, data } = await bulk({ action: 'edit', ids: [own, 999_999, other], title: 'Same' });
    expect(status).toBe(200);
    expect(statuses(data)).toEqual([200, 404, 403]);
    expect(data[0]).toMatchObject({ id: own, message: 'OK', image: { title: 'Same', description: '' } });
    expect(data[2]).toMatchObject({
      id: other,
      image: null,
      message: expect.stringContaining('Unauthorised'),
    });
  });

  it('are moved by those who may', async () => {
    const [a, b, shelf] = [
      await put(`desk/move-a-${round}.jpg`),
      await put(`desk/move-b-${round}.jpg`),
      await put(`shelf/move-${round}.jpg`),
    ];
    await put(`desk/done/move-b-${round}.jpg`);
    const { data } = await bulk({ action: 'move', ids: [a, b, shelf, a], folder: 'desk/done' });
    expect(statuses(data)).toEqual([200, 409, 403, 200]);
    expect(data[0].image).toMatchObject({ id: a, src: `desk/done/move-a-${round}.jpg` });
    expect(await exists(`desk/done/move-a-${round}.jpg`)).toBe(true);
    expect(await exists(`desk/move-a-${round}.jpg`)).toBe(false);
    expect(statuses((await bulk({ action: 'move', ids: [b], folder: '/shelf' })).data)).toEqual([403]);
    expect(statuses((await bulk({ action: 'move', ids: [b], folder: '/nowhere' })).data)).toEqual([404]);
  });

  it('are deleted', async () => {
    const name = `desk/delete-${round}.jpg`;
    const listed = async () =>
      (await server.call('GET', '/api/v1/list/?path=desk', { token: clerk.token })).data.map(
        ({ filename }: { filename: string }) => `desk/${filename}`,
      );
    const id = await put(name);
    expect(await listed()).toContain(name);
    const { data } = await bulk({ action: 'delete', ids: [id, id] });
    expect(statuses(data)).toEqual([200, 404]);
    expect(data[0].image.status).toBe(0);
    expect(await exists(name)).toBe(false);
    expect(await listed()).not.toContain(name);
    expect((await server.call('GET', `/api/v1/details/?src=${name}`, { token: clerk.token })).status).toBe(
      404,
    );
  });

  it.each([
    ['no action', { ids: [1] }],
    ['another action', { action: 'copy', ids: [1] }],
    ['no ids', { action: 'delete' }],
    ['ids that are none', { action: 'delete', ids: ['x'] }],
    ['too many ids', { action: 'delete', ids: Array.from({ length: 1001 }, () => 1) }],
    ['a move to nowhere', { action: 'move', ids: [1] }],
    ['an edit of nothing', { action: 'edit', ids: [1] }],
  ])('are refused with %s', async (_what, json) => {
    expect((await bulk(json)).status).toBe(400);
  });

  test('are not for the public', async () => {
    expect((await server.call('POST', '/api/v1/admin/images/bulk/', { json: {} })).status).toBe(401);
  });
});

describe('search', () => {
  const search = async (query: string, token?: string) =>
    server.call('GET', `/api/v1/search/?${query}`, token === undefined ? {} : { token });
  const paths = ({ data }: { data: any }) => data.results.map(({ src }: { src: string }) => src);

  it('shows what the caller may see, and no more', async () => {
    await put(`closed/walrus-${round}.jpg`);
    await put(`shelf/walrus-${round}.jpg`);
    const everybody = await search('q=alru&sort=name');
    expect(everybody.status).toBe(200);
    expect(paths(everybody)).toEqual([`shelf/walrus-${round}.jpg`]);
    expect(paths(await search('q=alru&sort=name', clerk.token))).toEqual(paths(everybody));
    expect(paths(await search('q=alru&sort=name', server.admin))).toEqual([
      `closed/walrus-${round}.jpg`,
      `shelf/walrus-${round}.jpg`,
    ]);
    expect(everybody.data.results[0]).toMatchObject({
      download: false,
      width: 40,
      folder: { path: '/shelf' },
    });
  });

  it('goes on where a page ended', async () => {
    for (const n of [1, 2, 3]) await put(`desk/otter-${n}.jpg`);
    for (const sort of ['relevance', 'name', 'newest', 'oldest', 'largest']) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const result = await search(`q=otter&limit=2&sort=${sort}&cursor=${cursor}`);
        expect(result.status).toBe(200);
        seen.push(...paths(result));
        cursor = result.data.next ?? '';
      } while (cursor !== '');
      expect(seen.toSorted()).toEqual(['desk/otter-1.jpg', 'desk/otter-2.jpg', 'desk/otter-3.jpg']);
    }
  });

  it.each([
    ['q=', 200],
    ['q=%25%25', 200],
    ['type=jpg,image/png&min_width=1&to=2099-12-31&folder=/desk&recursive=no', 200],
    ['date_of=found&from=2020-01-01', 200],
    ['type=exe', 400],
    ['sort=best', 400],
    ['limit=0', 400],
    ['limit=201', 400],
    ['from=yesterday', 400],
    ['folder=../x', 403],
    ['cursor=%00', 400],
    [`cursor=${Buffer.from('["name","x"]').toString('base64url')}`, 400],
    [`cursor=${Buffer.from('["newest",99999999999]').toString('base64url')}`, 400],
    [`cursor=${Buffer.from(`["newest","1' OR 1=1"]`).toString('base64url')}`, 400],
    [`sort=name&cursor=${Buffer.from('["name","a\\u0000b"]').toString('base64url')}`, 400],
    [`q=${'x'.repeat(201)}`, 400],
  ])('%s: %i', async (query, expected) => {
    expect((await search(query)).status).toBe(expected);
  });
});

describe('the audit record', () => {
  it('is asked by filters and pages', async () => {
    const id = await put(`desk/audited-${round}.jpg`);
    for (const title of ['a', 'b', 'c']) {
      await server.call('PUT', `/api/v1/admin/images/${id}/`, { token: clerk.token, json: { title } });
    }
    const ask = async (query: string) =>
      (await server.call('GET', `/api/v1/admin/audit/?${query}`, { token: server.admin })).data;
    const mine = `object_type=image&object_id=${id}`;
    const first = await ask(`${mine}&limit=2`);
    const rest = await ask(`${mine}&limit=2&cursor=${first.next}`);
    const titles = [...first.results, ...rest.results].map(({ details }) => details.after.title);
    expect([titles, rest.next]).toEqual([['c', 'b', 'a'], null]);
    expect(first.results[0]).toMatchObject({
      user_id: clerk.id,
      username: 'clerk',
      via: 'token',
      action: 'image.edit',
      object_name: `desk/audited-${round}.jpg`,
    });
    const count = async (query: string) => (await ask(`${mine}&${query}`)).results.length;
    expect(await count('action=image.')).toBe(3);
    expect(await count('action=image.move')).toBe(0);
    expect(await count(`user_id=${clerk.id}&from=2020-01-01T00:00:00`)).toBe(3);
    expect(await count('user_id=1')).toBe(0);
    expect(await count('to=2020-01-01T00:00:00')).toBe(0);
  });

  it('is for super users', async () => {
    expect((await server.call('GET', '/api/v1/admin/audit/')).status).toBe(401);
    expect((await server.call('GET', '/api/v1/admin/audit/', { token: clerk.token })).status).toBe(403);
  });
});
