import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from './testing/api-server.ts';
import { disc, save } from './testing/originals.ts';

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer({}, (imagesDir) => save(imagesDir, 'a.png', disc(200, 100, 'red')));
});

afterAll(async () => {
  await server.stop();
});

const PATH = '/api/v1/admin/templates/';

function admin(method: string, path: string, form?: Record<string, string>) {
  return server.call(method, path, { token: server.admin, ...(form ? { form } : {}) });
}

function create(name: string, template: object) {
  return admin('POST', PATH, { name, description: '', template: JSON.stringify(template) });
}

async function widthBy(template: string): Promise<number> {
  const { body } = await server.get(`/image?src=a.png&tmp=${template}`);
  return (await sharp(body).metadata()).width;
}

test('a template is made, used, changed, and used as changed at once', async () => {
  const made = await create(' Web ', { width: { value: 60 }, format: { value: 'JPG' } });
  expect([made.status, made.data.name, made.data.template]).toEqual([
    200,
    'Web',
    { width: { value: 60 }, format: { value: 'jpg' } },
  ]);
  expect(await widthBy('web')).toBe(60);
  const changed = await server.call('PUT', `${PATH}${made.data.id}/`, {
    token: server.admin,
    json: { template: { width: { value: 80 } } },
  });
  expect([changed.status, changed.data.name]).toEqual([200, 'Web']);
  expect(await widthBy('web')).toBe(80);
  expect((await admin('DELETE', `${PATH}${made.data.id}/`)).status).toBe(200);
  expect((await server.get('/image?src=a.png&tmp=web')).status).toBe(400);
  expect((await admin('DELETE', `${PATH}${made.data.id}/`)).status).toBe(404);
});

test.each([
  ['a taken name, in other case', { name: 'smalljpeg', description: '', template: '{}' }, 409],
  ['no name', { description: '', template: '{}' }, 400],
  ['no template', { name: 'x', description: '' }, 400],
  ['a blank name', { name: '  ', description: '', template: '{}' }, 400],
  ['no JSON', { name: 'x', description: '', template: '{' }, 400],
  ['a list', { name: 'x', description: '', template: '[]' }, 400],
  ['an entry without value', { name: 'x', description: '', template: '{"width":{}}' }, 400],
  ['text for a number', { name: 'x', description: '', template: '{"width":{"value":"80"}}' }, 400],
  ['too wide', { name: 'x', description: '', template: '{"width":{"value":15001}}' }, 400],
  ['an unknown format', { name: 'x', description: '', template: '{"format":{"value":"exe"}}' }, 400],
])('a template with %s is refused', async (_what, form, expected) => {
  const { status, data } = await admin('POST', PATH, form);
  expect([status, data]).toEqual([expected, null]);
});

test('a form must carry everything; unknown fields of a template stay', async () => {
  const made = await create('Odd', { later: { value: 1 }, width: { value: null } });
  expect(made.data.template).toEqual({ later: { value: 1 }, width: { value: null } });
  const { status, message } = await admin('PUT', `${PATH}${made.data.id}/`, { name: 'Odd' });
  expect([status, message]).toEqual([400, expect.stringContaining('description is missing')]);
});

test('empty text is stored as nothing, a word as it was chosen', async () => {
  const { data } = await create('Words', { fill: { value: '' }, colorspace: { value: 'sRGB' } });
  expect(data.template).toEqual({ fill: { value: null }, colorspace: { value: 'srgb' } });
  expect((await server.get('/image?src=a.png&tmp=words&width=20')).status).toBe(200);
});

test('an edit that began from an older version is refused and told who was quicker', async () => {
  const { data } = await create('Shared', {});
  const path = `${PATH}${data.id}/`;
  const { headers } = await admin('GET', path);
  const tag = headers.get('etag') ?? '';
  const send = (description: string, ifMatch: string) =>
    server.call('PUT', path, {
      token: server.admin,
      json: { description },
      headers: { 'If-Match': ifMatch },
    });
  expect((await send('first', tag)).status).toBe(200);
  const late = await send('second', tag);
  expect([late.status, late.message]).toEqual([409, expect.stringMatching(/by admin at \d{4}-\d\d-\d\dT/)]);
  expect((await admin('GET', path)).data.description).toBe('first');
  expect((await send('third', '"user-1-1"')).status).toBe(409);
  const unchanged = await server.call('GET', path, {
    token: server.admin,
    headers: { 'If-None-Match': (await admin('GET', path)).headers.get('etag') ?? '' },
  });
  expect([unchanged.status, unchanged.text]).toEqual([304, '']);
});

describe('the default template', () => {
  const PROPERTY = '/api/v1/admin/properties/pubimage_default_template/';

  test('cannot be deleted, and stays the default one when it is renamed', async () => {
    const { data } = await admin('GET', PATH);
    const { id } = data.find((each: any) => each.name === 'Default');
    expect((await admin('DELETE', `${PATH}${id}/`)).status).toBe(400);
    await server.call('PUT', `${PATH}${id}/`, { token: server.admin, json: { name: 'Standard' } });
    expect((await admin('GET', PROPERTY)).data).toEqual({
      key: 'pubimage_default_template',
      value: 'standard',
    });
    expect((await server.get('/image?src=a.png&width=20')).status).toBe(200);
  });

  test('is one that exists', async () => {
    expect((await admin('PUT', PROPERTY, { value: 'nothing' })).status).toBe(400);
    expect((await admin('PUT', PROPERTY, { value: 'SmallJpeg' })).status).toBe(200);
    const { headers } = await server.get('/image?src=a.png');
    expect(headers.get('content-type')).toBe('image/jpeg');
  });

  test('other properties are as they are', async () => {
    expect((await admin('GET', '/api/v1/admin/properties/nothing/')).status).toBe(404);
    expect((await admin('PUT', '/api/v1/admin/properties/nothing/', { value: 'x' })).status).toBe(404);
    expect((await admin('GET', '/api/v1/admin/properties/cluster_id/')).data.value).toMatch(
      /^[0-9a-f-]{36}$/,
    );
  });
});
