import { complaints, expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';
import { freePort, openBench } from './testing/server-program.ts';
import { expect, type Page, test } from './testing/test.ts';

const folder = unique('help');
const bench = openBench();

test.beforeAll(async ({ browser, baseURL }) => {
  const page = await browser.newPage(baseURL ? { baseURL } : {});
  await signIn(page);
  await storePictures(page.request, `/${folder}`, { 'own.jpg': await picture(5) });
  await page.close();
});

test.afterAll(() => bench.clear());

test('the imaging guide shows any picture, has the anchors of its predecessor and knows this server', async ({
  page,
}) => {
  await signIn(page);
  await page.goto(`/help/?src=${folder}/own.jpg#option_gravity`);
  await expect(page.getByRole('heading', { name: 'gravity' })).toBeInViewport();
  for (const name of ['src', 'height', 'ovpos', 'recache']) {
    await expect(page.locator(`#option_${name}`), name).toHaveCount(1);
  }
  const example = page.getByRole('img', { name: /^Example of gravity: .*smart/ });
  await expect(example).toHaveJSProperty('naturalWidth', 200);
  expect(await example.getAttribute('src')).toContain(`src=${folder}/own.jpg`);
  await expect(page.getByText('Largest width or height')).toBeVisible();
  await expect(page.getByText(/SmallJpeg/)).toBeVisible();
});

test('pages of the viewers run both builds beside their markup', async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const heard = complaints(page);
  await signIn(page);
  for (const name of ['simpleview', 'canvasview', 'gallery', 'slideshow']) {
    for (const build of ['', '&build=elements']) {
      await page.goto(`/${name}/?src=${folder}/own.jpg${build}`);
      await expect(page.locator('[data-demo="ready"]').first()).toBeVisible();
      await expect(page.locator('[data-demo]:not([data-demo="ready"])')).toHaveCount(0);
      const markup = page.getByRole('region', { name: /^Markup/ });
      await expect(markup.first()).toContainText(`${baseURL}/static/js/`);
      await expect(markup.first()).toContainText(`${folder}/own.jpg`);
      await expectAccessible(page);
    }
    await page.setViewportSize({ width: 320, height: 700 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize({ width: 1280, height: 720 });
  }
  // They run: a script of each kind shows its picture, opens over the page and is turned.
  const build = (name: string) => page.getByRole('tab', { name });
  await page.goto('/simpleview/');
  await expect(page.locator('#simple-1 img')).toHaveJSProperty('complete', true);
  await page.goto('/gallery/');
  await expect(page.locator('.gallery img.selected')).toHaveAccessibleName('coast');
  await page.locator('.auto-gallery').first().click();
  await expect(page.getByRole('dialog', { name: 'Gallery' }).locator('canvas')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Gallery' })).toHaveCount(0);
  await page.goto('/slideshow/');
  await page.getByRole('button', { name: 'Fade' }).click();
  await page.getByRole('button', { name: 'Next picture' }).click();
  await expect(page.locator('._sls_dot').nth(1)).toHaveAttribute('aria-current', 'true');
  await page.goto('/canvasview/');
  await page.locator('.click-to-zoom').first().click();
  await expect(page.locator('.imageviewer.fullscreen canvas')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.imageviewer.fullscreen')).toHaveCount(0);
  await build('Custom elements').click();
  await expect(page).toHaveURL(/build=elements/);
  await expect(page.locator('#zoom-1').getByRole('application')).toBeVisible();
  expect(heard).toEqual([]);
});

test('small files that sites have are there', async ({ request }) => {
  expect(await (await request.get('/robots.txt')).text()).toContain('Disallow: /list/');
  expect((await request.get('/favicon.ico')).headers()['content-type']).toContain('image/');
  expect((await request.get('/manifest.webmanifest')).status()).toBe(200);
  const change = await request.get('/.well-known/change-password', { maxRedirects: 0 });
  expect([change.status(), change.headers().location]).toEqual([302, '/account/?tab=password']);
});

test('only super users are greeted, and only where they want it', async ({ page }) => {
  await signIn(page);
  await page.goto('/welcome/');
  await expect(page.getByRole('heading', { name: 'Welcome to Emulsion' })).toBeVisible();
  for (const name of ['Database', 'Picture folder', 'Cache', 'Image library', 'Uploads', 'Free space']) {
    await expect(page.getByRole('listitem').filter({ hasText: name }).first()).toBeVisible();
  }
  await signIn(page, await makePerson(page.request));
  await page.goto('/welcome/');
  await expect(page).toHaveURL('/list/');
});

test('a new server greets its administrator until that is done; its playground is public', async ({
  browser,
}) => {
  test.setTimeout(90_000);
  const dataDir = await bench.makeDataDir();
  const address = `http://127.0.0.1:${await freePort()}`;
  const server = bench.serve({
    DATA_DIR: dataDir,
    PORT: new URL(address).port,
    ADMIN_PASSWORD: 'end-to-end-tests',
    DEMO_IMAGE_PATH: 'own',
    LOGO_IMAGE_PATH: 'own/is-not-there.png',
  });
  await server.ready;
  const context = await browser.newContext({ baseURL: address });
  const page = await context.newPage();
  const enter = async () => {
    await page.goto('/login/');
    await page.getByLabel('Username').fill('admin');
    await page.getByLabel('Password').fill('end-to-end-tests');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  };
  await enter();
  await expect(page).toHaveURL('/welcome/');
  // The logo that is not there leaves the name in its place.
  await expect(page.getByRole('img', { name: 'Emulsion' })).toBeVisible();
  await page.goto('/demo/');
  await expect(page.getByText(/currently unavailable: there is no picture/)).toBeVisible();
  await storePictures(page.request, '/own', {
    'a.jpg': await picture(1, 800, 600),
    'b.jpg': await picture(2),
  });
  await page.goto('/welcome/');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page).toHaveURL('/list/');
  await page.context().clearCookies();
  await tryPlayground(page);
  await enter();
  await expect(page).toHaveURL('/list/');
  await context.close();
});

async function tryPlayground(page: Page): Promise<void> {
  await page.goto('/demo/');
  const address = page.getByRole('textbox', { name: 'Address of this picture' });
  const shown = page.getByRole('img', { name: 'What this address shows' });
  await expect(shown).toHaveJSProperty('naturalWidth', 500);
  await page.getByRole('button', { name: 'Small square' }).click();
  await page.getByRole('button', { name: 'No borders' }).click();
  await page.getByRole('button', { name: 'PNG' }).click();
  await expect(address).toHaveValue(/src=own\/a\.jpg.*format=png/);
  await expect(page.getByText('200 × 150')).toBeVisible();
  await page.getByRole('slider', { name: 'Left edge, percent' }).press('PageUp');
  await expect(address).toHaveValue(/left=0\.1/);
  await page.getByRole('button', { name: 'b.jpg' }).click();
  await expect(address).toHaveValue(/src=own\/b\.jpg/);
  await expect(page.getByRole('button', { name: 'Select a different image' })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 700 });
  await expectNoSidewaysScroll(page);
}
