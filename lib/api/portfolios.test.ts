import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import { type ApiPerson, addPerson } from './testing/api-people.ts';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

const NORMAL_USERS = 2;
const PATH = '/api/v1/portfolios/';

let server: ApiServer;
let ada: ApiPerson;
let ben: ApiPerson;
let keeper: ApiPerson;
const ids: Record<string, number> = {};

beforeAll(async () => {
  const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#336699' } })
    .jpeg()
    .toBuffer();
  server = await startApiServer({}, async (imagesDir) => {
    for (const src of ['open/a.jpg', 'open/b.jpg', 'open/c.jpg', 'shut/d.jpg']) {
      await mkdir(join(imagesDir, src, '..'), { recursive: true });
      await writeFile(join(imagesDir, src), picture);
    }
  });
  ada = await addPerson(server, 'ada', ['folios']);
  ben = await addPerson(server, 'ben');
  keeper = await addPerson(server, 'keeper', ['admin_folios']);
  for (const folder of ['open', 'shut']) {
    const { data } = await server.call('GET', `/api/v1/browse/?path=${folder}`, { token: server.admin });
    for (const { id, src } of data.images) ids[src] = id;
  }
  const { db } = server.parts;
  const { id: folderId } = await db.folder.findUniqueOrThrow({ where: { path: '/shut' } });
  await db.folderPermission.createMany({
    data: [PUBLIC_GROUP, NORMAL_USERS].map((groupId) => ({ groupId, folderId, access: LEVEL.none })),
  });
  await server.parts.announce();
});

afterAll(async () => {
  await server?.stop();
});

const FORM = { name: 'Summer', description: 'in the sun', internal_access: '0', public_access: '0' };

const as = (person?: ApiPerson) => (person ? { token: person.token } : {});

async function make(fields: Record<string, string> = {}, owner = ada) {
  const { data, status, message } = await server.call('POST', PATH, {
    ...as(owner),
    form: { ...FORM, ...fields },
  });
  if (status !== 200) throw new Error(message);
  return data;
}

const add = (folio: { id: number }, fields: Record<string, string>, who = ada) =>
  server.call('POST', `${PATH}${folio.id}/images/`, { ...as(who), form: fields });

it('creates a portfolio with a name for addresses, two permissions and a history', async () => {
  const made = await make({ human_id: ' Sommer 2026 ', public_access: '10' });
  expect(made).toMatchObject({
    human_id: 'Sommer 2026',
    name: 'Summer',
    owner_id: ada.id,
    images: [],
    downloads: [],
    url: `${server.address}/portfolios/Sommer%202026/`,
    permissions: [
      { group_id: 1, access: 10 },
      { group_id: 2, access: 0 },
    ],
    history: [{ action: 1, user_id: ada.id }],
  });
  const again = await server.call('POST', PATH, { ...as(ada), form: { ...FORM, human_id: 'Sommer 2026' } });
  expect([again.status, again.message]).toEqual([409, expect.stringContaining('human_id')]);
  expect((await make()).human_id).toMatch(/^[1-9A-HJ-NP-Za-km-z]{9,11}$/);
});

it.each<[number, string, Record<string, string>]>([
  [400, 'a name that is missing', { description: '', internal_access: '0', public_access: '0' }],
  [400, 'a level that is none', { ...FORM, public_access: '21' }],
  [400, 'a sign that ends a path', { ...FORM, human_id: 'a/b' }],
  [400, 'Unicode that is not composed', { ...FORM, human_id: 'u\u0308' }],
  [400, 'a name that is too long', { ...FORM, human_id: 'x'.repeat(65) }],
  [200, 'blanks, which are 0', { ...FORM, internal_access: '', public_access: '' }],
])('answers %i to %s', async (status, _what, form) => {
  expect((await server.call('POST', PATH, { ...as(ada), form })).status).toBe(status);
  // Rights come before values.
  expect((await server.call('POST', PATH, { ...as(ben), form })).status).toBe(403);
});

it('changes what is said, gives a new name for addresses to forms without one, and tells of conflicts', async () => {
  const made = await make({ human_id: 'first' });
  const { headers } = await server.call('GET', `${PATH}${made.id}/`, as(ada));
  const json = await server.call('PUT', `${PATH}${made.id}/`, {
    ...as(ada),
    json: { name: 'Autumn' },
    headers: { 'If-Match': headers.get('etag') ?? '' },
  });
  expect(json.data).toMatchObject({ human_id: 'first', name: 'Autumn', description: 'in the sun' });
  expect(json.data.history.at(-1)).toMatchObject({ action: 2, action_info: 'Name changed' });
  const late = await server.call('PUT', `${PATH}${made.id}/`, {
    ...as(ada),
    json: { name: 'Winter' },
    headers: { 'If-Match': headers.get('etag') ?? '' },
  });
  expect(late.status).toBe(409);
  const form = await server.call('PUT', `${PATH}${made.id}/`, {
    ...as(ada),
    form: { ...FORM, public_access: '20' },
  });
  expect(form.data.human_id).not.toBe('first');
  expect(form.data.history.at(-1).action_info).toBe('Short url changed, name changed, permissions changed');
  expect(form.data.last_updated).toBe(made.last_updated);
  const partial = await server.call('PUT', `${PATH}${made.id}/`, { ...as(ada), form: { name: 'x' } });
  expect(partial.status).toBe(400);
});

