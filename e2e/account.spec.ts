import { complaints } from './testing/page-checks.ts';
import { call, makePerson, signIn, unique } from './testing/people.ts';
import { expect, type Page, test } from './testing/test.ts';

/** A new person, signed in. */
async function asSomebody(page: Page) {
  await signIn(page);
  const person = await makePerson(page.request);
  await signIn(page, person);
  return person;
}

test('people change their name and see it in the frame', async ({ page }) => {
  const heard = complaints(page);
  await asSomebody(page);
  await page.goto('/account/');
  await expect(page).toHaveTitle('Account · Emulsion');
  const name = unique('Nora');
  await page.getByLabel('First name').fill(name);
  await page.getByLabel('Email').fill('nonsense');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Enter an address such as a@example.org')).toBeVisible();
  await page.getByLabel('Email').fill('nora@example.org');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Your details are saved')).toBeVisible();
  await expect(page.getByRole('button', { name: `Account of ${name} Body` })).toBeVisible();
  expect(heard).toEqual([]);
});

test('a name that is taken is said so at the field', async ({ page }) => {
  await asSomebody(page);
  await page.goto('/account/');
  await page.getByLabel('Username').fill('admin');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Username')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Username')).toBeFocused();
});

test('people change their password with the current one, which ends other sessions', async ({
  page,
  browser,
  baseURL,
}) => {
  const person = await asSomebody(page);
  const elsewhere = await browser.newContext(baseURL ? { baseURL } : {});
  await signIn(await elsewhere.newPage(), person);
  await page.goto('/account/?tab=password');
  const change = async (current: string, next: string, again = next) => {
    await page.getByLabel('Current password').fill(current);
    await page.getByLabel('New password', { exact: true }).fill(next);
    await page.getByLabel('New password again').fill(again);
    await page.getByRole('button', { name: 'Change password' }).click();
  };
  await change(person.password, 'another password', 'something else');
  await expect(page.getByText('It is not repeated the same way')).toBeVisible();
  await change('not the password', 'another password');
  await expect(page.getByText('The current password is wrong')).toBeVisible();
  await change(person.password, 'another password');
  await expect(page.getByText('Your password is changed')).toBeVisible();
  expect((await elsewhere.request.get('/api/v1/account/sessions/')).status()).toBe(401);
  await elsewhere.close();
});

test('theme and time zone hold at once and after a reload', async ({ page }) => {
  await asSomebody(page);
  await page.goto('/account/?tab=appearance');
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const zone = page.getByRole('combobox', { name: 'Time zone' });
  await zone.fill('tokyo');
  await page.getByRole('option', { name: /Asia \/ Tokyo/ }).click();
  await expect(page.getByText(/in Asia\/Tokyo/)).toBeVisible();
  await expect
    .poll(async () => call(page.request, 'GET', '/account/preferences/'))
    .toMatchObject({ theme: 'dark', time_zone: 'Asia/Tokyo' });
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(zone).toHaveValue('Asia / Tokyo');
});

test('a session in another browser is named and can be ended', async ({ page, browser, baseURL }) => {
  const person = await asSomebody(page);
  const elsewhere = await browser.newContext({
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1',
    ...(baseURL ? { baseURL } : {}),
  });
  await signIn(await elsewhere.newPage(), person);
  await page.goto('/account/?tab=sessions');
  await expect(page.getByText('This browser')).toHaveCount(1);
  await page.getByRole('button', { name: 'End the session of Safari on iPhone' }).click();
  await expect(page.getByText('The session has ended')).toBeVisible();
  await expect(page.getByText('Safari on iPhone')).toHaveCount(0);
  expect((await elsewhere.request.get('/api/v1/account/sessions/')).status()).toBe(401);
  await elsewhere.close();
});

test('a token is made, shown once, used and revoked', async ({ page, playwright, baseURL }) => {
  await asSomebody(page);
  await page.goto('/account/?tab=tokens');
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog', { name: 'New token' });
  await dialog.getByRole('button', { name: 'Make token' }).click();
  await expect(dialog.getByText('Say what it is for')).toBeVisible();
  await dialog.getByLabel('Name').fill('Website build');
  await dialog.getByRole('button', { name: 'Make token' }).click();
  const token = await page.getByRole('textbox', { name: 'Token' }).inputValue();
  await page.getByRole('button', { name: 'Done' }).click();

  const program = await playwright.request.newContext({
    ...(baseURL ? { baseURL } : {}),
    extraHTTPHeaders: { Authorization: `Bearer ${token}` },
  });
  expect((await program.get('/api/v1/account/preferences/')).status()).toBe(200);
  await page.reload();
  const row = page.getByRole('row', { name: /Website build/ });
  await expect(row).toContainText('Read');
  await row.getByRole('button', { name: 'Revoke Website build' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke token' }).click();
  await expect(page.getByText('No tokens yet')).toBeVisible();
  expect((await program.get('/api/v1/account/preferences/')).status()).toBe(401);
  await program.dispose();
});
