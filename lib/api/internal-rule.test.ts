import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSettings } from '#lib/settings/settings.ts';
import { requireInternal } from './door/internal.ts';
import { disc, save } from './testing/originals.ts';
import { type PictureServer, startPictureServer } from './testing/picture-server.ts';

let server: PictureServer;

beforeAll(async () => {
  server = await startPictureServer((imagesDir) => save(imagesDir, 'a.png', disc(20, 20, 'red')), {
    INTERNAL_BROWSING_SSL: 'true',
    PROXY_SERVERS: '1',
  });
});

afterAll(async () => {
  await server.stop();
});

const SECURE = { 'X-Forwarded-Proto': 'https' };

test.each([
  ['POST', '/api/v1/token/', 401, 400],
  ['GET', '/api/v1/tokenlogin/', 401, 400],
  ['POST', '/api/v1/upload/', 401, 401],
  ['GET', '/api/v1/admin/templates/', 401, 401],
  ['GET', '/api/v1/list/?path=/', 200, 200],
  ['GET', '/api/v1/details/?src=a.png', 200, 200],
  ['GET', '/image?src=a.png', 200, 200],
])('%s %s over HTTP is %i, behind an HTTPS proxy %i', async (method, path, plain, secure) => {
  expect((await fetch(server.address + path, { method })).status).toBe(plain);
  expect((await fetch(server.address + path, { method, headers: SECURE })).status).toBe(secure);
});

test('the words say that HTTPS is what is missing', async () => {
  const response = await fetch(`${server.address}/api/v1/admin/templates/`);
  expect(await response.json()).toMatchObject({ message: expect.stringContaining('HTTPS') });
});

test.each([
  [{ INTERNAL_BROWSING_PORT: '8443' }, { port: 8443, secure: false }, true],
  [{ INTERNAL_BROWSING_PORT: '8443' }, { port: 80, secure: true }, false],
  [{ INTERNAL_BROWSING_PORT: '8443' }, { port: undefined, secure: true }, false],
  [{ INTERNAL_BROWSING_SSL: 'true' }, { port: 80, secure: false }, false],
  [{ INTERNAL_BROWSING_SSL: 'true' }, { port: 80, secure: true }, true],
  [{}, { port: undefined, secure: false }, true],
])('%j with %j: %s', (env, request, allowed) => {
  const { web } = loadSettings(env as NodeJS.ProcessEnv);
  const ask = () => requireInternal(request, web);
  if (allowed) expect(ask).not.toThrow();
  else expect(ask).toThrow(/this service is/);
});
