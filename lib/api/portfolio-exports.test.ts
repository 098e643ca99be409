import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { provideServices } from '#lib/boot/services.ts';
import { expirePortfolioExportsJob } from '#lib/jobs/expire-portfolio-exports.ts';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { answerDownload } from './portfolio-downloads.ts';
import { type ApiPerson, addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';
import { unzip } from './testing/unzip.ts';

const NORMAL_USERS = 2;
const PATH = '/api/v1/portfolios/';
const LATER = '2099-01-31T10:11:12';
const LARGE = 8 * 1024 * 1024;

let server: ApiServer;
let ada: ApiPerson;
let ben: ApiPerson;
let shut: number;
const large = new Map<string, Buffer>();

beforeAll(async () => {
  const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#336699' } })
    .jpeg()
    .toBuffer();
  server = await startApiServer({}, async (imagesDir) => {
    for (const src of ['open/a.jpg', 'open/b.jpg', 'other/A.jpg', 'shut/d.jpg', 'open/gone.jpg']) {
      await mkdir(join(imagesDir, src, '..'), { recursive: true });
      await writeFile(join(imagesDir, src), picture);
    }
    await mkdir(join(imagesDir, 'large'));
    for (const letter of ['a', 'b', 'c', 'd']) {
      large.set(letter, Buffer.alloc(LARGE, letter));
      await writeFile(join(imagesDir, `large/${letter}.svg`), Buffer.alloc(LARGE, letter));
    }
  });
  ada = await addPerson(server, 'ada', ['folios']);
  ben = await addPerson(server, 'ben');
  for (const folder of ['open', 'other', 'shut', 'large']) {
    await server.call('GET', `/api/v1/browse/?path=${folder}`, { token: server.admin });
  }
  const { db } = server.parts;
  const grant = async (path: string, groups: number[], access: number) => {
    const { id: folderId } = await db.folder.findUniqueOrThrow({ where: { path } });
    await db.folderPermission.createMany({
      data: groups.map((groupId) => ({ groupId, folderId, access })),
    });
    return folderId;
  };
  for (const path of ['/open', '/other', '/large']) await grant(path, [ada.groupId], LEVEL.download);
  shut = await grant('/shut', [PUBLIC_GROUP, NORMAL_USERS], LEVEL.none);
  await grant('/shut', [ada.groupId], LEVEL.download);
  await server.parts.announce();
});

afterAll(async () => {
  await server?.stop();
});

async function makePortfolio(srcs: string[], fields: Record<string, string> = {}) {
  const { data } = await server.call('POST', PATH, {
    token: ada.token,
    form: { name: 'Zip/it', description: '', internal_access: '0', public_access: '0', ...fields },
  });
  for (const src of srcs) await add(data.id, { image_src: src });
  return data;
}

const add = (id: number, form: Record<string, string>) =>
  server.call('POST', `${PATH}${id}/images/`, { token: ada.token, form });

const ask = (id: number, form: Record<string, string> = {}) =>
  server.call('POST', `${PATH}${id}/exports/`, {
    token: ada.token,
    form: { description: 'Desc', originals: 'true', expiry_time: LATER, ...form },
  });

/** The export as it is when its task has ended. */
async function finished(id: number, form: Record<string, string> = {}) {
  const asked = await ask(id, form);
  expect([asked.status, asked.message]).toEqual([202, 'OK task accepted']);
  expect(asked.data).toMatchObject({ filename: '', filesize: 0, url: '', task_id: expect.any(Number) });
  const task = await server.parts.tasks.wait(asked.data.task_id, 60_000);
  const { data } = await server.call('GET', `${PATH}${id}/exports/${asked.data.id}/`, { token: ada.token });
  return { data, task: task === 'late' ? undefined : task };
}

function download(url: string, headers: Record<string, string> = {}, who: ApiPerson | undefined = ada) {
  const path = url.slice(server.address.length);
  const token = who ? { Authorization: `Bearer ${who.token}` } : undefined;
  return server.get(path, { headers: { ...token, ...headers } });
}

it('packs originals in their order, under names that differ whatever the case', async () => {
  const folio = await makePortfolio(['open/a.jpg', 'other/A.jpg']);
  await add(folio.id, { image_src: 'open/b.jpg', filename: 'second one.png', index: '-1' });
  const { data, task } = await finished(folio.id);
  expect(data).toMatchObject({
    state: 'finished',
    task_id: null,
    filename: expect.stringMatching(/^[0-9a-f]{32}\.zip$/),
    url: `${server.address}/portfolios/${folio.human_id}/downloads/${data.filename}`,
    outdated: false,
  });
  expect(task).toMatchObject({ failed: false, result: { filename: data.filename, images: 3, skipped: 0 } });
  const { status, headers, body } = await download(data.url);
  expect(status).toBe(200);
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'application/zip',
    'content-disposition': 'attachment; filename="Zip_it.zip"',
    'content-length': String(data.filesize),
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
  });
  const files = unzip(body);
  expect([...files.keys()]).toEqual(['second one.jpg', 'a.jpg', 'A-001.jpg']);
  const original = await server.get('/image?src=open/a.jpg&tmp=default&format=jpg');
  expect(files.get('a.jpg')?.length).toBeGreaterThan(100);
  expect(original.status).toBe(200);
  const { data: whole } = await server.call('GET', `${PATH}${folio.id}/`, { token: ada.token });
  expect(whole.history.slice(-2)).toMatchObject([
    {
      action: 4,
      action_info: 'Desc (expires Sat Jan 31 10:11:12 2099 UTC, images are unmodified originals)',
    },
    { action: 5, action_info: data.filename, user_id: ada.id },
  ]);
});

