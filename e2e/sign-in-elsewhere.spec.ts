import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { BASE, startSlapd, type TestDirectory } from '#lib/identity/testing/slapd.ts';
import { type OpenidProvider, startOpenidProvider } from './testing/openid-provider.ts';
import { freePort, openBench } from './testing/server-program.ts';

/** A server of its own, behind a proxy, with a directory and an OpenID provider; its first password is generated. */
test.describe.configure({ mode: 'serial' });
test.setTimeout(90_000);

const PEOPLE = `
dn: cn=Olga Organ,ou=people,${BASE}
objectClass: inetOrgPerson
uid: olga
cn: Olga Organ
sn: Organ
userPassword: olga secret

dn: cn=Hugo Organ,ou=people,${BASE}
objectClass: inetOrgPerson
uid: hugo
cn: Hugo Organ
sn: Organ
userPassword: hugo secret
`;
const CHOSEN = 'a password of my own';

const bench = openBench();
let directory: TestDirectory;
let provider: OpenidProvider;
let address: string;
let generated: string;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  [directory, provider] = await Promise.all([startSlapd(PEOPLE), startOpenidProvider()]);
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  const program = bench.serve({
    DATA_DIR: await bench.makeDataDir(),
    PORT: String(port),
    PROXY_SERVERS: '1',
    LDAP_INTEGRATION: 'true',
    LDAP_SERVER_TYPE: 'OpenLDAPOrganizational',
    LDAP_SERVER: directory.server,
    LDAP_QUERY_BASE: BASE,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_NAME: 'Example Id',
    LOGIN_REDIRECT_HOSTS: new URL(provider.issuer).host,
  });
  await program.ready;
  generated = /Password:\s+(\S{12,})/.exec(program.printed())?.[1] ?? '';
});

test.afterAll(async () => {
  await bench.clear();
  await provider?.stop();
  await directory?.stop();
});

/** A browser at an address of its own. */
async function openAt(browser: Browser, from: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    baseURL: address,
    extraHTTPHeaders: { 'X-Forwarded-For': from },
  });
  return { context, page: await context.newPage() };
}

