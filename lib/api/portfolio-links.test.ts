import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { type ApiPerson, addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

const NORMAL_USERS = 2;
const PATH = '/api/v1/portfolios/';
const HOUR = 3_600_000;

let server: ApiServer;
let ada: ApiPerson;
let ben: ApiPerson;
/** Of `shut`, which only people of Ada's group may see. */
let right: { folderId_groupId: { folderId: number; groupId: number } };
let folio: { id: number; human_id: string };

beforeAll(async () => {
  const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#336699' } })
    .jpeg()
    .toBuffer();
  server = await startApiServer({}, async (imagesDir) => {
    for (const src of ['shut/in.jpg', 'shut/out.jpg', 'shut/logo.png']) {
      await mkdir(join(imagesDir, src, '..'), { recursive: true });
      await writeFile(join(imagesDir, src), picture);
    }
  });
  ada = await addPerson(server, 'ada', ['folios']);
  ben = await addPerson(server, 'ben');
  await server.call('GET', '/api/v1/browse/?path=shut', { token: server.admin });
  const { db } = server.parts;
  const { id: folderId } = await db.folder.findUniqueOrThrow({ where: { path: '/shut' } });
  await db.folderPermission.createMany({
    data: [PUBLIC_GROUP, NORMAL_USERS].map((groupId) => ({ groupId, folderId, access: LEVEL.none })),
  });
  await db.folderPermission.create({ data: { folderId, groupId: ada.groupId, access: LEVEL.download } });
  right = { folderId_groupId: { folderId, groupId: ada.groupId } };
  await server.parts.announce();
});

beforeEach(async () => {
  const made = await server.call('POST', PATH, {
    token: ada.token,
    form: { name: 'Shared', description: '', internal_access: '0', public_access: '0' },
  });
  folio = made.data;
  await server.call('POST', `${PATH}${folio.id}/images/`, {
    token: ada.token,
    form: { image_src: 'shut/in.jpg', image_parameters: '{"width": {"value": 30}}' },
  });
});

afterAll(async () => {
  await server?.stop();
});

async function share(json: object = {}) {
  const { data, status, message } = await server.call('POST', `${PATH}${folio.id}/links/`, {
    token: ada.token,
    json: { name: 'for the press', access: 20, ...json },
  });
  if (status !== 200) throw new Error(message);
  const token = /\/shared\/([\w-]{27})\/$/.exec(data.url)?.[1];
  if (token === undefined) throw new Error(`no link: ${data.url}`);
  return { ...data, token } as { id: number; url: string; token: string };
}

const look = (token: string, query = '') => server.call('GET', `/api/v1/shared/${token}/${query}`);
const local = (url: string) => url.slice(server.address.length);
const statusOf = async (url: string) => (await server.get(local(url))).status;

it('shows portfolio, pictures, originals and zips to whoever has it, and nothing else', async () => {
  const link = await share();
  const asked = await server.call('POST', `${PATH}${folio.id}/exports/`, {
    token: ada.token,
    form: { description: 'all', originals: 'true', expiry_time: '2099-01-01' },
  });
  await server.parts.tasks.wait(asked.data.task_id, 60_000);
  const { data } = await look(link.token);
  expect(data).toMatchObject({
    locked: false,
    name: 'Shared',
    hidden: 0,
    sized: true,
    images: [{ src: 'shut/in.jpg', filename: 'in.jpg' }],
    downloads: [{ description: 'all' }],
    expires: null,
  });
  const [image] = data.images;
  const picture = await server.get(local(image.url));
  expect([picture.status, picture.headers.get('cache-control')]).toEqual([200, 'private, max-age=60']);
  expect((await sharp(picture.body).metadata()).width).toBe(30);
  expect([await statusOf(image.original_url), await statusOf(data.downloads[0].url)]).toEqual([200, 200]);
  // Without the grant, of another image, for an overlay, with another grant.
  expect(await statusOf(image.url.replace(/&grant=.*/, ''))).toBe(403);
  expect(await statusOf(image.url.replace('in.jpg', 'out.jpg'))).toBe(403);
  expect(await statusOf(image.url.replace('in.jpg', 'none.jpg'))).toBe(403);
  expect(await statusOf(`${image.url}&overlay=shut/logo.png`)).toBe(403);
  expect(await statusOf(image.url.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A')))).toBe(403);
  expect(await statusOf(data.downloads[0].url.replace(/\?.*/, ''))).toBe(403);
  const { data: links } = await server.call('GET', `${PATH}${folio.id}/links/`, { token: ada.token });
  await vi.waitFor(async () => {
    const { data: now } = await server.call('GET', `${PATH}${folio.id}/links/`, { token: ada.token });
    expect(now[0]).toMatchObject({ id: link.id, state: 'open', views: 1, downloads: 2 });
  });
  expect(links).toHaveLength(1);
});

it('gives no originals and no zips when it is for viewing only', async () => {
  const link = await share({ access: 10 });
  const { data } = await look(link.token);
  expect(data).toMatchObject({ downloads: [], images: [{ original_url: '' }] });
  const grant = new URL(data.images[0].url).searchParams.get('grant');
  expect(await statusOf(`${server.address}/original?src=shut/in.jpg&grant=${grant}`)).toBe(403);
});

it.each<[string, (link: { id: number }) => Promise<unknown>, () => Promise<unknown>, number]>([
  [
    'the link is revoked',
    (link) => server.call('DELETE', `${PATH}${folio.id}/links/${link.id}/`, { token: ada.token }),
    async () => undefined,
    403,
  ],
  [
    'the image is taken out',
    async () => {
      const { data } = await server.call('GET', `${PATH}${folio.id}/images/`, { token: ada.token });
      await server.call('DELETE', `${PATH}${folio.id}/images/${data[0].image_id}/`, { token: ada.token });
    },
    async () => undefined,
    200,
  ],
  [
    'its maker loses the right',
    async () => {
      await server.parts.db.folderPermission.update({ where: right, data: { access: LEVEL.none } });
      await server.parts.announce();
    },
    async () => {
      await server.parts.db.folderPermission.update({ where: right, data: { access: LEVEL.download } });
      await server.parts.announce();
    },
    403,
  ],
  [
    'the account of its maker is disabled',
    () => server.call('DELETE', `/api/v1/admin/users/${ada.id}/`, { token: server.admin }),
    () => server.call('PUT', `/api/v1/admin/users/${ada.id}/`, { token: server.admin, json: { status: 1 } }),
    403,
  ],
  [
    'the portfolio is deleted',
    () => server.call('DELETE', `${PATH}${folio.id}/`, { token: ada.token }),
    async () => undefined,
    404,
  ],
])('its pictures are gone at once when %s', async (_what, take, giveBack, zipStatus) => {
  const link = await share();
  const asked = await server.call('POST', `${PATH}${folio.id}/exports/`, {
    token: ada.token,
    form: { description: 'all', originals: 'true', expiry_time: '2099-01-01' },
  });
  await server.parts.tasks.wait(asked.data.task_id, 60_000);
  const { data } = await look(link.token);
  const [image] = data.images;
  // Twice, so that it would be answered from memory.
  expect([await statusOf(image.url), await statusOf(image.url)]).toEqual([200, 200]);
  try {
    await take(link);
    expect([await statusOf(image.url), await statusOf(image.original_url)]).toEqual([403, 403]);
    expect(await statusOf(data.downloads[0].url)).toBe(zipStatus);
    const after = await look(link.token);
    if (after.status === 200) expect(after.data.images).toEqual([]);
    else expect(after.status).toBe(404);
  } finally {
    await giveBack();
  }
});

it('ends by itself, and its grants before it', async () => {
  const expires = new Date(Date.now() + HOUR).toISOString();
  const link = await share({ expires });
  const { data } = await look(link.token);
  expect(new Date(data.grant_until).getTime()).toBeLessThanOrEqual(Date.now() + HOUR);
  expect(await statusOf(data.images[0].url)).toBe(200);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + HOUR + 1000 });
  try {
    expect(await statusOf(data.images[0].url)).toBe(403);
    expect((await look(link.token)).status).toBe(404);
  } finally {
    vi.useRealTimers();
  }
  // One without an end has grants that end.
  const endless = await share();
  const open = await look(endless.token);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 13 * HOUR });
  try {
    expect(await statusOf(open.data.images[0].url)).toBe(403);
    const renewed = await look(endless.token);
    expect(await statusOf(renewed.data.images[0].url)).toBe(200);
  } finally {
    vi.useRealTimers();
  }
});