it('packs pictures: changes of each, then those of the export, then the default template', async () => {
  const folio = await makePortfolio([]);
  const own = { width: { value: 30 }, format: { value: 'png' }, filename: { value: 'x' } };
  await add(folio.id, { image_src: 'open/a.jpg', image_parameters: JSON.stringify(own) });
  await add(folio.id, { image_src: 'open/b.jpg', filename: 'named.jpg' });
  const over = JSON.stringify({ width: { value: 20 } });
  const { data } = await finished(folio.id, { originals: 'false', image_parameters: over });
  const files = unzip((await download(data.url)).body);
  const sizes = await Promise.all(
    [...files].map(async ([name, bytes]) => {
      const { width, height, format } = await sharp(bytes).metadata();
      return [name, format, width, height];
    }),
  );
  expect(sizes).toEqual([
    ['a.png', 'png', 20, 14],
    ['named.jpg', 'jpeg', 20, 14],
  ]);
});

it('has one file open at a time, writes nothing that can be found before it is whole, and stops when it is cancelled', async () => {
  const folio = await makePortfolio(['large/a.svg', 'large/b.svg', 'large/c.svg', 'large/d.svg']);
  const { storage, tasks } = server.parts;
  const shelf = join(server.imagesDir, '.emulsion/exports', String(folio.id));
  const open = new Set<unknown>();
  let most = 0;
  let opened = 0;
  let hold: (() => void) | undefined;
  const held = new Promise<void>((resolve) => {
    hold = resolve;
  });
  let arrived: () => void = () => undefined;
  const second = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const read = storage.read.bind(storage);
  const spy = vi.spyOn(storage, 'read').mockImplementation(async (path, range) => {
    opened += 1;
    if (opened === 2) {
      arrived();
      await held;
    }
    const result = await read(path, range);
    open.add(result.stream);
    most = Math.max(most, open.size);
    result.stream.once('close', () => open.delete(result.stream));
    return result;
  });
  try {
    const asked = await ask(folio.id);
    await second;
    expect(await readdir(shelf)).toEqual([expect.stringMatching(/\.part$/)]);
    const now = await server.call('GET', `${PATH}${folio.id}/exports/${asked.data.id}/`, {
      token: ada.token,
    });
    expect(now.data).toMatchObject({ state: 'running', filename: '' });
    const busy = await server.call('DELETE', `${PATH}${folio.id}/exports/${asked.data.id}/`, {
      token: ada.token,
    });
    expect(busy.status).toBe(503);
    await tasks.cancel(asked.data.task_id);
    hold?.();
    const task = await tasks.wait(asked.data.task_id, 60_000);
    expect(task).toMatchObject({ failed: true });
    expect(await readdir(shelf)).toEqual([]);
    const gone = await server.call('DELETE', `${PATH}${folio.id}/exports/${asked.data.id}/`, {
      token: ada.token,
    });
    expect(gone.status).toBe(200);
  } finally {
    spy.mockRestore();
  }
  opened = 2;
  const again = vi.spyOn(storage, 'read').mockImplementation(async (path, range) => {
    const result = await read(path, range);
    open.add(result.stream);
    most = Math.max(most, open.size);
    result.stream.once('close', () => open.delete(result.stream));
    return result;
  });
  try {
    const { data } = await finished(folio.id);
    expect(most).toBe(1);
    const { body } = await download(data.url);
    const files = unzip(body);
    for (const [letter, bytes] of large) expect(files.get(`${letter}.svg`)?.equals(bytes)).toBe(true);
    // A download that broke off goes on where it was, and counts once.
    const start = body.length - 1000;
    const etag = (await download(data.url, { Range: 'bytes=0-9' })).headers.get('etag') ?? '';
    const rest = await download(data.url, { Range: `bytes=${start}-`, 'If-Range': etag });
    expect([rest.status, rest.headers.get('content-range')]).toEqual([
      206,
      `bytes ${start}-${body.length - 1}/${body.length}`,
    ]);
    expect(rest.body.equals(body.subarray(start))).toBe(true);
    expect((await download(data.url, { Range: `bytes=${body.length}-` })).status).toBe(416);
    expect((await download(data.url, { 'If-None-Match': etag })).status).toBe(304);
    const { data: whole } = await server.call('GET', `${PATH}${folio.id}/`, { token: ada.token });
    expect(whole.history.filter(({ action }: any) => action === 5)).toHaveLength(2);
  } finally {
    again.mockRestore();
  }
});