it('lets in by owner, flag, own groups and everybody; lists less than it opens', async () => {
  const secret = await make({ name: 'list secret' });
  const internal = await make({ name: 'list internal', internal_access: '10' });
  const open = await make({ name: 'list open', public_access: '10' });
  const statusFor = async (folio: { id: number }, who?: ApiPerson) =>
    (await server.call('GET', `${PATH}${folio.id}/`, as(who))).status;
  const table: Array<[ApiPerson | undefined, number[]]> = [
    [undefined, [403, 403, 200]],
    [ben, [403, 200, 200]],
    [ada, [200, 200, 200]],
    [keeper, [200, 200, 200]],
  ];
  for (const [who, expected] of table) {
    const found = await Promise.all([secret, internal, open].map((folio) => statusFor(folio, who)));
    expect([who?.username, found]).toEqual([who?.username, expected]);
  }
  const listed = async (who?: ApiPerson, query = '') => {
    const { data } = await server.call('GET', `${PATH}${query}`, as(who));
    return data.map(({ name }: { name: string }) => name).filter((name: string) => name.startsWith('list '));
  };
  expect(await listed()).toEqual(['list open']);
  expect(await listed(ben)).toEqual(['list internal']);
  expect(await listed(ada)).toEqual(['list internal', 'list open', 'list secret']);
  expect(await listed(keeper)).toEqual(['list internal']);
  expect(await listed(keeper, '?all=1')).toEqual(['list internal', 'list open', 'list secret']);
  expect(await listed(ben, '?all=1')).toEqual(['list internal']);

  const byName = await server.call('GET', `${PATH}?human_id=${open.human_id}`);
  expect(byName.data).toMatchObject({ id: open.id, images: [], owner_name: '' });
  expect((await server.call('GET', `${PATH}?human_id=${secret.human_id}`)).status).toBe(403);
  expect((await server.call('GET', `${PATH}?human_id=none`)).status).toBe(404);
  // Only owners and administrators change anything, whatever they may see.
  for (const [who, status] of [
    [undefined, 403],
    [ben, 403],
    [keeper, 200],
  ] as const) {
    const { id } = open;
    const changed = await server.call('PUT', `${PATH}${id}/`, { ...as(who), json: { description: 'x' } });
    expect(changed.status).toBe(status);
  }
});

it('holds images with names and picture changes of their own', async () => {
  const folio = await make();
  const first = await add(folio, {
    image_id: String(ids['open/a.jpg']),
    filename: 'front.jpg',
    image_parameters: JSON.stringify({
      width: { value: 30 },
      size_fit: { value: true },
      left: { value: 0.25 },
      format: { value: 'png' },
    }),
  });
  expect(first.data).toMatchObject({
    image_id: ids['open/a.jpg'],
    filename: 'front.jpg',
    order_num: 0,
    image: { src: 'open/a.jpg' },
    url: `${server.address}/image?src=open/a.jpg&format=png&width=30&left=0.25&autosizefit=True`,
  });
  const drawn = await server.get(first.data.url.slice(server.address.length));
  expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect((await add(folio, { image_src: '/open/b.jpg', index: '-5' })).data.order_num).toBe(-5);
  expect((await add(folio, { image_src: 'open/b.jpg' })).status).toBe(409);
  const { data } = await server.call('GET', `${PATH}${folio.id}/images/`, as(ada));
  expect(data.map(({ image }: any) => image.src)).toEqual(['open/b.jpg', 'open/a.jpg']);

  const one = `${PATH}${folio.id}/images/${ids['open/a.jpg']}/`;
  const changed = await server.call('PUT', one, { ...as(ada), form: { filename: '', index: '3' } });
  expect(changed.data).toMatchObject({ filename: '', order_num: 3, parameters: { width: { value: 30 } } });
  expect((await server.call('PUT', one, { ...as(ada), form: { index: '' } })).status).toBe(400);
  const whole = await server.call('GET', `${PATH}${folio.id}/`, as(ada));
  expect(whole.data.last_updated > folio.last_updated).toBe(true);
  expect(whole.data.history.map(({ action_info }: any) => action_info)).toEqual([
    '',
    'open/a.jpg added',
    'open/b.jpg added',
    'open/a.jpg: filename changed, position changed',
  ]);
  expect((await server.call('DELETE', one, as(ada))).data).toBeNull();
  expect((await server.call('DELETE', one, as(ada))).status).toBe(404);
  expect((await server.call('GET', one, as(ada))).status).toBe(404);
});

