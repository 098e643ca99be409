import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureFolder } from '#lib/catalog/store/folders.ts';
import { PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({ PUBLIC_MAX_IMAGE_WIDTH: '0' }, async (imagesDir) => {
    for (const folder of ['open', 'closed']) {
      await mkdir(join(imagesDir, folder));
      await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
        .jpeg()
        .toFile(join(imagesDir, folder, 'a.jpg'));
    }
  });
  const { db } = server.parts;
  const folderId = await ensureFolder(db, ['/closed', '/']);
  await db.folderPermission.create({ data: { folderId, groupId: PUBLIC_GROUP, access: 0 } });
  // Normal users may look everywhere as a rule; here only administrators.
  await db.folderPermission.create({ data: { folderId, groupId: 2, access: 0 } });
  await server.parts.announce();
});

afterAll(async () => {
  await server.stop();
});

function basic(token: string): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${token}:`).toString('base64')}` };
}

async function cookieOfAdmin(): Promise<{ id: string; header: Record<string, string> }> {
  const { identity, settings } = server.parts;
  const session = await identity.startSession(1, 'password', { address: '127.0.0.1', userAgent: 'test' });
  return { id: session.id, header: { Cookie: `${settings.signIn.cookieName}=${session.cookie}` } };
}

const CLOSED = '/image?src=closed/a.jpg&width=20';

test('what the public may not see opens with a token or a session, and is private to caches', async () => {
  expect((await server.get(CLOSED)).status).toBe(403);
  const { header } = await cookieOfAdmin();
  for (const headers of [basic(server.admin), header]) {
    // Twice: the second answer comes from memory.
    for (const from of ['render or memory', 'memory']) {
      const { status, headers: answered } = await server.get(CLOSED, { headers });
      expect([from, status]).toEqual([from, 200]);
      expect(answered.get('cache-control')).toMatch(/^private, max-age=/);
    }
  }
  expect((await server.get(CLOSED)).status).toBe(403);
});

test('what everybody sees stays public to caches for people who are signed in', async () => {
  const { status, headers } = await server.get('/image?src=open/a.jpg&width=20', {
    headers: basic(server.admin),
  });
  expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=604800']);
});

test('an original needs the download level of whoever asks', async () => {
  expect((await server.get('/original?src=closed/a.jpg')).status).toBe(403);
  expect((await server.get('/original?src=closed/a.jpg', { headers: basic(server.admin) })).status).toBe(200);
});

test('an invalid token or cookie is nobody, not an error', async () => {
  const headers = { ...basic('nonsense'), Cookie: 'session=nonsense' };
  expect((await server.get('/image?src=open/a.jpg&width=21', { headers })).status).toBe(200);
  expect((await server.get(CLOSED, { headers })).status).toBe(403);
});

test('a session that is ended sees nothing more at once', async () => {
  const { id, header } = await cookieOfAdmin();
  expect((await server.get(CLOSED, { headers: header })).status).toBe(200);
  await server.parts.identity.endSession(id);
  expect((await server.get(CLOSED, { headers: header })).status).toBe(403);
});

test('a person who is disabled sees nothing more at once', async () => {
  const { db } = server.parts;
  expect((await server.get(CLOSED, { headers: basic(server.admin) })).status).toBe(200);
  await db.user.update({ where: { id: 1 }, data: { status: 0 } });
  await server.parts.announce();
  expect((await server.get(CLOSED, { headers: basic(server.admin) })).status).toBe(403);
});