it('stops at what cannot be packed, with the reason, or leaves it out when it is asked to', async () => {
  const folio = await makePortfolio(['open/a.jpg', 'open/gone.jpg', 'shut/d.jpg']);
  await rm(join(server.imagesDir, 'open/gone.jpg'));
  const failed = await finished(folio.id);
  expect(failed.data).toMatchObject({
    state: 'failed',
    filename: '',
    failure: expect.stringContaining('gone'),
  });
  expect(failed.task).toMatchObject({ failed: true });
  const partly = await finished(folio.id, { ignore_errors: 'true' });
  expect(partly.task?.result).toMatchObject({ images: 2, skipped: 1 });
  const files = unzip((await download(partly.data.url)).body);
  expect([...files.keys()]).toEqual(['a.jpg', 'd.jpg', 'Skipped files.txt']);
});

it('packs with the rights that its person has when it is made', async () => {
  const folio = await makePortfolio(['open/a.jpg', 'shut/d.jpg']);
  const { db, announce } = server.parts;
  const right = { folderId_groupId: { folderId: shut, groupId: ada.groupId } };
  await db.folderPermission.update({ where: right, data: { access: LEVEL.view } });
  await announce();
  const originals = await finished(folio.id);
  expect(originals.data.failure).toBe('You may not download shut/d.jpg.');
  expect((await finished(folio.id, { originals: 'false' })).data.state).toBe('finished');
  await db.folderPermission.update({ where: right, data: { access: LEVEL.none } });
  await announce();
  const none = await finished(folio.id, { originals: 'false' });
  expect(none.data).toMatchObject({ state: 'failed', failure: 'You may not view shut/d.jpg.' });
  await db.folderPermission.update({ where: right, data: { access: LEVEL.download } });
  await announce();
});