async function signIn(page: Page, username: string, password: string, path = '/login/'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

const whoIs = async (page: Page): Promise<string | undefined> =>
  (await (await page.request.get('/api/auth/session')).json()).user?.name;

test('who signs in with a generated password chooses another before anything else', async ({ browser }) => {
  const { context, page } = await openAt(browser, '10.0.0.1');
  const { context: elsewhere, page: other } = await openAt(browser, '10.0.0.2');
  await signIn(other, 'admin', generated);
  await signIn(page, 'admin', generated, '/login/?next=/readyz');
  await expect(page.getByRole('heading', { name: 'Choose your own password' })).toBeVisible();
  if (process.env.E2E_PICTURES) await page.screenshot({ path: `${process.env.E2E_PICTURES}/forced.png` });
  await expect(page).toHaveURL('/account/password/?next=%2Freadyz');
  await page.goto('/');
  await expect(page).toHaveURL('/account/password/?next=%2F');
  expect((await context.request.get('/api/v1/admin/users/')).status()).toBe(403);

  const change = async (current: string, next: string, again: string) => {
    await page.getByLabel('Current password').fill(current);
    await page.getByLabel('New password', { exact: true }).fill(next);
    await page.getByLabel('New password again').fill(again);
    await page.getByRole('button', { name: 'Change password' }).click();
  };
  await page.goto('/account/password/?next=/readyz');
  await change('wrong', CHOSEN, CHOSEN);
  await expect(page.getByText('The current password is wrong.')).toBeVisible();
  await change(generated, CHOSEN, `${CHOSEN}!`);
  await expect(page.getByText('not repeated the same way')).toBeVisible();
  await change(generated, generated, generated);
  await expect(page.getByText('Choose another.')).toBeVisible();
  await change(generated, CHOSEN, CHOSEN);
  await expect(page).toHaveURL('/readyz');
  await page.goto('/');
  await expect(page.getByText('Signed in as')).toBeAttached();
  expect(await whoIs(other)).toBeUndefined();

  await signIn(other, 'admin', generated);
  await expect(other.getByText('is wrong')).toBeVisible();
  await signIn(other, 'admin', CHOSEN);
  await expect.poll(() => whoIs(other)).toBe('admin');
  await Promise.all([context.close(), elsewhere.close()]);
});

test('after too many failures even the right password has to wait, at another address it need not', async ({
  browser,
}) => {
  const { context, page } = await openAt(browser, '10.0.0.3');
  for (let attempt = 0; attempt < 10; attempt++) {
    const form = { username: 'hugo', password: 'guessed' };
    const answer = await context.request.post('/login/', { form, maxRedirects: 0 });
    expect(answer.headers().location).toBe('/login/?error=wrong');
  }
  await signIn(page, 'hugo', 'hugo secret');
  await expect(
    page.getByText(/too many failed attempts\. Try again in (\d+ seconds|2 minutes)\./),
  ).toBeVisible();
  expect(await whoIs(page)).toBeUndefined();
  await context.close();
  const { context: elsewhere, page: other } = await openAt(browser, '10.0.0.4');
  await signIn(other, 'admin', CHOSEN);
  await expect.poll(() => whoIs(other)).toBe('admin');
  await elsewhere.close();
});

test('somebody of the directory signs in', async ({ browser }) => {
  const { context, page } = await openAt(browser, '10.0.0.5');
  await signIn(page, 'OLGA', 'olga secret', '/login/?next=/account/password/');
  await expect(page.getByText('Your password is kept elsewhere')).toBeVisible();
  expect((await whoIs(page))?.toLowerCase()).toBe('olga');
  await context.close();
});

test('an OpenID provider tells who somebody is', async ({ browser }) => {
  const { context, page } = await openAt(browser, '10.0.0.6');
  const through = async (next: string) => {
    await page.goto(`/login/?next=${next}`);
    await page.getByRole('link', { name: 'Sign in with Example Id' }).click();
  };
  provider.person = { sub: 'p-1', preferred_username: 'petra', given_name: 'Petra', family_name: 'Photo' };
  await through('/readyz');
  await expect(page).toHaveURL('/readyz');
  expect(await whoIs(page)).toBe('petra');
  const { data } = await (await context.request.get('/api/v1/account/sessions/')).json();
  expect(data).toMatchObject([{ method: 'oidc', address: '10.0.0.6' }]);

  await test.step('a name that is taken gets a number', async () => {
    await context.clearCookies();
    provider.person = { sub: 'p-2', preferred_username: 'Petra' };
    await through('/readyz');
    await expect(page).toHaveURL('/readyz');
    expect(await whoIs(page)).toBe('Petra-2');
  });

  await test.step('the same person has the same account, whatever the name is now', async () => {
    await context.clearCookies();
    provider.person = { sub: 'p-1', preferred_username: 'petra.married' };
    await through('/readyz');
    await expect(page).toHaveURL('/readyz');
    expect(await whoIs(page)).toBe('petra');
  });

  await test.step('an account is found by its e-mail address when the provider vouches for it', async () => {
    const { context: admin, page: office } = await openAt(browser, '10.0.0.4');
    await signIn(office, 'admin', CHOSEN);
    const csrf = (await office.locator('meta[name="csrf-token"]').getAttribute('content')) ?? '';
    const changed = await admin.request.put('/api/v1/admin/users/1/', {
      data: { email: 'Office@example.org' },
      headers: { 'X-CSRF-Token': csrf },
    });
    expect(changed.status()).toBe(200);
    await admin.close();
    for (const [sub, email_verified, name] of [
      ['p-3', false, 'office@example.org'],
      ['p-4', true, 'admin'],
    ] as const) {
      await context.clearCookies();
      provider.person = { sub, email: 'office@example.org', email_verified };
      await through('/readyz');
      await expect(page).toHaveURL('/readyz');
      expect(await whoIs(page)).toBe(name);
    }
  });

  expect(provider.complaints).toEqual([]);
  await context.close();
});

test('answers of the provider that are not for this sign-in are refused', async ({ browser }) => {
  const { context, page } = await openAt(browser, '10.0.0.7');
  provider.person = { sub: 'p-1' };
  for (const spoilt of ['nonce', 'signature', 'audience'] as const) {
    provider.spoilt = spoilt;
    await page.goto('/login/?next=/readyz');
    await page.getByRole('link', { name: 'Sign in with Example Id' }).click();
    await expect(page.getByText('Signing in with Example Id did not work.')).toBeVisible();
    await expect(page).toHaveURL('/login/?error=provider&next=%2Freadyz');
    expect(await whoIs(page), spoilt).toBeUndefined();
  }
  provider.spoilt = 'nothing';
  for (const query of ['code=abc&state=def', 'error=access_denied', '']) {
    const answer = await context.request.get(`/api/auth/callback/oidc?${query}`, { maxRedirects: 0 });
    expect(answer.headers().location).toMatch(/^\/login\/\?error=provider/);
  }
  await context.close();
});

test('leads on to another site that the settings allow, and keeps the cookie to HTTPS behind a proxy', async ({
  browser,
}) => {
  const { context, page } = await openAt(browser, '10.0.0.8');
  const target = `${provider.issuer}/.well-known/openid-configuration`;
  await signIn(page, 'admin', CHOSEN, `/login/?next=${encodeURIComponent(target)}`);
  await expect(page).toHaveURL(target);
  const secure = await context.request.post('/login/', {
    form: { username: 'admin', password: CHOSEN },
    headers: { 'X-Forwarded-Proto': 'https' },
    maxRedirects: 0,
  });
  expect(secure.headers()['set-cookie']).toMatch(/session=[^;]+;[^\n]*Secure/);
  await context.close();
});
