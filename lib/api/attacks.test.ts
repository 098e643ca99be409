import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { provideServices } from '#lib/boot/services.ts';
import { ensureFolder } from '#lib/catalog/store/folders.ts';
import type { Flag } from '#lib/identity/principal.ts';
import { updateUser } from '#lib/identity/update-user.ts';
import { parentFolders } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { answerAuth } from './sign-in/auth-route.ts';
import { readFields } from './sign-in/page-response.ts';
import { type ApiPerson, addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';
import { disc, save } from './testing/originals.ts';

/** What people try who want more than they were given. */
let server: ApiServer;
/** May do anything in /desk, and look everywhere but into /closed. */
let clerk: ApiPerson;
let keeper: ApiPerson;
let deskImage: number;
let closedImage: number;

const LIMIT = 2 * 1024 * 1024;

async function allow(folder: string, groupId: number, access: number): Promise<void> {
  const { db, announce } = server.parts;
  const folderId = await ensureFolder(db, parentFolders(folder));
  await db.folderPermission.create({ data: { folderId, groupId, access } });
  await announce();
}

const idOf = async (src: string): Promise<number> =>
  (await server.call('GET', `/api/v1/details/?src=${src}`, { token: server.admin })).data.id;

beforeAll(async () => {
  server = await startApiServer({}, async (imagesDir) => {
    for (const folder of ['desk', 'closed/inner']) await mkdir(join(imagesDir, folder), { recursive: true });
    for (const path of ['desk/a.png', 'closed/b.png']) await save(imagesDir, path, disc(20, 20, 'red'));
  });
  clerk = await addPerson(server, 'clerk');
  keeper = await addPerson(server, 'keeper', ['admin_users']);
  await allow('/desk', clerk.groupId, LEVEL.deleteFolder);
  await allow('/closed', 1, LEVEL.none);
  await allow('/closed', 2, LEVEL.none);
  deskImage = await idOf('desk/a.png');
  closedImage = await idOf('closed/b.png');
});

afterAll(() => server?.stop());

describe('what is hidden answers the same whether it is there or not', () => {
  it.each([
    ['/api/v1/list/?path=/closed/inner', '/api/v1/list/?path=/closed/none'],
    ['/api/v1/details/?src=closed/b.png', '/api/v1/details/?src=closed/none.png'],
    ['/api/v1/details/?src=closed/b.png', '/api/v1/details/?src=closed/none.txt'],
    ['/image?src=closed/b.png', '/image?src=closed/none.png'],
    ['/original?src=closed/b.png', '/original?src=closed/none.png'],
    ['/image?src=desk/a.png&overlay=closed/b.png', '/image?src=desk/a.png&overlay=closed/none.png'],
  ])('%s', async (there, absent) => {
    for (const headers of [new Headers(), new Headers({ Authorization: `Bearer ${clerk.token}` })]) {
      const [one, two] = await Promise.all(
        [there, absent].map((path) => fetch(server.address + path, { headers })),
      );
      expect([one?.status, two?.status]).toEqual([403, 403]);
    }
  });

  it.each(['closed/b.png', 'closed/free.png', 'closed/none/x.png'])('moving an image to %s', async (path) => {
    const { token } = clerk;
    const { status } = await server.call('PUT', `/api/v1/admin/filesystem/images/${deskImage}/`, {
      token,
      json: { path },
    });
    const bulk = await server.call('POST', '/api/v1/admin/images/bulk/', {
      token,
      json: { action: 'move', ids: [deskImage], folder: path.slice(0, path.lastIndexOf('/')) },
    });
    expect([status, bulk.data[0].status]).toEqual([403, 403]);
  });

  it.each(['/closed/inner', '/closed/none'])('uploading to %s', async (path) => {
    const multipart = new FormData();
    multipart.append('path', path);
    multipart.append('files', new Blob([await disc(4, 4, 'red').png().toBuffer()]), 'aaaaa.png');
    expect((await server.call('POST', '/api/v1/upload/', { token: clerk.token, multipart })).status).toBe(
      403,
    );
  });

  it('a hidden image by its id, moved to where one guesses that it is', async () => {
    for (const path of ['closed/b.png', 'closed/c.png', 'desk/b.png']) {
      const { status } = await server.call('PUT', `/api/v1/admin/filesystem/images/${closedImage}/`, {
        token: clerk.token,
        json: { path },
      });
      expect(status).toBe(403);
    }
  });
});

describe('tasks of people without rights', () => {
  it('are not even made: they would stand for those of others', async () => {
    const { db } = server.parts;
    const { id } = await db.folder.findFirstOrThrow({ where: { path: '/closed' } });
    const before = await db.task.findFirst({ orderBy: { id: 'desc' } });
    const path = `/api/v1/admin/filesystem/folders/${id}/`;
    const { token } = clerk;
    expect((await server.call('DELETE', path, { token })).status).toBe(403);
    for (const to of ['/closed', '/closed/inner/x', '/desk/closed', '/moved']) {
      expect((await server.call('PUT', path, { token, json: { path: to } })).status).toBe(403);
    }
    expect((await server.call('GET', '/api/v1/admin/tasks/', { token })).data.results).toEqual([]);
    // The ids of a sequence are used up by tasks that are gone again, too.
    const rows = await db.$queryRaw<Array<{ next: bigint }>>`
      SELECT nextval(pg_get_serial_sequence('tasks', 'id')) AS next`;
    expect(Number(rows[0]?.next)).toBe(Number(before?.id ?? 0) + 1);
  });
});

describe('the note of a change of folders', () => {
  it('is no property that anybody may read or write', async () => {
    const { db } = server.parts;
    await db.property.create({ data: { key: 'folder_operation', value: '{"kind":"none"}' } });
    try {
      const path = '/api/v1/admin/properties/folder_operation/';
      const { admin: token } = server;
      expect((await server.call('GET', path, { token })).status).toBe(404);
      expect((await server.call('PUT', path, { token, json: { value: '{}' } })).status).toBe(404);
    } finally {
      await db.property.delete({ where: { key: 'folder_operation' } });
    }
  });

  it('a key that no database can hold is one that is not there', async () => {
    const path = '/api/v1/admin/properties/%00/';
    expect((await server.call('GET', path, { token: server.admin })).status).toBe(404);
  });
});

describe('a personal token', () => {
  it('never sets the password of its owner, even when that must be changed', async () => {
    const { db, announce } = server.parts;
    const made = await server.call('POST', '/api/v1/account/tokens/', {
      token: keeper.token,
      json: { name: 'found in a repository', scopes: ['read', 'write', 'admin'] },
    });
    const where = { id: keeper.id };
    await db.user.update({ where, data: { mustChangePassword: true } });
    await announce();
    const { status } = await server.call('PUT', `/api/v1/admin/users/${keeper.id}/`, {
      token: made.data.token,
      json: { password: 'chosen by a thief' },
    });
    expect(status).toBe(403);
    await db.user.update({ where, data: { mustChangePassword: false } });
    await announce();
    expect(await server.tokenFor(keeper.username, keeper.password)).toMatch(/^emt_/);
  });
});

test('where e-mail addresses decide who comes in, people do not choose theirs', async () => {
  const { db, identity } = server.parts;
  const actor = { userId: clerk.id, username: 'clerk', via: 'token', address: '', requestId: '' } as const;
  const change = (emailSignsIn: boolean, flags: readonly Flag[], email: string) =>
    updateUser(
      db,
      actor,
      { userId: clerk.id, flags: new Set(flags) },
      clerk.id,
      { email },
      {
        emailSignsIn,
        hash: identity.hashPassword,
      },
    );
  await expect(change(true, [], 'director@example.org')).rejects.toMatchObject({ code: 'forbidden' });
  expect((await change(false, [], 'clerk@example.org')).email).toBe('clerk@example.org');
  expect((await change(true, ['admin_users'], 'by.rank@example.org')).email).toBe('by.rank@example.org');
});

describe('restoring an image', () => {
  it.each([
    ['desk/.hidden.png', 400],
    ['desk/.hidden/a.png', 400],
    ['\\.hidden/a.png', 400],
    ['desk/a.html', 400],
    ['desk/noname', 400],
    ['.emulsion/trash/a.png', 404],
    ['.Emul\u017fion/a.png', 404],
    ['closed/a.png', 403],
  ])('to %s is %i', async (to, expected) => {
    const { token } = clerk;
    const files = `/api/v1/admin/filesystem/images/${deskImage}/`;
    await server.call('DELETE', files, { token });
    const { data } = await server.call('GET', '/api/v1/trash/', { token });
    const path = `/api/v1/trash/${data.results[0].id}/restore/`;
    const { status } = await server.call('POST', path, { token, json: { to } });
    const back = await server.call('POST', path, { token, json: {} });
    expect([status, back.status, back.data.src]).toEqual([expected, 200, 'desk/a.png']);
    expect(await readdir(join(server.imagesDir, 'desk'))).toEqual(['a.png']);
  });
});

describe('signing in through /api/auth/', () => {
  // Both halves of next-auth's own proof are given to anybody, and a site beside this one can plant its cookie.
  it.each([
    ['this server', 'http://localhost:3000', 200],
    ['a program', undefined, 200],
    ['another site', 'http://evil.example', 400],
    ['a site beside it', 'http://shop.localhost:3000', 400],
    ['a hidden place', 'null', 400],
  ])('from %s', async (_who, origin, expected) => {
    provideServices(Promise.resolve(server.services));
    const base = 'http://localhost:3000/api/auth';
    const host = { Host: 'localhost:3000' };
    const csrf = await answerAuth(new Request(`${base}/csrf`, { headers: host }));
    const { csrfToken } = (await csrf.json()) as { csrfToken: string };
    const answer = await answerAuth(
      new Request(`${base}/callback/credentials`, {
        method: 'POST',
        headers: {
          ...host,
          Cookie: csrf.headers.get('set-cookie')?.split(';')[0] ?? '',
          ...(origin === undefined ? {} : { Origin: origin }),
        },
        body: new URLSearchParams({
          csrfToken,
          username: clerk.username,
          password: clerk.password,
          json: 'true',
        }),
      }),
    );
    expect(answer.status).toBe(expected);
    expect(answer.headers.get('set-cookie')?.includes('session=') ?? false).toBe(expected === 200);
  });
});

describe('too much at once', () => {
  it('the fields of an upload are held in memory, and bounded however large its files may be', async () => {
    const multipart = new FormData();
    const half = 'x'.repeat(LIMIT / 2);
    for (const name of ['a', 'b', 'c']) multipart.append(name, half);
    multipart.append('path', '/desk');
    const { status } = await server.call('POST', '/api/v1/upload/', { token: clerk.token, multipart });
    expect(status).toBe(413);
  });

  it.each(['application/json', 'application/x-www-form-urlencoded'])(
    'signing in reads no more than a form of %s',
    async (type) => {
      let sent = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 16_384;
          if (sent > LIMIT) controller.close();
          else controller.enqueue(new Uint8Array(16_384).fill(0x20));
        },
      });
      const init = { method: 'POST', body, duplex: 'half', headers: { 'Content-Type': type } } as const;
      const request = new Request('http://localhost/api/auth/callback/credentials', init);
      await expect(readFields(request)).rejects.toMatchObject({ status: 413 });
      expect(sent).toBeLessThan(LIMIT / 2);
    },
  );

  it.each([
    ['{"username": "a", "password": 1}', { username: 'a', password: '1' }],
    ['[', undefined],
    ['null', undefined],
  ])('signing in by JSON: %s', async (body, expected) => {
    const headers = { 'Content-Type': 'application/json' };
    const request = new Request('http://localhost/', { method: 'POST', body, headers });
    if (expected) expect(await readFields(request)).toEqual(expected);
    else await expect(readFields(request)).rejects.toMatchObject({ status: 400 });
  });
});
