import { complaints, expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';
import { expect, type Page, test } from './testing/test.ts';

const folder = `/${unique('palette')}`;

test.beforeAll(async ({ browser, baseURL }) => {
  const page = await browser.newPage(baseURL ? { baseURL } : {});
  await signIn(page);
  await storePictures(page.request, folder, { 'heron.jpg': await picture(3) });
  await page.close();
});

async function open(page: Page) {
  await page.keyboard.press('ControlOrMeta+k');
  const input = page.getByRole('combobox', { name: 'Search or go to' });
  await expect(input).toBeFocused();
  return input;
}

test('leads to a page, a folder and an image by the keyboard alone', async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  await page.goto('/overview/');
  await (await open(page)).pressSequentially('api tok');
  await expect(page.getByRole('option').first()).toHaveText(/API tokens/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/account/?tab=tokens');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await (await open(page)).pressSequentially(folder.slice(1));
  await expect(page.getByRole('option', { name: new RegExp(folder.slice(1)) }).first()).toBeVisible();
  await expect(page.getByRole('group', { name: 'Folders' }).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/list/?path=${folder}`);

  await page.goto('/overview/');
  await (await open(page)).pressSequentially(`${folder.slice(1)} heron`);
  const image = page.getByRole('group', { name: 'Images' }).getByRole('option', { name: /heron/ });
  await expect(image).toBeVisible();
  await image.click();
  await expect(page).toHaveURL(`/details/?src=${folder.slice(1)}/heron.jpg`);
  expect(heard).toEqual([]);
});

test('remembers places, does things, and closes with Escape', async ({ page }) => {
  await signIn(page);
  await page.goto(`/list/?path=${folder}`);
  // Made by the browser: what is remembered is so by then.
  await expect(page.getByRole('region', { name: 'About this list' })).toContainText('image');
  await page.goto('/overview/');
  await open(page);
  await expect(page.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveText(
    new RegExp(folder),
  );
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await (await open(page)).pressSequentially('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await (await open(page)).pressSequentially('system theme');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).not.toHaveAttribute('data-theme', 'dark');
});

test('offers people only what they may use', async ({ page }) => {
  await signIn(page);
  await signIn(page, await makePerson(page.request));
  await page.goto('/overview/');
  await (await open(page)).pressSequentially('users');
  await expect(page.getByRole('option', { name: /Search the library for “users”/ })).toBeVisible();
  await expect(page.getByRole('option', { name: 'Users', exact: true })).toHaveCount(0);
});

test('keys lead to pages and are listed', async ({ page }) => {
  await signIn(page);
  await page.goto('/overview/');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByText('Search in the library')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page).toHaveURL('/account/');
  await page.keyboard.press('u');
  await expect(page).toHaveURL('/upload/');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`has no accessibility violation in the ${colorScheme} scheme at ${width} pixels`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await signIn(page);
      await page.goto('/overview/');
      await page.getByRole('button', { name: 'Search or go to' }).click();
      await expect(page.getByRole('combobox', { name: 'Search or go to' })).toBeFocused();
      await expectAccessible(page);
      await page.keyboard.type('heron');
      await expect(page.getByRole('group', { name: 'Images' }).getByRole('option').first()).toBeVisible();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    });
  }
}
