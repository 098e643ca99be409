import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

const NORMAL_USERS = 2;

let server: ApiServer;
let token: string;
let ada: string;
const ids = new Map<string, number>();

beforeAll(async () => {
  server = await startApiServer({}, async (imagesDir) => {
    for (const src of ['open/rose.png', 'open/lily.png', 'open/plain.png', 'closed/secret.png']) {
      await mkdir(join(imagesDir, src, '..'), { recursive: true });
      await sharp({ create: { width: 4, height: 4, channels: 3, background: 'teal' } })
        .png()
        .toFile(join(imagesDir, src));
    }
  });
  token = server.admin;
  ada = (await addPerson(server, 'ada')).token;
  for (const folder of ['open', 'closed']) {
    const { data } = await server.call('GET', `/api/v1/browse/?path=${folder}`, { token });
    for (const { id, src } of data.images) ids.set(src, id);
  }
  const { id: folderId } = await server.parts.db.folder.findUniqueOrThrow({ where: { path: '/closed' } });
  await server.parts.db.folderPermission.createMany({
    data: [PUBLIC_GROUP, NORMAL_USERS].map((groupId) => ({ folderId, groupId, access: LEVEL.none })),
  });
  await server.parts.announce();
});

afterAll(async () => {
  await server?.stop();
});

const tagsOf = (src: string) => `/api/v1/admin/images/${ids.get(src)}/tags/`;
const put = (src: string, tags: unknown, as = token) =>
  server.call('PUT', tagsOf(src), { token: as, json: { tags } });
const list = async (query = '', as = token) =>
  (await server.call('GET', `/api/v1/tags/?${query}`, { token: as })).data.map(
    ({ name, images }: { name: string; images: number }) => `${name} ${images}`,
  );
const found = async (query: string, as = token) =>
  (await server.call('GET', `/api/v1/browse/?recursive=true&${query}`, { token: as })).data.images.map(
    ({ src }: { src: string }) => src,
  );

it('gives and takes tags, whatever their case', async () => {
  expect((await put('open/rose.png', [' Red  flower', 'summer', 'SUMMER'])).data).toEqual({
    tags: ['Red flower', 'summer'],
  });
  expect((await put('open/lily.png', ['red FLOWER', 'white'])).data.tags).toEqual(['Red flower', 'white']);
  expect((await put('closed/secret.png', ['summer', 'hidden'])).data.tags).toEqual(['hidden', 'summer']);
  expect((await server.call('GET', tagsOf('open/lily.png'), { token: ada })).data.tags).toHaveLength(2);
  expect(await list()).toEqual(['Red flower 2', 'summer 2', 'hidden 1', 'white 1']);
  expect(await list('q=fl')).toEqual(['Red flower 2']);
  expect(await list('limit=1')).toEqual(['Red flower 2']);
});

it('tells people only of what they may see', async () => {
  expect(await list('', ada)).toEqual(['Red flower 2', 'summer 1', 'white 1']);
  expect(await list('q=hid', ada)).toEqual([]);
  expect((await server.call('GET', tagsOf('closed/secret.png'), { token: ada })).status).toBe(403);
  expect((await put('open/rose.png', ['mine'], ada)).status).toBe(403);
});

it('lets images be found by their tags', async () => {
  expect(await found('tag=summer')).toEqual(['open/rose.png', 'closed/secret.png']);
  expect(await found('tag=SUMMER', ada)).toEqual(['open/rose.png']);
  expect(await found('tag=summer,red flower')).toEqual(['open/rose.png']);
  expect(await found('q=flower')).toEqual(['open/lily.png', 'open/rose.png']);
  expect(await found('q=lily red')).toEqual(['open/lily.png']);
  expect(await found('q=hidden', ada)).toEqual([]);
  const { data } = await server.call('GET', '/api/v1/search/?q=whit', { token: ada });
  expect(data.results.map(({ src }: { src: string }) => src)).toEqual(['open/lily.png']);
  const page = await server.call('GET', '/api/v1/browse/?path=open&q=rose', { token });
  expect(page.data.images[0].tags).toEqual(['Red flower', 'summer']);
});

it.each([
  ['too many', Array.from({ length: 51 }, (_, n) => `tag ${n}`)],
  ['a long one', ['x'.repeat(61)]],
  ['an empty one', [' ']],
  ['a comma', ['a,b']],
  ['no list', 7],
])('refuses %s', async (_what, tags) => {
  expect((await put('open/plain.png', tags)).status).toBe(400);
});

it('notes each change once, and forgets tags that nobody has', async () => {
  const id = String(ids.get('open/plain.png'));
  await put('open/plain.png', ['short-lived']);
  await put('open/plain.png', ['Short-Lived']);
  await put('open/plain.png', []);
  expect(await list('q=short')).toEqual([]);
  expect(await server.parts.db.tag.count({ where: { name: { contains: 'short' } } })).toBe(0);
  const audit = await server.parts.db.auditEntry.findMany({
    where: { objectType: 'image', objectId: id, action: 'image.tag' },
    orderBy: { id: 'asc' },
  });
  expect(audit.map(({ details }) => details)).toEqual([
    { before: { tags: [] }, after: { tags: ['short-lived'] } },
    { before: { tags: ['short-lived'] }, after: { tags: [] } },
  ]);
  const { data } = await server.call('GET', `/api/v1/admin/images/${id}/history/`, { token });
  expect(data.results.map(({ action_info }: { action_info: string }) => action_info).slice(0, 2)).toEqual([
    'Tags: (short-lived)',
    'Tags: short-lived',
  ]);
});

it('keeps a tag that is given while it is taken elsewhere', async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      put(n % 2 ? 'open/plain.png' : 'open/lily.png', n % 3 ? ['both'] : []),
    ),
  );
  await put('open/plain.png', ['both']);
  expect(await list('q=both')).toEqual([expect.stringMatching(/^both [12]$/)]);
});
