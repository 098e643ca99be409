import { complaints, expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { ADMIN, endFirstRun, signIn as enter, makePerson } from './testing/people.ts';
import { type BrowserContext, expect, type Page, test } from './testing/test.ts';

const { username: USERNAME, password: PASSWORD } = ADMIN;

/** A new server draws the pictures of its first page after it has begun to answer. */
const withoutMissing = (heard: readonly string[]) => heard.filter((text) => !text.includes('status of 404'));

async function fillIn(page: Page, username: string, password: string): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signIn(page: Page, path = '/login/'): Promise<void> {
  await page.goto(path);
  await fillIn(page, USERNAME, PASSWORD);
}

test.beforeAll(({ request }) => endFirstRun(request));

const sessionCookie = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => name === 'session');

test('signs in with the keyboard alone, and out again', async ({ page, context }) => {
  const heard = complaints(page);
  await page.goto('/');
  await expect(page.locator('meta[name="csrf-token"]')).toHaveCount(0);
  await page.getByRole('link', { name: 'Sign in' }).press('Enter');
  await expect(page).toHaveTitle('Sign in · Emulsion');
  await expect(page.getByLabel('Username')).toBeFocused();
  await page.keyboard.type(USERNAME);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  const [answer] = await Promise.all([page.waitForResponse(/\/login\/$/), page.keyboard.press('Enter')]);
  await expect(page).toHaveURL('/list/');
  expect(answer.status()).toBe(302);

  const cookie = await sessionCookie(context);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', secure: false });
  expect(((cookie?.expires ?? 0) - Date.now() / 1000) / 86_400).toBeCloseTo(31, 1);
  await expect(page.locator('meta[name="csrf-token"]')).toHaveAttribute('content', /^[\w-]{64}$/);

  await page.getByRole('button', { name: /^Account of / }).press('Enter');
  await page.getByRole('menuitem', { name: 'Sign out' }).press('Enter');
  await expect(page).toHaveURL('/login/');
  expect(await sessionCookie(context)).toBeUndefined();
  // Whoever has kept the cookie has nothing.
  const headers = { Cookie: `session=${cookie?.value}` };
  expect((await context.request.get('/api/v1/account/sessions/', { headers })).status()).toBe(401);
  expect(withoutMissing(heard)).toEqual([]);
});

test('says what is wrong, keeps the name and tells nothing of accounts', async ({ page, context }) => {
  await page.goto('/login/?next=/readyz');
  const texts: string[] = [];
  for (const username of [USERNAME, 'nobody-of-that-name']) {
    await fillIn(page, username, 'not the password');
    await expect(page).toHaveTitle('Error: Sign in · Emulsion');
    texts.push(await page.getByRole('alert').filter({ hasText: 'password' }).innerText());
    await expect(page.getByLabel('Username')).toHaveValue(username);
    await expect(page.getByLabel('Password')).toHaveValue('');
    await expect(page.getByLabel('Password')).toBeFocused();
    await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/is wrong/);
    expect(page.url()).not.toContain(username);
  }
  expect(texts[0]).toContain('The username or the password is wrong.');
  expect(texts[1]).toBe(texts[0]);
  expect(await sessionCookie(context)).toBeUndefined();
  await fillIn(page, USERNAME, PASSWORD);
  await expect(page).toHaveURL('/readyz');
});

test('leads on to pages of this server and nowhere else', async ({ page }) => {
  await signIn(page, `/login/?next=${encodeURIComponent('/no/such/page?x=ä b')}`);
  await expect(page).toHaveURL('/no/such/page?x=%C3%A4%20b');
  // Who is signed in already goes there at once.
  for (const evil of ['//evil.example/', 'https://evil.example/', '/\\evil.example', '/.//evil.example']) {
    await page.goto(`/login/?next=${encodeURIComponent(evil)}`);
    await expect(page).toHaveURL('/list/');
  }
  await page.goto('/login/?next=/readyz');
  await expect(page).toHaveURL('/readyz');
});

test('a page for signed-in people leads to the sign-in page and back', async ({ page }) => {
  const heard = complaints(page);
  await page.goto('/api/help/?from=here');
  await expect(page).toHaveURL(`/login/?next=${encodeURIComponent('/api/help/?from=here')}`);
  await fillIn(page, USERNAME, PASSWORD);
  await expect(page).toHaveURL('/api/help/?from=here');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(withoutMissing(heard)).toEqual([]);
});

test('works without scripts', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) });
  const page = await context.newPage();
  await page.goto('/login/');
  await fillIn(page, USERNAME, 'not the password');
  await expect(page.getByText('The username or the password is wrong.')).toBeVisible();
  await fillIn(page, USERNAME, PASSWORD);
  await expect(page).toHaveURL('/list/');
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Library' })).toBeVisible();
  await expect(page.getByText(`Signed in as ${USERNAME}`)).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/login/');
  await context.close();
});

