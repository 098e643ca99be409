import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { provideServices } from '#lib/boot/services.ts';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { answerNavigate } from './list-navigate.ts';
import { addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

const NORMAL_USERS = 2;

let server: ApiServer;
let ada: string;

beforeAll(async () => {
  server = await startApiServer({}, async (imagesDir) => {
    for (const src of ['a/b 9.png', 'a/B 10.png', 'a/c.png', 'a/notes.txt', 'closed/x.png', 'closed/y.png']) {
      await mkdir(join(imagesDir, src, '..'), { recursive: true });
      await writeFile(join(imagesDir, src), 'no picture');
    }
  });
  provideServices(Promise.resolve(server.services));
  ada = (await addPerson(server, 'ada')).token;
  await server.call('GET', '/api/v1/browse/?path=closed', { token: server.admin });
  const { id: folderId } = await server.parts.db.folder.findUniqueOrThrow({ where: { path: '/closed' } });
  await server.parts.db.folderPermission.createMany({
    data: [PUBLIC_GROUP, NORMAL_USERS].map((groupId) => ({ folderId, groupId, access: LEVEL.none })),
  });
  await server.parts.announce();
});

afterAll(async () => {
  await server?.stop();
});

async function navigate(query: string, token?: string): Promise<[number, string | null]> {
  const headers = new Headers(token === undefined ? {} : { Authorization: `Bearer ${token}` });
  const answer = await answerNavigate(new Request(`${server.address}/list/navigate/?${query}`, { headers }));
  return [answer.status, answer.headers.get('location')];
}

it.each<[string, number, string | null]>([
  ['src=a/b+9.png', 302, '/details/?src=a%2FB+10.png'],
  ['src=/a/B+10.png&dir=forward', 302, '/details/?src=a%2Fc.png'],
  ['src=a/B+10.png&dir=back', 302, '/details/?src=a%2Fb+9.png'],
  ['src=a/c.png', 204, null],
  ['src=a/b+9.png&dir=back', 204, null],
  ['src=a/none.png', 204, null],
  ['src=none/none.png', 204, null],
  ['src=', 400, null],
  ['src=closed/x.png', 403, null],
  ['src=closed/none.png', 403, null],
])('%s: %i %s', async (query, status, location) => {
  expect(await navigate(query, ada)).toEqual([status, location]);
});

it('sends people to sign in first', async () => {
  expect(await navigate('src=a/c.png')).toEqual([
    302,
    `/login/?next=${encodeURIComponent('/list/navigate/?src=a/c.png')}`,
  ]);
});

it('tells nothing to people who must choose a password first', async () => {
  const { id, token } = await addPerson(server, 'bea');
  await server.parts.db.user.update({ where: { id }, data: { mustChangePassword: true } });
  await server.parts.announce();
  expect(await navigate('src=a/b+9.png', token)).toEqual([
    302,
    `/account/password/?next=${encodeURIComponent('/list/navigate/?src=a/b+9.png')}`,
  ]);
});

it('takes a token for reading only', async () => {
  const { id } = await addPerson(server, 'cora');
  const as = { userId: id, username: 'cora', via: 'session', address: '', requestId: 'x' } as const;
  const tokenFor = async (scope: 'read' | 'write') => {
    const wish = { name: scope, scopes: [scope], expiresAt: undefined };
    return (await server.parts.identity.createPersonalToken(as, id, wish)).token;
  };
  expect((await navigate('src=a/b+9.png', await tokenFor('write')))[0]).toBe(403);
  expect((await navigate('src=a/b+9.png', await tokenFor('read')))[0]).toBe(302);
});
