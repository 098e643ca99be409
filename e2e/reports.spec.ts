import { readFile } from 'node:fs/promises';
import { complaints, expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { call, makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';
import { expect, type Page, test } from './testing/test.ts';

/** A folder of pictures, of which the first was asked for three times and the second once. */
async function askedFor(page: Page): Promise<string> {
  const folder = `/${unique('e2e-reports')}`;
  await storePictures(page.request, folder, {
    'busy.jpg': await picture(1),
    'quiet.jpg': await picture(2),
    'idle.jpg': await picture(3),
  });
  for (const [name, times] of [
    ['busy.jpg', 3],
    ['quiet.jpg', 1],
  ] as const) {
    for (let i = 0; i < times; i++) {
      const answer = await page.request.get(`/image?src=${folder.slice(1)}/${name}&width=${60 + i}`);
      expect(answer.status()).toBe(200);
    }
  }
  // Until it is written.
  await expect
    .poll(async () => {
      const query = new URLSearchParams({ path: folder, hours: '24' });
      const { images } = await call<{ images: Array<{ served: number }> }>(
        page.request,
        'GET',
        `/reports/top/?${query}`,
      );
      return images.map(({ served }) => served);
    })
    .toEqual([3, 1]);
  return folder;
}

test.beforeEach(({ page }) => signIn(page));

test('from the overview to the chart of the image that is asked for most', async ({ page }) => {
  const heard = complaints(page);
  const folder = await askedFor(page);
  await page.goto('/list/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Reports' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Reports' })).toBeVisible();
  await expect(page.getByText('Served from cache').first()).toBeVisible();

  await page.getByRole('navigation', { name: 'Reports' }).getByRole('link', { name: 'Top images' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Top images' })).toBeVisible();
  await page.goto(`/reports/top/?path=${folder}&range=24h`);
  const rows = page.getByRole('region', { name: 'Top images' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('busy.jpg');

  await page.getByRole('combobox', { name: 'Ranked by' }).click();
  await page.getByRole('option', { name: 'Traffic' }).click();
  await expect(page).toHaveURL(/measure=bytes/);
  await expect(page.getByRole('columnheader', { name: 'Traffic' })).toBeVisible();

  await page.getByRole('link', { name: `Chart of ${folder.slice(1)}/busy.jpg` }).click();
  await expect(page).toHaveURL(/\/reports\/image\/\?id=\d+&range=24h/);
  await expect(page.getByText(/Pictures and originals: 3 in all of it/)).toBeVisible();
  await expect(page.getByRole('figure').locator('svg').first()).toBeVisible();
  expect(heard).toEqual([]);
});

test('a chart can be read by keyboard, as a table, and as a file', async ({ page }) => {
  const folder = await askedFor(page);
  await page.goto(`/reports/top/?path=${folder}&range=24h`);
  await page.getByRole('link', { name: /^Chart of .*busy/ }).click();
  const figure = page.getByRole('figure');
  await expect(figure.locator('.recharts-surface').first()).toBeVisible();

  const points = figure.locator('[tabindex="0"]').first();
  await points.focus();
  // The last point is the hour that is under way.
  for (let i = 0; i < 24; i++) await page.keyboard.press('ArrowRight');
  await expect(figure.locator('.recharts-tooltip-wrapper').getByText('3', { exact: true })).toBeVisible();

  await page.getByRole('switch', { name: 'As a table' }).click();
  const table = page.getByRole('region', { name: /Pictures and originals/ });
  await expect(table.getByRole('row')).toHaveCount(25);
  await expect(table.getByRole('row').last()).toContainText('3');

  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: /^CSV/ }).click();
  const file = await (await saving).path();
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n');
  expect(lines).toHaveLength(25);
  // Requests are more: the thumbnails of these pages are requests too.
  expect(lines.at(-1)).toMatch(/Z,\d+,3,3,/);
});

test('the time is kept in the address, and days are those of the reader', async ({ page }) => {
  // Somebody of their own: the choice of a time zone is the person's.
  await signIn(page, await makePerson(page.request, {}, { access_reports: true }));
  await page.goto('/reports/system/');
  await page.getByRole('combobox', { name: 'Time' }).click();
  await page.getByRole('option', { name: 'From … until …' }).click();
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d&to=/);
  await page.getByLabel('From', { exact: true }).fill('2026-10-24');
  await page.getByLabel('Until', { exact: true }).fill('2026-10-26');
  await expect(page).toHaveURL(/from=2026-10-24&to=2026-10-26/);
  await page.reload();
  await expect(page.getByLabel('From', { exact: true })).toHaveValue('2026-10-24');

  await call(page.request, 'PUT', '/account/preferences/', { time_zone: 'Europe/Berlin' });
  await page.goto('/reports/system/?from=2026-10-25&to=2026-10-25');
  await expect(page.getByText('Times are in Europe/Berlin')).toBeVisible();
  await page.getByRole('switch', { name: 'As a table' }).click();
  // The clocks go back in this night: 25 hours, one of them twice.
  await expect(page.getByRole('region', { name: /Pictures and originals/ }).getByRole('row')).toHaveCount(26);
  await expect(page.getByRole('cell', { name: /02:00/ })).toHaveCount(2);
});

test('a part of the time is seen closer by drawing across the chart, and Back shows the whole', async ({
  page,
}) => {
  await page.goto('/reports/system/?from=2026-10-01&to=2026-10-30');
  const plot = page.getByRole('figure').locator('.recharts-surface').first();
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  if (!box) throw new Error('the chart has no place');
  await page.mouse.move(box.x + box.width * 0.4, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 100);
  await page.mouse.move(box.x + box.width * 0.7, box.y + 100);
  await page.mouse.up();
  await expect(page).toHaveURL(/from=2026-10-1\d&to=2026-10-(1|2)\d/);
  await expect(page.getByLabel('From', { exact: true })).not.toHaveValue('2026-10-01');
  await page.goBack();
  await expect(page.getByLabel('From', { exact: true })).toHaveValue('2026-10-01');
});

test('images that nobody asks for are told, and storage by folder is walked through', async ({ page }) => {
  const folder = await askedFor(page);
  await page.goto(`/reports/unused/?path=${folder}&days=30`);
  await expect(page.getByText('Every image was asked for')).toBeVisible();
  await page.goto('/reports/storage/');
  await page.getByRole('button', { name: folder.slice(1) }).click();
  await expect(page.getByText('3 images')).toBeVisible();
  await expect(page.getByRole('cell', { name: `directly in ${folder}` })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 2, name: 'All folders' })).toBeVisible();
});

test('the live page shows what has just been asked for, and stands still when told to', async ({ page }) => {
  await page.goto('/reports/live/');
  await expect(page.getByText('Answers a second')).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'memory' })).toBeVisible();
  await page.getByRole('switch', { name: /Read anew/ }).click();
  await expect(page.getByRole('switch', { name: /Read anew/ })).not.toBeChecked();
});

