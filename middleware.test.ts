import { unstable_doesMiddlewareMatch } from 'next/experimental/testing/server';
import { NextRequest } from 'next/server';
import { expect, test } from 'vitest';
import { provideServices, type Services } from '#lib/boot/services.ts';
import { loadSettings } from '#lib/settings/settings.ts';
import { config, middleware } from './middleware.ts';

function ask(
  env: Record<string, string>,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
) {
  const settings = loadSettings({ NODE_ENV: 'test', ...env });
  provideServices(Promise.resolve({ settings } as Services));
  const host = { host: 'images.example.org:8080' };
  return middleware(
    new NextRequest(`http://images.example.org:8080${path}`, { method, headers: { ...host, ...headers } }),
  );
}

test('where HTTPS is wanted, all but public pages lead there', async () => {
  const env = { INTERNAL_BROWSING_SSL: 'true' };
  const moved = await ask(env, '/login/?next=/a');
  expect([moved.status, moved.headers.get('location')]).toEqual([
    302,
    'https://images.example.org/login/?next=/a',
  ]);
  expect((await ask(env, '/')).headers.get('location')).toBeNull();
  const secure = await ask(env, '/login/', { 'x-forwarded-proto': 'https' });
  expect(secure.headers.get('location')).toBeNull();
  expect(secure.headers.get('strict-transport-security')).toBe('max-age=31536000');
});

test('HTTPS alone does not bind browsers to it', async () => {
  const answer = await ask({}, '/', { 'x-forwarded-proto': 'https' });
  expect(answer.headers.get('strict-transport-security')).toBeNull();
});

test.each([
  ['/login/', '8080', 401],
  ['/account/password/', '8080', 401],
  ['/login/', '9000', 200],
  ['/', '8080', 200],
  ['/demo/', '8080', 200],
])('where people sign in on port 9000 only, %s on port %s is answered %i', async (path, port, status) => {
  const answer = await ask({ INTERNAL_BROWSING_PORT: '9000' }, path, { 'x-forwarded-port': port });
  expect(answer.status).toBe(status);
});

test('forms may lead to sites that the settings allow, from the pages of signing in only', async () => {
  const env = { LOGIN_REDIRECT_HOSTS: 'apps.example.com', PUBLIC_HOST_NAME: 'www.example.org' };
  const formAction = async (path: string) =>
    /form-action ([^;]*)/.exec((await ask(env, path)).headers.get('content-security-policy') ?? '')?.[1];
  expect(await formAction('/login/')).toBe(
    "'self' https://apps.example.com http://apps.example.com https://www.example.org http://www.example.org",
  );
  expect(await formAction('/')).toBe("'self'");
  expect(await formAction('/login-notes')).toBe("'self'");
});

test('forms are led to their routes, and nothing else is', async () => {
  const led = async (path: string, method: string) =>
    (await ask({}, path, {}, method)).headers.get('x-middleware-rewrite');
  expect(await led('/login/', 'POST')).toBe('http://images.example.org:8080/login/form');
  expect(await led('/login', 'POST')).toBe('http://images.example.org:8080/login/form');
  expect(await led('/account/password/', 'POST')).toBe(
    'http://images.example.org:8080/account/password/form',
  );
  for (const path of ['/login/', '/account/password/']) expect(await led(path, 'GET')).toBeNull();
  expect(await led('/', 'POST')).toBeNull();
});

test('inline styles of elements are let in, and nothing else that is unsafe', async () => {
  const policy = (await ask({}, '/list/')).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("; style-src-attr 'unsafe-inline';");
  expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toMatch(/unsafe|\*/);
  expect(policy).toMatch(/style-src 'self' 'nonce-[\w+/=]{24}';/);
});

test.each([
  ['/list/', true],
  ['/details/?src=samples/coast.jpg', true],
  ['/images-of-mine/', true],
  ['/api/help/', true],
  ['/image', false],
  ['/original', false],
  ['/oembed?url=x', false],
  ['/oembedded/', true],
  ['/api/v1/list/', false],
  ['/_next/static/chunk.js', false],
  ['/robots.txt', false],
])('%s comes past the middleware: %s', (url, expected) => {
  expect(unstable_doesMiddlewareMatch({ config, url, nextConfig: {} })).toBe(expected);
});
