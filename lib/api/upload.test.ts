import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

let server: ApiServer;
let jpeg: Buffer;

beforeAll(async () => {
  server = await startApiServer({ MAX_CONTENT_LENGTH: String(40 * 1024 * 1024) }, (imagesDir) =>
    mkdir(join(imagesDir, 'shop')),
  );
  jpeg = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
});

afterAll(async () => {
  await server.stop();
});

type Part = [name: string, content: Buffer];

function formOf(fields: Record<string, string>, parts: readonly Part[]): FormData {
  const form = new FormData();
  for (const [name, content] of parts) form.append('files', new Blob([new Uint8Array(content)]), name);
  // Behind the files, as some clients do.
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

function upload(fields: Record<string, string>, ...parts: Part[]) {
  return server.call('POST', '/api/v1/upload/', { token: server.admin, multipart: formOf(fields, parts) });
}

async function stagedFiles(): Promise<string[]> {
  return readdir(join(server.imagesDir, '.emulsion/staging')).catch(() => []);
}

test('a file arrives whole, is answered as an image and served at once', async () => {
  const { status, data } = await upload({ path: '/shop/' }, ['a.jpg', jpeg]);
  expect(status).toBe(200);
  expect(data['a.jpg']).toMatchObject({
    src: 'shop/a.jpg',
    width: 40,
    height: 30,
    status: 1,
    download: true,
  });
  expect(data['a.jpg'].url).toBe(`${server.address}/image?src=shop/a.jpg`);
  expect((await server.get('/image?src=shop/a.jpg&width=20')).status).toBe(200);
});

test('a file of 25 MB arrives whole', async () => {
  // Bytes that no compressor shortens, behind the head of a real picture.
  const content = Buffer.concat([jpeg, randomBytes(25 * 1024 * 1024)]);
  const { status } = await upload({ path: 'shop' }, ['large.jpg', content]);
  expect(status).toBe(200);
  const headers = { Authorization: `Bearer ${server.admin}` };
  const { body } = await server.get('/original?src=shop/large.jpg', { headers });
  expect(createHash('sha256').update(body).digest('hex')).toBe(
    createHash('sha256').update(content).digest('hex'),
  );
});

test('more than MAX_CONTENT_LENGTH is refused with 413 and leaves nothing behind', async () => {
  const { status, message } = await upload({ path: '/shop' }, ['huge.jpg', Buffer.alloc(41 * 1024 * 1024)]);
  expect([status, message]).toEqual([413, expect.stringContaining('exceeds the capacity limit')]);
  expect(await stagedFiles()).toEqual([]);
});

test.each([
  [{ path: '/shop', overwrite: '0' }, 409, 'already exists'],
  [{ path: '/shop' }, 409, 'already exists'],
  [{ path: '/shop', overwrite: 'true' }, 200, 'OK'],
])('a name that is taken with %j: %i', async (fields, expected, words) => {
  await upload({ path: '/shop', overwrite: 'true' }, ['taken.jpg', jpeg]);
  const { status, message } = await upload(fields, ['taken.jpg', jpeg]);
  expect([status, message]).toEqual([expected, expect.stringContaining(words)]);
});

test('a replaced file keeps its id; its pictures are those of the new one at once', async () => {
  const first = await upload({ path: '/shop' }, ['swap.jpg', jpeg]);
  await server.get('/image?src=shop/swap.jpg&format=png');
  const tall = await sharp({ create: { width: 30, height: 90, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  const second = await upload({ path: '/shop', overwrite: '1' }, ['swap.jpg', tall]);
  expect(second.data['swap.jpg']).toMatchObject({ id: first.data['swap.jpg'].id, width: 30, height: 90 });
  const { body } = await server.get('/image?src=shop/swap.jpg&format=png');
  expect(await sharp(body).metadata()).toMatchObject({ width: 30, height: 90 });
});

test('rename numbers the name before its extension', async () => {
  const names = [];
  for (let i = 0; i < 3; i++) {
    const { data } = await upload({ path: '/shop', overwrite: 'rename' }, ['Pig.JPG', jpeg]);
    names.push(data['Pig.JPG'].filename);
  }
  expect(names).toEqual(['Pig.JPG', 'Pig-001.JPG', 'Pig-002.JPG']);
});

test('two files of one upload never replace each other', async () => {
  const { status, data } = await upload(
    { path: '/shop', overwrite: 'true' },
    ['one/twin.jpg', jpeg],
    ['two/twin.jpg', jpeg],
  );
  expect(status).toBe(200);
  expect([data['one/twin.jpg'].filename, data['two/twin.jpg'].filename]).toEqual([
    'twin.jpg',
    'twin-001.jpg',
  ]);
});

test('a file that was refused does not count as one that was stored', async () => {
  await upload({ path: '/shop' }, ['first.jpg', jpeg]);
  const { status, data } = await upload({ path: '/shop' }, ['1/first.jpg', jpeg], ['2/first.jpg', jpeg]);
  expect(status).toBe(409);
  expect([data['1/first.jpg'].error.status, data['2/first.jpg'].error.status]).toEqual([409, 409]);
});

test('a number of a folder below 0 stands for none', async () => {
  const { status, data } = await upload({ path: '/shop', path_index: '-2' }, ['below.jpg', jpeg]);
  expect([status, data['below.jpg'].src]).toEqual([200, 'shop/below.jpg']);
});

test('one bad file does not keep the others out; the status is that of the first failure', async () => {
  const { status, message, data } = await upload(
    { path: '/shop' },
    ['good1.jpg', jpeg],
    ['page.jpg', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['program.exe', Buffer.from('MZ')],
    ['a.b', jpeg],
    ['good2.jpg', jpeg],
  );
  expect(status).toBe(415);
  expect(message).toContain('Invalid or unsupported image file');
  expect(data['good1.jpg'].id).toBeGreaterThan(0);
  expect(data['good2.jpg'].id).toBeGreaterThan(0);
  expect(data['page.jpg'].error.status).toBe(415);
  expect(data['program.exe'].error.status).toBe(415);
  expect(data['a.b'].error.status).toBe(400);
  expect(await stagedFiles()).toEqual([]);
});

test.each([
  ['../../../etc/passwd.jpg', 'passwd.jpg'],
  ['a\'b"c:?.jpg', 'abc.jpg'],
  ['dir/sub/é.jpg', 'é.jpg'],
])('the name %s becomes %s', async (sent, expected) => {
  const { data } = await upload({ path: '/shop', overwrite: '1' }, [sent, jpeg]);
  expect(Object.values(data).map((each: any) => each.filename)).toEqual([expected]);
});

test('path_index names a folder of today, made when missing; empty counts as 0', async () => {
  const today = new Date().toISOString().slice(0, 10);
  for (const index of ['0', '']) {
    const { status, data } = await upload({ path_index: index, overwrite: 'rename' }, ['dated.jpg', jpeg]);
    expect([status, data['dated.jpg'].folder.path]).toEqual([200, `/${today}`]);
  }
  expect((await upload({ path_index: '7' }, ['dated.jpg', jpeg])).status).toBe(400);
});

test.each([
  [{}, true, 400],
  [{ path: '/nowhere' }, true, 404],
  [{ path: '/../..' }, true, 403],
  [{ path: '/.emulsion/trash' }, true, 404],
  [{ path_index: 'x' }, true, 400],
  [{ path: '/shop' }, false, 400],
])('%j with a file: %s is refused as a whole with %i', async (fields, withFile, expected) => {
  const { status, data } = await upload(fields, ...(withFile ? [['w.jpg', jpeg] as Part] : []));
  expect([status, data]).toEqual([expected, {}]);
  expect(await stagedFiles()).toEqual([]);
});

test('nobody uploads without signing in, nor into a folder without the level', async () => {
  const anonymous = await server.call('POST', '/api/v1/upload/', {
    multipart: formOf({ path: '/shop' }, [['n.jpg', jpeg]]),
  });
  expect(anonymous.status).toBe(401);
  await server.call('POST', '/api/v1/admin/users/', {
    token: server.admin,
    form: {
      first_name: '',
      last_name: '',
      email: '',
      username: 'guest',
      password: 'guest password',
      auth_type: '1',
      allow_api: '1',
    },
  });
  const guest = await server.tokenFor('guest', 'guest password');
  const nowhere = await server.call('POST', '/api/v1/upload/', {
    token: guest,
    multipart: formOf({ path: '/shop' }, [['n.jpg', jpeg]]),
  });
  expect([nowhere.status, nowhere.data]).toEqual([403, {}]);
  // Who may upload somewhere is told file by file where not.
  await server.call('POST', '/api/v1/admin/filesystem/folders/', {
    token: server.admin,
    form: { path: '/in' },
  });
  const { data } = await server.call('GET', '/api/v1/admin/filesystem/folders/?path=/in', {
    token: server.admin,
  });
  await server.call('POST', '/api/v1/admin/permissions/', {
    token: server.admin,
    form: { group_id: '2', folder_id: String(data.id), access: '40' },
  });
  const refused = await server.call('POST', '/api/v1/upload/', {
    token: guest,
    multipart: formOf({ path: '/shop' }, [['n.jpg', jpeg]]),
  });
  expect([refused.status, refused.data['n.jpg'].error.status]).toEqual([403, 403]);
});

test('whoever is turned away in the middle of an upload is told so, and the connection goes on', async () => {
  const { hostname, port } = new URL(server.address);
  const socket = connect(Number(port), hostname);
  let seen = '';
  socket.on('data', (chunk) => {
    seen += chunk.toString();
  });
  const answers = () => seen.split('HTTP/1.1 401').length - 1;
  const rest = Buffer.alloc(8 * 1024 * 1024);
  const head = (length: number) =>
    `POST /api/v1/upload/ HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${length}\r\n\r\n`;
  try {
    socket.write(head(rest.length));
    socket.write(rest.subarray(0, 1000));
    await expect.poll(answers, { timeout: 20_000 }).toBe(1);
    // Refused long before the end: the rest still finds a reader.
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.write(rest.subarray(1000), () => resolve());
    });
    socket.write(head(0));
    await expect.poll(answers, { timeout: 20_000 }).toBe(2);
  } finally {
    socket.destroy();
  }
});

test('a browser session needs its CSRF token, and nothing is stored without', async () => {
  const { identity, settings } = server.parts;
  const session = await identity.startSession(1, 'password', { address: '', userAgent: '' });
  const Cookie = `${settings.signIn.cookieName}=${session.cookie}`;
  const send = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    server.call('POST', '/api/v1/upload/', {
      multipart: formOf({ path: '/shop', ...fields }, [['csrf.jpg', jpeg]]),
      headers: { Cookie, ...headers },
    });
  const without = await send({});
  expect([without.status, without.message]).toEqual([400, 'Bad Request (missing CSRF token)']);
  expect((await send({ _csrf_token: 'guess' })).status).toBe(400);
  const token = identity.csrfToken(session.id);
  expect((await send({ _csrf_token: token }, { Origin: 'https://evil.example' })).status).toBe(400);
  expect((await server.get('/image?src=shop/csrf.jpg')).status).toBe(404);
  expect((await send({ _csrf_token: token }, { Origin: server.address })).status).toBe(200);
  expect((await send({ overwrite: '1' }, { 'X-CSRF-Token': token })).status).toBe(200);
  expect(await stagedFiles()).toEqual([]);
});