it('is locked by a password, which cannot be guessed for long', async () => {
  const link = await share({ password: 'open sesame' });
  const other = await share({ password: 'another one' });
  const locked = await look(link.token);
  expect(locked.data).toMatchObject({ locked: true, name: '', images: [], grant: '' });
  const unlock = (token: string, password: string) =>
    server.call('POST', `/api/v1/shared/${token}/`, { json: { password } });
  expect((await unlock(link.token, 'wrong')).status).toBe(403);
  const open = await unlock(link.token, 'open sesame');
  expect(open.data).toMatchObject({ locked: false, images: [{ src: 'shut/in.jpg' }] });
  expect((await look(link.token, `?grant=${open.data.grant}`)).data.locked).toBe(false);
  // A grant of another link opens nothing here.
  expect((await look(other.token, `?grant=${open.data.grant}`)).data.locked).toBe(true);
  const statuses: number[] = [];
  for (let n = 0; n < 11; n += 1) statuses.push((await unlock(other.token, `guess ${n}`)).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 403), 429]);
  expect((await unlock(other.token, 'another one')).headers.get('retry-after')).toMatch(/^\d+$/);
  // What is locked is locked apart from people and other links.
  expect((await unlock(link.token, 'open sesame')).status).toBe(200);
  const stored = await server.parts.db.portfolioLink.findUniqueOrThrow({ where: { id: link.id } });
  expect(stored.password).toMatch(/^\$scrypt\$/);
});

it('is made and revoked by whoever may edit the portfolio', async () => {
  const link = await share();
  const path = `${PATH}${folio.id}/links/`;
  expect((await server.call('GET', path, { token: ben.token })).status).toBe(403);
  expect((await server.call('POST', path, { token: ben.token, json: { access: 10 } })).status).toBe(403);
  expect((await server.call('DELETE', `${path}${link.id}/`, { token: ben.token })).status).toBe(403);
  const revoked = await server.call('DELETE', `${path}${link.id}/`, { token: ada.token });
  expect(revoked.data).toMatchObject({ state: 'revoked', url: '', revoked: expect.any(String) });
  expect((await look(link.token)).status).toBe(404);
  expect((await look(link.token.replace(/.$/, '_'))).status).toBe(404);
  const audit = await server.call('GET', `/api/v1/admin/audit/?object_type=portfolio&object_id=${folio.id}`, {
    token: server.admin,
  });
  expect(audit.data.results.map(({ action }: any) => action).slice(0, 2)).toEqual([
    'portfolio.unlink',
    'portfolio.link',
  ]);
});

it.each([
  { access: 15 },
  { access: 30 },
  { password: 'short' },
  { expires: '2020-01-01T00:00:00' },
  { name: 'x'.repeat(121) },
])('answers 400 to %j', async (json) => {
  const { status } = await server.call('POST', `${PATH}${folio.id}/links/`, {
    token: ada.token,
    json: { access: 10, ...json },
  });
  expect(status).toBe(400);
});