it('lets in by the level on the portfolio, for downloads too', async () => {
  const folio = await makePortfolio(['open/a.jpg'], { public_access: '10', internal_access: '20' });
  const { data } = await finished(folio.id);
  const status = async (who: ApiPerson | undefined, url = data.url) => (await download(url, {}, who)).status;
  expect((await server.get(data.url.slice(server.address.length))).status).toBe(403);
  expect([await status(ada), await status(ben)]).toEqual([200, 200]);
  expect(await status(ada, data.url.replace(/\w{32}/, '0'.repeat(32)))).toBe(404);
  expect(await status(ada, data.url.replace(folio.human_id, 'none'))).toBe(404);
  const other = await makePortfolio(['open/a.jpg']);
  expect(await status(ada, data.url.replace(folio.human_id, other.human_id))).toBe(404);
  const wrong = await server.call('GET', `${PATH}${other.id}/exports/${data.id}/`, { token: ada.token });
  expect(wrong.status).toBe(400);
  await server.call('PUT', `${PATH}${folio.id}/`, { token: ada.token, json: { internal_access: 10 } });
  expect(await status(ben)).toBe(403);

  provideServices(Promise.resolve(server.services));
  const asAda = { Authorization: `Bearer ${ada.token}` };
  const whole = await answerDownload(new Request(data.url, { headers: asAda }));
  expect([whole.status, (await whole.arrayBuffer()).byteLength]).toEqual([200, data.filesize]);
  const head = await download(data.url, {});
  expect(head.headers.get('x-content-type-options')).toBe('nosniff');
  expect((await server.get(data.url.slice(server.address.length), { method: 'POST' })).status).toBe(405);
});

it.each<[number, Record<string, string>]>([
  [400, { expiry_time: '2020-01-01' }],
  [400, { expiry_time: 'soon' }],
  [400, { originals: 'false', image_parameters: '{"width": {"value": "x"}}' }],
])('answers %i to %j', async (status, form) => {
  const folio = await makePortfolio(['open/a.jpg']);
  expect((await ask(folio.id, form)).status).toBe(status);
  const empty = await makePortfolio([]);
  const nothing = await ask(empty.id, form);
  expect([nothing.status, nothing.message]).toEqual([400, expect.stringContaining('portfolio is empty')]);
});

it('removes zips when their time is over, with their portfolio, and what nobody knows', async () => {
  const { db, storage } = server.parts;
  const folio = await makePortfolio(['open/a.jpg']);
  const first = await finished(folio.id, { description: 'the first' });
  const second = await finished(folio.id);
  await db.portfolioExport.update({ where: { id: first.data.id }, data: { keepUntil: new Date(0) } });
  expect((await download(first.data.url)).status).toBe(404);
  const shelf = join(server.imagesDir, '.emulsion/exports', String(folio.id));
  await writeFile(join(shelf, 'left-behind.zip'), 'x');
  await writeFile(join(shelf, 'half.part'), 'x');
  const ended = new AbortController();
  const context = { stopIfAsked: () => undefined, signal: ended.signal } as never;
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3_600_000 });
  try {
    const result = await expirePortfolioExportsJob({ db, storage })({}, context);
    expect(result).toMatchObject({ expired: 1, abandoned: 1 });
  } finally {
    vi.useRealTimers();
  }
  expect(await readdir(shelf)).toEqual([second.data.filename]);
  const { data: whole } = await server.call('GET', `${PATH}${folio.id}/`, { token: ada.token });
  expect(whole.history.at(-1)).toMatchObject({ action: 6, action_info: 'Expired: the first', user_id: null });
  await server.call('DELETE', `${PATH}${folio.id}/`, { token: ada.token });
  await expect(readdir(shelf)).rejects.toThrow('ENOENT');
  expect((await download(second.data.url)).status).toBe(404);
});

it('ends a download when the client goes', async () => {
  const folio = await makePortfolio(['large/a.svg', 'large/b.svg', 'large/c.svg']);
  const { data } = await finished(folio.id);
  const { exports } = server.parts.storage;
  const read = vi.spyOn(exports, 'read');
  try {
    const gone = new AbortController();
    const response = await fetch(data.url, {
      headers: { Authorization: `Bearer ${ada.token}` },
      signal: gone.signal,
    });
    await response.body?.getReader().read();
    const opened = await read.mock.results[0]?.value;
    gone.abort();
    if (!opened.stream.closed) await new Promise((resolve) => opened.stream.once('close', resolve));
    expect(opened.stream.readableEnded).toBe(false);
  } finally {
    read.mockRestore();
  }
});
