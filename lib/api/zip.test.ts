import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, get as request } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { provideServices } from '#lib/boot/services.ts';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { answerApi } from './api-route.ts';
import { addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';
import { unzip as unzipBytes } from './testing/unzip.ts';

const NORMAL_USERS = 2;
const LARGE = 40 * 1024 * 1024;

let server: ApiServer;
let admin: string;
let ada: string;
const ids = new Map<string, number>();

beforeAll(async () => {
  server = await startApiServer({}, async (imagesDir) => {
    for (const src of [
      'set/one.svg',
      'set/in/two.svg',
      'set/in/Two.svg',
      'set/view/three.svg',
      'set/no/four.svg',
    ]) {
      await mkdir(join(imagesDir, src, '..'), { recursive: true });
      await writeFile(join(imagesDir, src), `content of ${src}`);
    }
    await mkdir(join(imagesDir, 'large'));
    await writeFile(join(imagesDir, 'large/a.svg'), Buffer.alloc(LARGE, 'a'));
    await writeFile(join(imagesDir, 'large/b.svg'), Buffer.alloc(LARGE, 'b'));
  });
  admin = server.admin;
  const person = await addPerson(server, 'ada');
  ada = person.token;
  const { db } = server.parts;
  for (const folder of ['set', 'set/in', 'set/view', 'set/no', 'large']) {
    const { data } = await server.call('GET', `/api/v1/browse/?path=${folder}`, { token: admin });
    for (const { id, src } of data.images) ids.set(src, id);
  }
  const grant = async (path: string, groupIds: number[], access: number) => {
    const { id: folderId } = await db.folder.findUniqueOrThrow({ where: { path } });
    await db.folderPermission.createMany({
      data: groupIds.map((groupId) => ({ groupId, folderId, access })),
    });
  };
  const everybody = [PUBLIC_GROUP, NORMAL_USERS];
  await grant('/set', [person.groupId], LEVEL.download);
  await grant('/set/view', [...everybody, person.groupId], LEVEL.view);
  await grant('/set/no', [...everybody, person.groupId], LEVEL.none);
  await server.parts.announce();
});

afterAll(async () => {
  await server?.stop();
});

const offer = (selection: unknown, token = admin) =>
  server.call('POST', '/api/v1/selection/zip/', { token, json: { selection } });

async function download(url: string, token = admin) {
  const response = await fetch(server.address + url, { headers: { Authorization: `Bearer ${token}` } });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** The stream of the first file that was read. */
async function firstStream(results: ReadonlyArray<{ value: unknown }>): Promise<Readable> {
  const opened = (await results[0]?.value) as { stream: Readable } | undefined;
  if (!opened) throw new Error('no file was read');
  return opened.stream;
}

/** Names and texts of a stored zip. */
function unzip(bytes: Buffer): Record<string, string> {
  return Object.fromEntries([...unzipBytes(bytes)].map(([name, content]) => [name, content.toString()]));
}

it('packs what somebody may download and lists what not', async () => {
  const search = { path: '/set', recursive: true };
  const { data } = await offer({ search }, ada);
  expect(data).toMatchObject({
    files: 3,
    url: expect.stringMatching(/^\/api\/v1\/selection\/zip\/[\w-]{78}\/$/),
  });
  const { response, bytes } = await download(data.url, ada);
  expect(response.headers.get('content-type')).toBe('application/zip');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="set.zip"');
  const files = unzip(bytes);
  expect(Object.keys(files)).toHaveLength(4);
  expect(new Set(Object.keys(files).map((name) => name.toLowerCase())).size).toBe(4);
  expect(files['one.svg']).toBe('content of set/one.svg');
  expect(files['Skipped files.txt']).toBe('set/view/three.svg: you may view it, but not download it\n');
});

it('names files by the folder that they have in common', async () => {
  const { data } = await offer({ ids: [ids.get('set/in/two.svg'), ids.get('set/no/four.svg')] });
  expect(Object.keys(unzip((await download(data.url)).bytes)).sort()).toEqual(['in/two.svg', 'no/four.svg']);
  const one = await offer({ ids: [ids.get('set/in/two.svg')] });
  expect(Object.keys(unzip((await download(one.data.url)).bytes))).toEqual(['two.svg']);
});

it('tells of files that have vanished', async () => {
  const { data } = await offer({ search: { path: '/set/no' } });
  await rm(join(server.imagesDir, 'set/no/four.svg'));
  expect(unzip((await download(data.url)).bytes)).toEqual({
    'Skipped files.txt': 'set/no/four.svg: the file was not found\n',
  });
});

it('leaves out a file that cannot be opened', async () => {
  const { data } = await offer({ ids: [ids.get('set/in/two.svg'), ids.get('set/one.svg')] });
  const read = vi.spyOn(server.parts.storage, 'read').mockRejectedValueOnce(new Error('EACCES'));
  try {
    const files = Object.entries(unzip((await download(data.url)).bytes));
    expect(files).toHaveLength(2);
    expect(files).toContainEqual([
      'Skipped files.txt',
      expect.stringMatching(/^set\/.*: the file could not be read\n$/),
    ]);
  } finally {
    read.mockRestore();
  }
});

it('packs files whose names mean another place to some systems', async () => {
  const names = ['c: odd.svg', 'back\\..\\slash.svg'];
  await mkdir(join(server.imagesDir, 'odd'));
  for (const name of names) await writeFile(join(server.imagesDir, 'odd', name), name);
  await server.call('GET', '/api/v1/browse/?path=odd', { token: admin });
  const { data } = await offer({ search: { path: '/odd' } });
  expect(unzip((await download(data.url)).bytes)).toEqual({
    'back_.._slash.svg': names[1],
    'c_ odd.svg': names[0],
  });
});

it('leaves no room to files that may only be viewed', async () => {
  const { db } = server.parts;
  const { id: seen } = await db.folder.findUniqueOrThrow({ where: { path: '/set/view' } });
  await mkdir(join(server.imagesDir, 'set/late'));
  await db.$executeRaw`
    INSERT INTO images (src, folder_id, file_size, file_time)
    SELECT 'set/view/many' || n || '.svg', ${seen}::int, 1, 1 FROM generate_series(1, 20100) n`;
  await writeFile(join(server.imagesDir, 'set/late/last.svg'), 'the last one');
  await server.call('GET', '/api/v1/browse/?path=set/late', { token: admin });
  const { data } = await offer({ search: { path: '/set', recursive: true, q: '' } }, ada);
  const files = unzip((await download(data.url, ada)).bytes);
  await db.image.deleteMany({ where: { src: { startsWith: 'set/view/many' } } });
  expect(files['late/last.svg']).toBe('the last one');
});

it('is for one person, for ten minutes', async () => {
  const { data } = await offer({ search: { path: '/set' } });
  expect((await download(data.url, ada)).response.status).toBe(404);
  expect((await fetch(server.address + data.url)).status).toBe(401);
  const forged = data.url.replace(/.{3}\/$/, 'abc/');
  expect((await download(forged)).response.status).toBe(404);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 });
  try {
    expect((await download(data.url)).response.status).toBe(404);
  } finally {
    vi.useRealTimers();
  }
  expect((await download(data.url)).response.status).toBe(200);
  const head = await fetch(server.address + data.url, {
    method: 'HEAD',
    headers: { Authorization: `Bearer ${admin}` },
  });
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/zip']);
});

