import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from './testing/api-server.ts';

const LIFE = 31 * 86_400;

let server: ApiServer;
let zoe: { id: number; token: string };
beforeAll(async () => {
  server = await startApiServer({ LOGIN_REDIRECT_HOSTS: 'apps.example.com', PROXY_SERVERS: '1' });
  const password = 'zoe has a password';
  const { id } = await server.parts.db.user.create({
    data: {
      username: 'zoe',
      firstName: '',
      lastName: '',
      email: '',
      password: await server.parts.identity.hashPassword(password),
      allowApi: true,
      memberships: { create: { groupId: 2 } },
    },
  });
  zoe = { id, token: await server.tokenFor('zoe', password) };
});
afterAll(() => server?.stop());

const setCookie = (headers: Headers): string => headers.get('set-cookie') ?? '';

/** A browser session of a person: what its requests and its writes carry. */
async function session(userId: number, userAgent = 'Browser') {
  const { identity } = server.parts;
  const { id, cookie } = await identity.startSession(userId, 'password', { address: '10.3.3.3', userAgent });
  const read = { Cookie: `session=${cookie}` };
  return { id, read, write: { ...read, 'X-CSRF-Token': identity.csrfToken(id) } };
}

const tokenLogin = (query: Record<string, string>, headers: Record<string, string> = {}) =>
  server.call('GET', `/api/v1/tokenlogin/?${new URLSearchParams(query)}`, { headers });

test('a token becomes a session', async () => {
  const answer = await tokenLogin({ token: zoe.token });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  const [pair, ...attributes] = setCookie(answer.headers).split('; ');
  expect(attributes).toEqual(['Path=/', `Max-Age=${LIFE}`, 'HttpOnly', 'SameSite=Lax']);
  const own = await server.call('GET', '/api/v1/account/sessions/', { headers: { Cookie: pair ?? '' } });
  expect(own.data).toMatchObject([{ method: 'token', current: true }]);
});

test('behind HTTPS the cookie is kept to it', async () => {
  const answer = await tokenLogin({ token: zoe.token }, { 'X-Forwarded-Proto': 'https' });
  expect(setCookie(answer.headers)).toMatch(/; Secure$/);
});

test.each([
  ['/list/?path=/a b', '/list/?path=/a%20b'],
  ['https://apps.example.com/back', 'https://apps.example.com/back'],
  ['https://evil.example/', '/list/'],
  ['//evil.example/', '/list/'],
])('with next %s the browser is sent to %s', async (next, target) => {
  const { status, headers } = await tokenLogin({ token: zoe.token, next });
  expect([status, headers.get('location')]).toEqual([302, target]);
  expect(setCookie(headers)).toMatch(/^session=[\w-]+\.[\w-]+;/);
});

test('a failure is a page without redirect and ends the session', async () => {
  const { data } = await server.call('POST', '/api/v1/account/tokens/', {
    token: zoe.token,
    json: { name: 'lesser', scopes: ['read', 'write', 'admin'] },
  });
  for (const [token, status] of [
    ['', 400],
    ['x', 403],
    [`${zoe.token}x`, 403],
    [data.token, 403],
  ]) {
    const { id, read } = await session(zoe.id);
    const answer = await tokenLogin({ token, next: '/list/' }, read);
    expect([answer.status, answer.headers.get('location')], token).toEqual([status, null]);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(setCookie(answer.headers)).toMatch(/^session=; Path=\/; Max-Age=0;/);
    expect((await server.parts.identity.listSessions(zoe.id)).map((each) => each.id)).not.toContain(id);
  }
  const { id, read } = await session(zoe.id);
  const foreign = await tokenLogin({ token: 'x' }, { ...read, 'Sec-Fetch-Site': 'cross-site' });
  expect([foreign.status, foreign.headers.get('set-cookie')]).toEqual([403, null]);
  expect((await server.parts.identity.listSessions(zoe.id)).map((each) => each.id)).toContain(id);
});

test('nothing is posted to tokenlogin', async () => {
  expect((await server.call('POST', '/api/v1/tokenlogin/', { form: { token: zoe.token } })).status).toBe(405);
});

test('people see and end their own sessions, and no others', async () => {
  await server.parts.identity.endSessionsOf(zoe.id);
  const [here, there, third] = [await session(zoe.id, 'Here'), await session(zoe.id), await session(zoe.id)];
  const foreign = await session(1);
  const list = async () =>
    (await server.call('GET', '/api/v1/account/sessions/', { headers: here.read })).data;
  expect(await list()).toHaveLength(3);
  expect((await list()).filter((each: any) => each.current)).toMatchObject([
    { id: here.id, user_agent: 'Here', address: '10.3.3.3', method: 'password' },
  ]);
  const end = (path: string, headers: Record<string, string>) =>
    server.call('DELETE', `/api/v1/account/sessions/${path}`, { headers });
  expect((await end(`${there.id}/`, here.read)).status).toBe(400);
  for (const id of [foreign.id, 'x', '00000000-0000-4000-8000-000000000000']) {
    expect((await end(`${id}/`, here.write)).status).toBe(404);
  }
  expect((await end(`${there.id}/`, here.write)).status).toBe(200);
  expect((await server.call('GET', '/api/v1/account/sessions/', { headers: there.read })).status).toBe(401);
  expect((await end('', here.write)).status).toBe(200);
  expect((await list()).map((each: any) => each.id)).toEqual([here.id]);
  expect((await server.call('GET', '/api/v1/account/sessions/', { headers: third.read })).status).toBe(401);
  expect((await server.call('GET', '/api/v1/account/sessions/', { headers: foreign.read })).status).toBe(200);
  const ends = await server.parts.db.auditEntry.findMany({
    where: { action: 'session.end', userId: zoe.id },
  });
  expect(ends).toHaveLength(2);
});

