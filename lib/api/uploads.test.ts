import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import * as tus from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { hashImages } from '#lib/jobs/hash-images.ts';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { createLanes } from './lanes.ts';
import { type ApiPerson, addPerson, openSessionOf } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';
import { tusClient } from './testing/tus-client.ts';

const MOST = 4 * 1024 * 1024;
const NORMAL_USERS = 2;

let server: ApiServer;
let jpeg: Buffer;
/** A valid picture of more than a megabyte. */
let large: Buffer;
let admin: ReturnType<typeof tusClient>;

beforeAll(async () => {
  server = await startApiServer({ MAX_CONTENT_LENGTH: String(MOST) }, async (folder) => {
    for (const name of ['shop', 'secret', 'team', 'club']) await mkdir(join(folder, name));
  });
  jpeg = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
  large = Buffer.concat([jpeg, randomBytes(1024 * 1024)]);
  admin = as(server.admin);
});

afterAll(() => server?.stop());

function as(token: string, address = server.address) {
  return tusClient(address, { Authorization: `Bearer ${token}` });
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

async function stored(src: string): Promise<Buffer> {
  const headers = { Authorization: `Bearer ${server.admin}` };
  return (await server.get(`/original?src=${src}`, { headers })).body;
}

/** Files of unfinished uploads. */
async function parts(): Promise<string[]> {
  const names = await readdir(join(server.imagesDir, '.emulsion/uploads'), { recursive: true }).catch(
    () => [],
  );
  return names.filter((name) => name.endsWith('.part'));
}

async function grant(person: ApiPerson, folder: string, access: number): Promise<void> {
  const token = server.admin;
  const { data } = await server.call('GET', `/api/v1/admin/filesystem/folders/?path=${folder}`, { token });
  await server.call('POST', '/api/v1/admin/permissions/', {
    token,
    form: { group_id: String(person.groupId), folder_id: String(data.id), access: String(access) },
  });
}

describe('the protocol', () => {
  test('tells what it can do to anyone', async () => {
    const { status, headers } = await tusClient(server.address, {}).send('OPTIONS', '/api/v1/uploads/');
    expect(status).toBe(204);
    expect(headers.get('tus-version')).toBe('1.0.0');
    expect(headers.get('tus-extension')).toContain('creation-with-upload');
    expect(headers.get('tus-max-size')).toBe(String(MOST));
    expect(headers.get('access-control-allow-methods')).toContain('PATCH');
  });

  test('a file comes in parts, and the last answer carries the image', async () => {
    const begun = await admin.create({ filename: 'parts.jpg', folder: '/shop' }, large.length);
    expect([begun.status, begun.offset]).toEqual([201, 0]);
    expect(begun.location).toMatch(/^\/api\/v1\/uploads\/1-/);
    const first = await admin.patch(begun.location, 0, large.subarray(0, 700_000));
    expect([first.status, first.offset]).toEqual([204, 700_000]);
    expect(new Date(first.headers.get('upload-expires') ?? '').getTime()).toBeGreaterThan(Date.now());
    const standing = await admin.head(begun.location);
    expect([standing.status, standing.offset]).toEqual([200, 700_000]);
    expect(standing.headers.get('upload-length')).toBe(String(large.length));
    expect(standing.headers.get('upload-metadata')).toContain('filename ');
    const last = await admin.patch(begun.location, 700_000, large.subarray(700_000));
    expect([last.status, last.offset]).toEqual([200, large.length]);
    expect(last.data).toMatchObject({ src: 'shop/parts.jpg', width: 40, height: 30, status: 1 });
    expect(sha256(await stored('shop/parts.jpg'))).toBe(sha256(large));
    expect(await parts()).toEqual([]);
    const result = await server.call('GET', `${begun.location}/result/`, { token: server.admin });
    expect([result.status, result.data]).toEqual([200, last.data]);
    const row = await server.parts.db.image.findUnique({ where: { src: 'shop/parts.jpg' } });
    expect(row?.sha256).toBe(sha256(large));
  });

  test('a small file comes with the request that begins it; to say it again makes no second one', async () => {
    const metadata = { filename: 'small.jpg', folder: '/shop', key: 'a-key-of-mine' };
    const first = await admin.create(metadata, jpeg.length, { body: jpeg });
    expect([first.status, first.offset, first.data.src]).toEqual([201, jpeg.length, 'shop/small.jpg']);
    const again = await admin.create(metadata, jpeg.length, { body: jpeg });
    expect([again.status, again.location, again.data.id]).toEqual([201, first.location, first.data.id]);
    expect((await admin.head(first.location)).offset).toBe(jpeg.length);
  });

  test('one that failed can be begun again with its key', async () => {
    const metadata = { filename: 'again.jpg', folder: '/shop', key: 'failed-at-first' };
    const page = Buffer.from('<!doctype html>');
    expect((await admin.create(metadata, page.length, { body: page })).status).toBe(415);
    expect((await admin.create(metadata, jpeg.length, { body: jpeg })).status).toBe(201);
  });

  test.each([
    ['without its version', { 'Tus-Resumable': '' }, 412],
    ['of another version', { 'Tus-Resumable': '2.0.0' }, 412],
    ['without a length', { 'Upload-Length': '' }, 400],
    ['of a length that is none', { 'Upload-Length': '-1' }, 400],
    ['that is too large', { 'Upload-Length': String(MOST + 1) }, 413],
  ])('a beginning %s is refused', async (_what, headers, status) => {
    const metadata = { filename: 'never.jpg', folder: '/shop' };
    expect((await admin.create(metadata, 10, { headers })).status).toBe(status);
  });

  test.each([
    [{ folder: '/shop' }, 400, 'filename is missing'],
    [{ filename: 'a.jpg' }, 400, 'path or path_index'],
    [{ filename: 'abc.jpg', folder: '/nowhere' }, 404, 'no folder /nowhere'],
    [{ filename: 'abc.jpg', folder: '/../..' }, 403, ''],
    [{ filename: 'abc.exe', folder: '/shop' }, 415, '.exe'],
    [{ filename: 'abc.jpg', folder: '/shop', overwrite: 'perhaps' }, 400, 'refuse, replace or rename'],
    [{ filename: 'abc.jpg', folder: '/shop', sha256: 'abc' }, 400, '64 hexadecimal digits'],
    [{ filename: 'abc.jpg', folder: '/shop', key: '../../x' }, 400, 'key'],
    [{ filename: 'abc.jpg', path_index: '9' }, 400, 'below'],
  ])('%j is refused before a byte is taken', async (metadata, status, words) => {
    const answer = await admin.create(metadata, 10);
    expect([answer.status, answer.message]).toEqual([status, expect.stringContaining(words)]);
  });

  test('a part that does not follow the last one, or is too long, changes nothing', async () => {
    const { location } = await admin.create({ filename: 'gap.jpg', folder: '/shop' }, 1000);
    expect((await admin.patch(location, 5, jpeg.subarray(0, 10))).status).toBe(409);
    expect((await admin.patch(location, 0, Buffer.alloc(1001))).status).toBe(413);
    const typed = await admin.send('PATCH', location, { headers: { 'Upload-Offset': '0' } });
    expect(typed.status).toBe(415);
    expect((await admin.head(location)).offset).toBe(0);
    expect((await admin.remove(location)).status).toBe(204);
    expect((await admin.head(location)).status).toBe(404);
    expect((await admin.remove(location)).status).toBe(404);
    expect(await parts()).toEqual([]);
  });

  test('what a broken connection brought is kept, and whoever comes back goes on from there', async () => {
    const { location } = await admin.create({ filename: 'broken.jpg', folder: '/shop' }, large.length);
    const { hostname, port } = new URL(server.address);
    const socket = connect(Number(port), hostname);
    socket.write(
      `PATCH ${location} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n` +
        `Authorization: Bearer ${server.admin}\r\nContent-Type: application/offset+octet-stream\r\n` +
        `Content-Length: ${large.length}\r\n\r\n`,
    );
    socket.write(large.subarray(0, 300_000));
    await expect
      .poll(async () => (await server.parts.storage.arrivals.look(location.slice(16)))?.bytes)
      .toBe(300_000);
    // The server still waits on the old connection when the client is back on a new one.
    const { offset } = await admin.head(location);
    expect(offset).toBe(300_000);
    socket.destroy();
    const last = await admin.patch(location, 300_000, large.subarray(300_000));
    expect([last.status, last.data.src]).toEqual([200, 'shop/broken.jpg']);
    expect(sha256(await stored('shop/broken.jpg'))).toBe(sha256(large));
  });

  test('a server that was stopped goes on where it was', async () => {
    const { location } = await admin.create({ filename: 'stopped.jpg', folder: '/shop' }, large.length);
    await admin.patch(location, 0, large.subarray(0, 500_000));
    await withFreshServer(async (address) => {
      const other = as(server.admin, address);
      expect((await other.head(location)).offset).toBe(500_000);
      const last = await other.patch(location, 500_000, large.subarray(500_000));
      expect(last.data.src).toBe('shop/stopped.jpg');
    });
  });

  test('a server that was stopped with all bytes there stores them when it is asked for the result', async () => {
    const { location } = await admin.create({ filename: 'late.jpg', folder: '/shop' }, jpeg.length);
    const id = location.slice('/api/v1/uploads/'.length);
    const [owner = '', ...name] = id.split('-');
    await writeFile(join(server.imagesDir, '.emulsion/uploads', owner, `${name.join('-')}.part`), jpeg);
    const result = await server.call('GET', `${location}/result/`, { token: server.admin });
    expect([result.status, result.data.src]).toEqual([200, 'shop/late.jpg']);
  });

  test('a client of others is content with it', async () => {
    const upload = await new Promise<{ url: string | null; body: string }>((resolve, reject) => {
      let body = '';
      const sending = new tus.Upload(large, {
        endpoint: `${server.address}/api/v1/uploads/`,
        headers: { Authorization: `Bearer ${server.admin}` },
        metadata: { filename: 'client.jpg', folder: '/shop' },
        chunkSize: 400_000,
        uploadDataDuringCreation: true,
        onAfterResponse: (_request, response) => {
          body = response.getBody() ?? '';
        },
        onSuccess: () => resolve({ url: sending.url, body }),
        onError: reject,
      });
      sending.start();
    });
    expect(JSON.parse(upload.body).data.src).toBe('shop/client.jpg');
    expect(sha256(await stored('shop/client.jpg'))).toBe(sha256(large));
  });
});

/** Another server over the same files and database, which remembers nothing. */
async function withFreshServer(work: (address: string) => Promise<void>): Promise<void> {
  const { services } = server;
  const lane = createLanes({ ...services, api: { ...services.api } });
  const other = createServer((request, response) => void lane(request, response));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  try {
    await work(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
  } finally {
    other.closeAllConnections();
    other.close();
  }
}

describe('what is stored', () => {
  const send = (metadata: Record<string, string>, content = jpeg, who = admin) =>
    who.create({ folder: '/shop', ...metadata }, content.length, { body: content });

  test('a page that is called .jpg is refused, and nothing stays', async () => {
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    const answer = await send({ filename: 'page.jpg' }, page);
    expect([answer.status, answer.message]).toEqual([415, expect.stringContaining('named .jpg')]);
    const result = await server.call('GET', `${answer.location}/result/`, { token: server.admin });
    expect([result.status, result.message]).toEqual([415, answer.message]);
    expect((await admin.head(answer.location)).status).toBe(415);
    expect(await parts()).toEqual([]);
  });

  test('what cannot be a picture is refused with its first part', async () => {
    const page = Buffer.from(`<!doctype html>${' '.repeat(200_000)}`);
    const { location } = await admin.create({ filename: 'long.jpg', folder: '/shop' }, page.length);
    expect((await admin.patch(location, 0, page.subarray(0, 100_000))).status).toBe(415);
  });

  test('an empty file is refused', async () => {
    const answer = await admin.create({ filename: 'empty.jpg', folder: '/shop' }, 0);
    expect([answer.status, answer.message]).toEqual([415, expect.stringContaining('empty')]);
  });

  test('another content than announced is refused', async () => {
    const wrong = await send({ filename: 'sum.jpg', sha256: sha256(large) });
    expect([wrong.status, wrong.message]).toEqual([400, expect.stringContaining(sha256(jpeg))]);
    const right = await send({ filename: 'sum.jpg', sha256: sha256(jpeg).toUpperCase() });
    expect(right.status).toBe(201);
  });

  test('a name that is taken: refused at once, replaced, or numbered', async () => {
    const first = await send({ filename: 'Taken.jpg' });
    const refused = await send({ filename: 'Taken.jpg' });
    expect([refused.status, refused.message]).toEqual([409, expect.stringContaining('already exists')]);
    const replaced = await send({ filename: 'Taken.jpg', overwrite: 'replace' }, large);
    expect([replaced.data.id, replaced.data.src]).toEqual([first.data.id, 'shop/Taken.jpg']);
    const numbered = await send({ filename: 'Taken.jpg', overwrite: 'rename' });
    expect(numbered.data.src).toBe('shop/Taken-001.jpg');
    const row = await server.parts.db.image.findUnique({ where: { src: 'shop/Taken.jpg' } });
    expect(row?.sha256).toBe(sha256(large));
  });

  test('folders that come along are made, once, and told in the audit log', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const answers = await Promise.all(
      names.map((name) => send({ filename: `${name}name.jpg`, relative: `holiday/day 1/${name}.jpg` })),
    );
    expect(answers.map(({ data }) => data.src)).toEqual(
      names.map((name) => `shop/holiday/day 1/${name}name.jpg`),
    );
    const made = await server.parts.db.auditEntry.count({
      where: { action: 'folder.create', objectName: '/shop/holiday/day 1' },
    });
    expect(made).toBe(1);
  });

  test('title and tags come along', async () => {
    const metadata = { filename: 'described.jpg', title: ' Sea ', tags: 'coast, Summer,coast,' };
    const { data } = await send(metadata);
    const token = server.admin;
    const image = await server.call('GET', `/api/v1/admin/images/${data.id}/`, { token });
    expect(image.data.title).toBe('Sea');
    const tags = await server.call('GET', `/api/v1/admin/images/${data.id}/tags/`, { token });
    expect(tags.data.tags).toEqual(['coast', 'Summer']);
    const wrong = await send({ filename: 'wrong.jpg', tags: 'x'.repeat(61) });
    expect([wrong.status, wrong.message]).toEqual([400, expect.stringContaining('60 characters')]);
  });

  test('a folder of the settings is made with the date of today', async () => {
    const answer = await admin.create({ filename: 'dated.jpg', path_index: '0' }, jpeg.length, {
      body: jpeg,
    });
    expect(answer.data.src).toBe(`${new Date().toISOString().slice(0, 10)}/dated.jpg`);
  });
});

describe('who may', () => {
  let ada: ApiPerson;
  let bob: ApiPerson;

  beforeAll(async () => {
    ada = await addPerson(server, 'ada');
    bob = await addPerson(server, 'bob');
    await grant(ada, '/team', 40);
    await grant(ada, '/club', 60);
  });

  test('nobody without signing in, nor with a token for reading', async () => {
    const metadata = { filename: 'nobody.jpg', folder: '/shop' };
    expect((await tusClient(server.address, {}).create(metadata, 10)).status).toBe(401);
    const reading = await server.parts.identity.createPersonalToken(
      { userId: 1, username: 'admin', via: 'session', address: '', requestId: 'x' },
      1,
      { name: 'reading', scopes: ['read'], expiresAt: undefined },
    );
    expect((await as(reading.token).create(metadata, 10)).status).toBe(403);
  });

  test('nobody without the level on the folder, and no byte is kept', async () => {
    const before = await parts();
    for (const [person, folder] of [
      [bob, '/team'],
      [ada, '/shop'],
    ] as const) {
      const metadata = { filename: 'no.jpg', folder };
      expect((await as(person.token).create(metadata, jpeg.length, { body: jpeg })).status).toBe(403);
    }
    expect(await parts()).toEqual(before);
  });

  test('folders are made by those who may make folders', async () => {
    const who = as(ada.token);
    const send = (folder: string) =>
      who.create({ filename: 'deep.jpg', folder, relative: 'new/deep.jpg' }, jpeg.length, { body: jpeg });
    const refused = await send('/team');
    expect([refused.status, refused.message]).toEqual([403, expect.stringContaining('Create folders')]);
    expect((await send('/club')).data.src).toBe('club/new/deep.jpg');
  });

  test('an upload is nobody else’s', async () => {
    const { location } = await as(ada.token).create({ filename: 'hers.jpg', folder: '/team' }, jpeg.length);
    expect((await admin.head(location)).status).toBe(404);
    expect((await admin.patch(location, 0, jpeg)).status).toBe(404);
    expect((await admin.remove(location)).status).toBe(404);
    const result = await server.call('GET', `${location}/result/`, { token: server.admin });
    expect(result.status).toBe(404);
    await as(ada.token).remove(location);
  });

  test('nobody learns which folders there are where they may not look', async () => {
    await mkdir(join(server.imagesDir, 'team/closed/there'), { recursive: true });
    await server.call('GET', '/api/v1/browse/?path=/team/closed', { token: server.admin });
    const { db } = server.parts;
    const { id: folderId } = await db.folder.findUniqueOrThrow({ where: { path: '/team/closed' } });
    await db.folderPermission.createMany({
      data: [PUBLIC_GROUP, NORMAL_USERS, ada.groupId].map((groupId) => ({
        folderId,
        groupId,
        access: LEVEL.none,
      })),
    });
    await server.parts.announce();
    const ask = async (relative: string) =>
      (await as(ada.token).create({ filename: 'which.jpg', folder: '/team', relative }, 10)).message.replace(
        /closed.*/,
        'closed',
      );
    expect(await ask('closed/there/which.jpg')).toBe(await ask('closed/absent/which.jpg'));
  });

  test('what became of an image is told only as long as its sender may see it', async () => {
    const metadata = { filename: 'taken-away.jpg', folder: '/team' };
    const { location, data } = await as(ada.token).create(metadata, jpeg.length, { body: jpeg });
    const result = () => server.call('GET', `${location}/result/`, { token: ada.token });
    expect((await result()).data.id).toBe(data.id);
    const moved = await server.call('PUT', `/api/v1/admin/filesystem/images/${data.id}/`, {
      token: server.admin,
      json: { path: '/team/closed/hidden-name.jpg' },
    });
    expect(moved.status).toBe(200);
    const answer = await result();
    expect([answer.status, JSON.stringify(answer)]).toEqual([
      404,
      expect.not.stringContaining('hidden-name'),
    ]);
  });

  test('rights that are taken away count for the next part', async () => {
    const who = as(ada.token);
    const { location } = await who.create({ filename: 'revoked.jpg', folder: '/team' }, large.length);
    await who.patch(location, 0, large.subarray(0, 1000));
    const entry = await server.parts.db.folderPermission.findFirst({
      where: { groupId: ada.groupId, folder: { path: '/team' } },
    });
    const path = `/api/v1/admin/permissions/${entry?.id}/`;
    await server.call('PUT', path, { token: server.admin, json: { access: 10 } });
    expect((await who.patch(location, 1000, large.subarray(1000))).status).toBe(403);
    await server.call('PUT', path, { token: server.admin, json: { access: 40 } });
    expect((await who.patch(location, 1000, large.subarray(1000))).status).toBe(200);
  });

  test('a browser session needs its CSRF token and the own site', async () => {
    const { headers } = await openSessionOf(server, 1);
    const metadata = { filename: 'session.jpg', folder: '/shop' };
    const bare = await tusClient(server.address, { Cookie: headers.Cookie }).create(metadata, 10);
    expect([bare.status, bare.message]).toEqual([400, 'Bad Request (missing CSRF token)']);
    const foreign = { ...headers, Origin: 'https://evil.example' };
    expect((await tusClient(server.address, foreign).create(metadata, 10)).status).toBe(400);
    const own = await tusClient(server.address, headers).create(metadata, jpeg.length, { body: jpeg });
    expect(own.status).toBe(201);
  });

  test('one person has so many unfinished uploads at most', async () => {
    const who = as(bob.token);
    await grant(bob, '/club', 40);
    const begin = (n: number) => who.create({ filename: `many${n}.jpg`, folder: '/club' }, 10);
    const locations: string[] = [];
    for (let n = 0; n < 190; n += 1) locations.push((await begin(n)).location);
    // Also of those that come at once.
    const rest = await Promise.all(Array.from({ length: 30 }, (_, n) => begin(190 + n)));
    expect(rest.filter(({ status }) => status === 201)).toHaveLength(10);
    const refused = await begin(220);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    await who.remove(locations[0] ?? '');
    expect((await begin(221)).status).toBe(201);
    // What was given up is removed after a day.
    const folder = join(server.imagesDir, '.emulsion/uploads', String(bob.id));
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    for (const name of await readdir(folder)) await utimes(join(folder, name), yesterday, yesterday);
    await server.parts.storage.arrivals.sweep(24 * 3_600_000);
    expect(await readdir(folder)).toEqual([]);
  });

  describe('copies', () => {
    const known = async (token: string, hashes: string[]) =>
      (await server.call('POST', '/api/v1/images/known/', { token, json: { hashes } })).data;

    test('are told of to those who may view them', async () => {
      const twin = Buffer.concat([jpeg, Buffer.from('twin')]);
      for (const folder of ['/secret', '/team']) {
        await admin.create({ filename: 'twin.jpg', folder }, twin.length, { body: twin });
      }
      const { data } = await server.call('GET', '/api/v1/admin/filesystem/folders/?path=/secret', {
        token: server.admin,
      });
      for (const group of ['1', '2']) {
        await server.call('POST', '/api/v1/admin/permissions/', {
          token: server.admin,
          form: { group_id: group, folder_id: String(data.id), access: '0' },
        });
      }
      const hash = sha256(twin);
      const all = await known(server.admin, [hash, sha256(Buffer.from('other'))]);
      expect(Object.keys(all)).toEqual([hash]);
      expect(all[hash].map(({ src }: { src: string }) => src)).toEqual(['secret/twin.jpg', 'team/twin.jpg']);
      expect(all[hash][0]).toMatchObject({ width: 40, height: 30, bytes: twin.length });
      const hers = await known(ada.token, [hash]);
      expect(hers[hash].map(({ src }: { src: string }) => src)).toEqual(['team/twin.jpg']);
    });

    test('are no longer told of once the file has changed, until it is hashed again', async () => {
      const first = Buffer.concat([jpeg, Buffer.from('first')]);
      const second = Buffer.concat([jpeg, Buffer.from('second, longer')]);
      await admin.create({ filename: 'edited.jpg', folder: '/team' }, first.length, { body: first });
      expect(await known(server.admin, [sha256(first)])).not.toEqual({});
      await writeFile(join(server.imagesDir, 'team/edited.jpg'), second);
      await expect
        .poll(
          async () => {
            await server.call('GET', '/api/v1/details/?src=team/edited.jpg', { token: server.admin });
            return known(server.admin, [sha256(first)]);
          },
          { timeout: 10_000 },
        )
        .toEqual({});
      const context = {
        taskId: 1,
        userId: null,
        checkpoint: undefined,
        saveCheckpoint: async () => undefined,
        progress: () => undefined,
        signal: new AbortController().signal,
        stopIfAsked: () => undefined,
      };
      // A file that cannot be read does not keep those behind it waiting.
      await server.parts.db.image.updateMany({ data: { sha256: null } });
      const read = vi.spyOn(server.parts.storage, 'read').mockRejectedValueOnce(new Error('EACCES'));
      await hashImages(server.parts)({}, context).finally(() => read.mockRestore());
      expect(await server.parts.db.image.count({ where: { sha256: null, status: 1 } })).toBe(1);
      const found = await known(server.admin, [sha256(second)]);
      expect(found[sha256(second)]).toHaveLength(1);
    });

    test.each([[['abc']], [Array.from({ length: 501 }, () => 'a'.repeat(64))]])(
      'are not looked for by what is no hash, or by too many',
      async (hashes) => {
        const options = { token: server.admin, json: { hashes } };
        expect((await server.call('POST', '/api/v1/images/known/', options)).status).toBe(400);
      },
    );
  });
});

test('what would become of files is told before they are sent', async () => {
  await admin.create({ filename: 'here.jpg', folder: '/shop', overwrite: 'replace' }, jpeg.length, {
    body: jpeg,
  });
  const { data } = await server.call('POST', '/api/v1/uploads/check/', {
    token: server.admin,
    json: { folder: '/shop', names: ['here.jpg', 'free?.jpg', 'a/b/new.jpg', 'x.exe', 'a.b'] },
  });
  expect(data.folder).toBe('/shop');
  expect(data.files).toMatchObject([
    { name: 'here.jpg', stored: 'here.jpg', src: 'shop/here.jpg', taken: true, image: { width: 40 } },
    { name: 'free?.jpg', stored: 'free.jpg', taken: false, image: null, refused: null },
    { name: 'a/b/new.jpg', stored: 'new.jpg', src: 'shop/a/b/new.jpg', taken: false },
    { name: 'x.exe', stored: null, refused: expect.stringContaining('.exe') },
    { name: 'a.b', stored: null, refused: expect.stringContaining('5 to 255') },
  ]);
});
