import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN_PASSWORD, type ApiServer, startApiServer } from './testing/api-server.ts';

let server: ApiServer;

beforeAll(async () => {
  server = await startApiServer();
});

afterAll(async () => {
  await server.stop();
});

test('a token is given for Basic and for form fields, with and without /v1 and the slash', async () => {
  const authorization = `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}`;
  for (const path of ['/api/v1/token/', '/api/token', '/api/token/']) {
    const { status, data, message, headers } = await server.call('POST', path, {
      headers: { Authorization: authorization },
    });
    expect([status, message]).toEqual([200, 'OK']);
    expect(data.token).toMatch(/^\S{20,}$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('www-authenticate')).toBeNull();
  }
});

test.each([
  [{}, 400],
  [{ username: 'admin' }, 400],
  [{ password: 'x' }, 400],
  [{ username: 'admin', password: 'wrong' }, 403],
  [{ username: 'nobody', password: ADMIN_PASSWORD }, 403],
])('%j is answered with %i', async (form, expected) => {
  const { status, data } = await server.call('POST', '/api/v1/token/', {
    form: form,
  });
  expect([status, data]).toEqual([expected, null]);
});

test('a wrong name and a wrong password get the same words', async () => {
  const one = await server.call('POST', '/api/v1/token/', { form: { username: 'admin', password: 'wrong' } });
  const two = await server.call('POST', '/api/v1/token/', {
    form: { username: 'nobody', password: 'wrong' },
  });
  expect(one.message).toBe(two.message);
});

test.each([
  ['GET', '/api/v1/token/', 405],
  ['GET', '/api/v1/nothing/', 404],
  ['GET', '/api/v1/admin/templates', 308],
  ['GET', '/api/v1/admin/templates/', 401],
  ['OPTIONS', '/api/v1/admin/templates/', 200],
  ['OPTIONS', '/api/v1/admin/templates', 200],
])('%s %s without a token is %i', async (method, path, expected) => {
  const { status, text, headers } = await server.call(method, path);
  expect(status).toBe(expected);
  if (method === 'OPTIONS') expect([text, headers.get('allow')]).toEqual(['', 'GET, HEAD, POST, OPTIONS']);
  else expect(JSON.parse(text)).toMatchObject({ status: expected });
});

test('a token opens what its owner may do, as Basic user name and as Bearer; a broken one counts as absent', async () => {
  const path = '/api/v1/admin/templates/';
  expect(
    (await server.call('GET', path, { token: server.admin })).data.map((each: any) => each.name),
  ).toEqual(['Default', 'Precache', 'SmallJpeg']);
  const bearer = { Authorization: `Bearer ${server.admin}` };
  expect((await server.call('GET', path, { headers: bearer })).status).toBe(200);
  expect((await server.call('GET', path, { token: `${server.admin}x` })).status).toBe(401);
});

test('old upload forms get every JSON answer as text with 200', async () => {
  const { status, text, headers } = await server.call('POST', '/api/v1/token/', {
    form: { api_json_as_text: 'true' },
  });
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  expect(JSON.parse(text).status).toBe(400);
});