test('a personal token is shown once, works within its scopes and is gone when revoked', async () => {
  const { write } = await session(zoe.id);
  const made = await server.call('POST', '/api/v1/account/tokens/', {
    headers: write,
    form: { name: ' nightly ', scopes: 'read,write', expires: '2099-01-31T12:00:00' },
  });
  expect(made.data).toMatchObject({
    name: 'nightly',
    scopes: ['read', 'write'],
    expires: '2099-01-31T12:00:00Z',
    last_used: null,
  });
  const { token, id } = made.data;
  const listed = await server.call('GET', '/api/v1/account/tokens/', { token });
  expect(listed.data[0]).toMatchObject({
    id,
    name: 'nightly',
    hint: token.slice(0, listed.data[0].hint.length),
  });
  expect(listed.text).not.toContain(token);

  const more = { token, json: { name: 'more', scopes: ['admin'] } };
  expect((await server.call('POST', '/api/v1/account/tokens/', more)).status).toBe(403);
  const password = { token, json: { current_password: 'zoe has a password', new_password: 'another one' } };
  expect((await server.call('POST', '/api/v1/account/password/', password)).status).toBe(403);

  const revoke = (as: object) => server.call('DELETE', `/api/v1/account/tokens/${id}/`, as);
  expect((await revoke({ token: server.admin })).status).toBe(404);
  expect((await revoke({ headers: write })).status).toBe(200);
  expect((await revoke({ headers: write })).status).toBe(404);
  expect((await server.call('GET', '/api/v1/account/tokens/', { token })).status).toBe(401);
});

test.each([
  [{ scopes: ['read'] }],
  [{ name: ' ', scopes: ['read'] }],
  [{ name: 'x' }],
  [{ name: 'x', scopes: [] }],
  [{ name: 'x', scopes: ['everything'] }],
  [{ name: 'x', scopes: ['read'], expires: '2001-01-01T00:00:00' }],
  [{ name: 'x', scopes: ['read'], expires: 'soon' }],
])('no token is made of %j', async (json) => {
  expect((await server.call('POST', '/api/v1/account/tokens/', { token: zoe.token, json })).status).toBe(400);
});

test('who administers people sees and ends what they have', async () => {
  const { read } = await session(zoe.id);
  const made = await server.call('POST', '/api/v1/account/tokens/', {
    token: zoe.token,
    json: { name: 'to be revoked', scopes: ['read'] },
  });
  const of = (path: string, id = zoe.id) => `/api/v1/admin/users/${id}/${path}`;
  for (const path of ['sessions/', 'tokens/']) {
    expect((await server.call('GET', of(path), { token: zoe.token })).status).toBe(403);
    expect((await server.call('GET', of(path, 999_999), { token: server.admin })).status).toBe(404);
    const { data } = await server.call('GET', of(path), { token: server.admin });
    expect(data.length).toBeGreaterThan(0);
    expect(data.filter((each: any) => each.current)).toEqual([]);
  }
  expect((await server.call('DELETE', of('sessions/', 999_999), { token: server.admin })).status).toBe(404);
  expect((await server.call('DELETE', of('sessions/'), { token: server.admin })).status).toBe(200);
  expect((await server.call('GET', '/api/v1/account/sessions/', { headers: read })).status).toBe(401);
  const revoke = () => server.call('DELETE', of(`tokens/${made.data.id}/`), { token: server.admin });
  expect((await revoke()).status).toBe(200);
  expect((await revoke()).status).toBe(404);
});

test('a new password ends the tokens and the other sessions', async () => {
  const [here, there] = [await session(zoe.id), await session(zoe.id)];
  const change = (current_password: string, new_password: string) =>
    server.call('POST', '/api/v1/account/password/', {
      headers: here.write,
      json: { current_password, new_password },
    });
  expect((await change('guessed', 'another password')).status).toBe(403);
  expect((await change('zoe has a password', 'short')).status).toBe(400);
  expect((await change('zoe has a password', 'another password')).status).toBe(200);
  const sessions = (headers: Record<string, string>) =>
    server.call('GET', '/api/v1/account/sessions/', { headers });
  expect((await sessions(here.read)).status).toBe(200);
  expect((await sessions(there.read)).status).toBe(401);
  expect((await server.call('GET', '/api/v1/account/tokens/', { token: zoe.token })).status).toBe(401);
});