test('a session that is ended elsewhere ends in this browser', async ({
  page,
  browser,
  baseURL,
  request,
}) => {
  // Somebody of their own: the sessions of the administrator are those of the other tests.
  await enter({ request });
  const person = await makePerson(request);
  await page.goto('/login/');
  await fillIn(page, person.username, person.password);
  await expect(page).toHaveURL('/list/');
  const elsewhere = await browser.newContext({ userAgent: 'Elsewhere/1.0', ...(baseURL ? { baseURL } : {}) });
  const other = await elsewhere.newPage();
  await other.goto('/login/');
  await fillIn(other, person.username, person.password);
  await expect(other).toHaveURL('/list/');

  const { data } = await (await elsewhere.request.get('/api/v1/account/sessions/')).json();
  const current = data.filter((session: { current: boolean }) => session.current);
  expect(current).toMatchObject([{ method: 'password', user_agent: 'Elsewhere/1.0' }]);
  const end = (headers: Record<string, string>) =>
    elsewhere.request.delete('/api/v1/account/sessions/', { headers });
  expect((await end({})).status()).toBe(400);
  const token = (await other.locator('meta[name="csrf-token"]').getAttribute('content')) ?? '';
  expect((await end({ 'X-CSRF-Token': token })).status()).toBe(200);

  await page.goto('/account/password/?x=1');
  await expect(page).toHaveURL(`/login/?next=${encodeURIComponent('/account/password/?x=1')}`);
  await other.reload();
  await expect(other).toHaveURL('/list/');
  await elsewhere.close();
});

test('a form can be posted by programs, but not by other sites', async ({ request }) => {
  const form = { username: USERNAME, password: PASSWORD, next: '/details/?src=a.jpg' };
  const post = (headers: Record<string, string>) =>
    request.post('/login/', { form, headers, maxRedirects: 0 });
  const answer = await post({});
  expect(answer.status()).toBe(302);
  expect(answer.headers()).toMatchObject({ location: form.next, 'cache-control': 'private, no-store' });
  expect(answer.headers()['set-cookie']).toMatch(/session=[\w-]+\.[\w-]+;/);

  for (const [name, value] of [
    ['Origin', 'https://evil.example'],
    ['Sec-Fetch-Site', 'cross-site'],
  ] as const) {
    const refused = await post({ [name]: value });
    expect(refused.headers().location).toMatch(/^\/login\/\?error=again/);
    expect(refused.headers()['set-cookie'] ?? '').not.toContain('session=');
  }
  // The cookie of the first answer is kept: another site cannot end that session.
  const away = await request.get('/logout/', {
    headers: { 'Sec-Fetch-Site': 'cross-site' },
    maxRedirects: 0,
  });
  expect(away.headers().location).toBe('/');
  expect((await request.get('/api/v1/account/sessions/')).status()).toBe(200);
  const out = await request.get('/logout/', { maxRedirects: 0 });
  expect([out.status(), out.headers().location]).toEqual([302, '/login/']);
  expect((await request.get('/api/v1/account/sessions/')).status()).toBe(401);
});

test('next-auth itself takes its own token only', async ({ request }) => {
  const post = (form: Record<string, string>) =>
    request.post('/api/auth/callback/credentials', { form, maxRedirects: 0 });
  const refused = await post({ username: USERNAME, password: PASSWORD });
  expect(refused.headers().location).toBe('/login/?error=again');
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  const wrong = await post({ username: USERNAME, password: 'wrong', csrfToken, json: 'true' });
  expect([wrong.status(), await wrong.json()]).toEqual([401, { url: '/login/?error=wrong' }]);
  const right = await post({ username: USERNAME, password: PASSWORD, csrfToken, callbackUrl: '/readyz' });
  expect(right.headers().location).toBe('/readyz');
  expect(await (await request.get('/api/auth/session')).json()).toMatchObject({ user: { name: USERNAME } });
  for (const path of ['_log', 'verify-request', 'error', 'signin/oidc', 'signin/credentials']) {
    expect((await request.post(`/api/auth/${path}`, { form: { csrfToken } })).status(), path).toBe(404);
  }
});

test('pages come with rules for the browser and are nobody else’s', async ({ request }) => {
  await request.post('/login/', { form: { username: USERNAME, password: PASSWORD } });
  const [first, second] = [await request.get('/'), await request.get('/')];
  const policy = first.headers()['content-security-policy'] ?? '';
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}' 'strict-dynamic'/);
  expect(policy).toContain("; style-src-attr 'unsafe-inline';");
  expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toMatch(/unsafe|\*/);
  expect(second.headers()['content-security-policy']).not.toBe(policy);
  expect(first.headers()['cache-control']).toMatch(/private.*no-store/);
  expect(first.headers()).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
  });
  expect(first.headers()['strict-transport-security']).toBeUndefined();
  // What a client invents of proxies counts for nothing.
  const forged = await request.post('/login/', {
    form: { username: USERNAME, password: PASSWORD },
    headers: { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '1.2.3.4' },
    maxRedirects: 0,
  });
  expect(forged.headers()['set-cookie']).not.toContain('Secure');
  const { data } = await (await request.get('/api/v1/account/sessions/')).json();
  expect(data.map(({ address }: { address: string }) => address)).not.toContain('1.2.3.4');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no accessibility violation in the ${colorScheme} scheme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/login/');
    await expectAccessible(page);
    await page.goto('/login/?error=wait&seconds=200');
    await expect(page.getByText('Try again in 4 minutes.')).toBeVisible();
    await expectAccessible(page);
    await signIn(page, '/login/?next=/account/password/?error=repeat');
    await expect(page.getByText('not repeated the same way')).toBeVisible();
    await expectAccessible(page);
    await page.goto('/');
    await expectAccessible(page);
  });
}

for (const width of [320, 390]) {
  test(`fits a screen of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 700 });
    for (const path of ['/login/?error=directory', '/account/password/', '/']) {
      if (path === '/account/password/') await signIn(page);
      await page.goto(path);
      await expectNoSidewaysScroll(page);
    }
  });
}