test('addresses of the predecessor lead to the reports', async ({ page }) => {
  await page.goto('/reports/top10/?number=10&data_type=5&days=7');
  await expect(page).toHaveURL('/reports/top/?measure=bytes&number=10&range=7d');
  await page.goto('/reports/systemstats/?data_type=100');
  await expect(page).toHaveURL('/reports/system/?measure=cpu');
  const now = Date.now();
  const query = `from=${new Date(now - 86_400_000).toISOString().slice(0, 19)}&to=${new Date(now).toISOString().slice(0, 19)}`;
  const feed = await page.request.get(`/reports/datafeed/system?${query}&data_type=8`, { maxRedirects: 0 });
  expect(feed.status()).toBe(200);
  expect(await feed.json()).toMatchObject({ data: expect.any(Array), first: expect.any(Number) });
});

test('people without the permission are told so, and see no way there', async ({ page, browser }) => {
  const folder = await askedFor(page);
  const { id } = await call<{ id: number }>(
    page.request,
    'GET',
    `/details/?${new URLSearchParams({ src: `${folder.slice(1)}/busy.jpg` })}`,
  );
  const stranger = await makePerson(page.request, { [folder]: 10 });
  const reader = await makePerson(page.request, { [folder]: 0 }, { access_reports: true });
  const context = await browser.newContext();
  const other = await context.newPage();
  await signIn(other, stranger);
  for (const path of ['/reports/', '/reports/live/', `/reports/image/?id=${id}`]) {
    const answer = await other.goto(path);
    expect(answer?.status(), path).toBe(403);
    await expect(other.getByText('See reports')).toBeVisible();
  }
  await other.goto(`/details/?src=${folder.slice(1)}/busy.jpg&tab=usage`);
  await expect(other.getByText('Served by day')).toBeVisible();
  await expect(other.getByRole('link', { name: 'Reports', exact: true })).toHaveCount(0);
  await context.close();

  const ofReader = await browser.newContext();
  const reading = await ofReader.newPage();
  await signIn(reading, reader);
  const answer = await reading.goto('/reports/');
  expect(answer?.status()).toBe(200);
  await expect(reading.getByText('Served from cache').first()).toBeVisible();
  await ofReader.close();
});

test('charts keep to the rules of accessibility as pictures and as tables, in both themes', async ({
  page,
}) => {
  await askedFor(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 390, height: 900 });
    await page.goto('/reports/?range=24h');
    await expect(page.getByRole('figure').locator('.recharts-surface').first()).toBeVisible();
    await expect(page.getByRole('region', { name: 'Top images' }).getByRole('row').nth(1)).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('switch', { name: 'As a table' }).click();
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 700 });
    await expectNoSidewaysScroll(page);
  }
});