it.each<[number, unknown]>([
  [403, { ids: [999_999] }],
  [403, { search: { path: '/set/view' } }],
  [403, { search: { path: '/set/no' } }],
  [400, {}],
])('answers %i to %j', async (status, selection) => {
  expect((await offer(selection, ada)).status).toBe(status);
});

it('comes no faster than it is read, and stops when nobody reads', async () => {
  const { data } = await offer({ search: { path: '/large' } });
  const read = vi.spyOn(server.parts.storage, 'read');
  try {
    const headers = { Authorization: `Bearer ${admin}` };
    const call = request(server.address + data.url, { headers });
    const [response] = (await once(call, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    expect(read).toHaveBeenCalledTimes(1);
    const stream = await firstStream(read.mock.results);
    response.destroy();
    if (!stream.closed) await once(stream, 'close');
    expect(stream.readableEnded).toBe(false);
    expect(read).toHaveBeenCalledTimes(1);
  } finally {
    read.mockRestore();
  }
});

it('streams through Next as well, until the client goes', async () => {
  provideServices(Promise.resolve(server.services));
  const { data } = await offer({ search: { path: '/set/in' } });
  const headers = { Authorization: `Bearer ${admin}` };
  const whole = await answerApi(new Request(server.address + data.url, { headers }));
  expect(Object.keys(unzip(Buffer.from(await whole.arrayBuffer())))).toHaveLength(2);

  const large = await offer({ search: { path: '/large' } });
  const read = vi.spyOn(server.parts.storage, 'read');
  try {
    const gone = new AbortController();
    const response = await answerApi(
      new Request(server.address + large.data.url, { headers, signal: gone.signal }),
    );
    const reader = response.body?.getReader();
    await reader?.read();
    const stream = await firstStream(read.mock.results);
    gone.abort();
    if (!stream.closed) await once(stream, 'close');
    expect(stream.readableEnded).toBe(false);
  } finally {
    read.mockRestore();
  }
});
