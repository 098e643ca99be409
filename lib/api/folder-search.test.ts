import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureFolder } from '#lib/catalog/store/folders.ts';
import { PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { type ApiPerson, addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

const NORMAL_USERS = 2;

let server: ApiServer;
let anna: ApiPerson;

const find = async (query: string, token = anna.token) => {
  const { status, data } = await server.call('GET', `/api/v1/folders/search/?${query}`, { token });
  return [status, Array.isArray(data) ? data.map(({ path }: { path: string }) => path) : data];
};

beforeAll(async () => {
  server = await startApiServer();
  anna = await addPerson(server, 'anna');
  const { db } = server.parts;
  for (const path of ['/shop/Shoes', '/shop/red shoes', '/shoes archive/2024', '/secret/shoes', '/50%_off']) {
    const above = path.slice(0, path.lastIndexOf('/'));
    await ensureFolder(db, above === '' ? [path, '/'] : [path, above, '/']);
  }
  const { id: folderId } = await db.folder.findUniqueOrThrow({ where: { path: '/secret' } });
  await db.folderPermission.createMany({
    data: [PUBLIC_GROUP, NORMAL_USERS].map((groupId) => ({ folderId, groupId, access: 0 })),
  });
  await server.parts.announce();
});

afterAll(() => server?.stop());

it.each([
  ['q=shoes', ['/shop/Shoes', '/shoes archive', '/shop/red shoes', '/shoes archive/2024']],
  ['q=SHOP+red', ['/shop/red shoes']],
  ['q=shoes&limit=1', ['/shop/Shoes']],
  ['q=2024', ['/shoes archive/2024']],
  ['q=%25_', ['/50%_off']],
  ['q=secret', []],
  ['q=++', []],
  ['', []],
])('%s finds what the caller may view, best matches first', async (query, expected) => {
  expect(await find(query)).toEqual([200, expected]);
});

it('finds everything for administrators of files', async () => {
  expect(await find('q=secret', server.admin)).toEqual([200, ['/secret', '/secret/shoes']]);
});

it.each(['limit=0', 'limit=51', 'limit=x', `q=${'a'.repeat(201)}`])('refuses %s', async (query) => {
  expect((await find(query))[0]).toBe(400);
});

it('is for people who are signed in', async () => {
  expect((await server.call('GET', '/api/v1/folders/search/?q=a')).status).toBe(401);
});