it.each<[number, Record<string, string>]>([
  [400, {}],
  [400, { image_id: '1', image_src: 'open/a.jpg' }],
  [400, { image_id: '0' }],
  [400, { image_src: 'open/a.jpg', filename: '../evil.jpg' }],
  [400, { image_src: 'open/a.jpg', filename: 'ü.jpg' }],
  [400, { image_src: 'open/a.jpg', image_parameters: '[]' }],
  [400, { image_src: 'open/a.jpg', image_parameters: '{"width": {"value": -1}}' }],
  [400, { image_src: 'open/a.jpg', index: '1000000' }],
  [404, { image_id: '999999' }],
  [404, { image_src: 'open/none.jpg' }],
  [403, { image_src: 'shut/d.jpg' }],
  [403, { image_src: 'shut/none.jpg' }],
])('answers %i to adding %j', async (status, fields) => {
  const folio = await make();
  const { status: found, message } = await add(folio, fields);
  expect(found).toBe(status);
  if (fields.filename) expect(message).toContain('filename not allowed');
  expect((await add(folio, fields, ben)).status).toBe(403);
  expect((await add({ id: 999_999 }, fields)).status).toBe(404);
});

it('puts an image at a place and numbers all anew', async () => {
  const folio = await make();
  const selection = { ids: ['open/a.jpg', 'open/b.jpg', 'shut/d.jpg', 'open/c.jpg'].map((src) => ids[src]) };
  const many = `${PATH}${folio.id}/images/many/`;
  // What may not be seen is left out.
  expect((await server.call('POST', many, { ...as(ada), json: { selection } })).data).toEqual({
    added: 3,
    images: 3,
  });
  expect((await server.call('POST', many, { ...as(ada), json: { selection } })).data.added).toBe(0);
  const place = (src: string, index: string) =>
    server.call('PUT', `${PATH}${folio.id}/images/${ids[src]}/position/`, { ...as(ada), form: { index } });
  const order = ({ data }: { data: any }) =>
    data.map(({ image, order_num }: any) => `${order_num} ${image.filename}`);
  expect(order(await place('open/c.jpg', ''))).toEqual(['0 c.jpg', '1 a.jpg', '2 b.jpg']);
  expect(order(await place('open/c.jpg', '99'))).toEqual(['0 a.jpg', '1 b.jpg', '2 c.jpg']);
  // Two at once end in an order that is whole.
  await Promise.all([place('open/a.jpg', '2'), place('open/b.jpg', '2')]);
  const { data } = await server.call('GET', `${PATH}${folio.id}/`, as(ada));
  expect(data.images.map(({ order_num }: any) => order_num)).toEqual([0, 1, 2]);
  expect(data.history.at(-1).action_info).toMatch(/moved to position 3$/);
});

it('is deleted with all that hangs on it', async () => {
  const folio = await make();
  await add(folio, { image_src: 'open/a.jpg' });
  expect((await server.call('DELETE', `${PATH}${folio.id}/`, as(ada))).data).toBeNull();
  expect((await server.call('DELETE', `${PATH}${folio.id}/`, as(ada))).status).toBe(404);
  expect((await server.call('GET', `/api/v1/details/?src=open/a.jpg`)).status).toBe(200);
  const audit = await server.call('GET', `/api/v1/admin/audit/?object_type=portfolio&object_id=${folio.id}`, {
    token: server.admin,
  });
  expect(audit.data.results.map(({ action }: any) => action)).toEqual([
    'portfolio.delete',
    'portfolio.images',
    'portfolio.create',
  ]);
});

it('collects images in a basket of one person', async () => {
  const put = (who: ApiPerson, selection: unknown) =>
    server.call('POST', '/api/v1/basket/', { ...as(who), json: { selection } });
  expect((await put(ben, { ids: [ids['open/b.jpg'], ids['open/a.jpg'], ids['shut/d.jpg']] })).data).toEqual({
    changed: 2,
    total: 2,
  });
  expect((await put(ben, { search: { path: '/open' } })).data).toEqual({ changed: 1, total: 3 });
  const { data } = await server.call('GET', '/api/v1/basket/', as(ben));
  expect(data.images.map(({ src }: any) => src)).toEqual(['open/b.jpg', 'open/a.jpg', 'open/c.jpg']);
  expect((await server.call('GET', '/api/v1/basket/', as(ada))).data).toEqual({ images: [], total: 0 });
  const taken = await server.call('DELETE', `/api/v1/basket/?ids=${ids['open/a.jpg']}`, as(ben));
  expect(taken.data).toEqual({ changed: 1, total: 2 });
  // A file that is gone is not collected any more.
  await server.call('DELETE', `/api/v1/admin/filesystem/images/${ids['open/c.jpg']}/`, {
    token: server.admin,
  });
  expect((await server.call('GET', '/api/v1/basket/?limit=0', as(ben))).data).toEqual({
    images: [],
    total: 1,
  });
  expect((await server.call('DELETE', '/api/v1/basket/', as(ben))).data.total).toBe(0);
  await rm(join(server.imagesDir, 'open/c.jpg'), { force: true });
});
