import { complaints, expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { expect, type Page, test } from './testing/test.ts';

/** Whatever the browser complains about while the page is open, and what it asks of other servers. */
function complaintsAndStrangers(page: Page): string[] {
  const heard = complaints(page);
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (
      protocol.startsWith('http') &&
      origin !== new URL(page.url() === 'about:blank' ? request.url() : page.url()).origin
    ) {
      heard.push(`asked elsewhere: ${request.url()}`);
    }
  });
  return heard;
}

/** Scrolls every lazy picture into view and waits for it. */
async function seeAll(page: Page): Promise<void> {
  for (const picture of await page.locator('main img').all()) {
    await picture.scrollIntoViewIfNeeded();
    await expect(picture).toHaveJSProperty('complete', true);
  }
}

test.beforeAll(async ({ request }) => {
  test.setTimeout(120_000);
  // A new server draws its samples after it has begun to answer; this is the last of them.
  await expect
    .poll(
      async () => (await request.get('/image?src=samples/contact-sheet.tif&format=png&width=8')).status(),
      {
        timeout: 100_000,
      },
    )
    .toBe(200);
});

test('shows pictures of exactly the size that the page keeps for them, and nothing goes wrong', async ({
  page,
}) => {
  test.slow();
  const heard = complaintsAndStrangers(page);
  await page.goto('/');
  await expect(page).toHaveTitle('Emulsion');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('One file, any picture of it.');
  await seeAll(page);
  const sizes = await page.locator('main figure img, main li img').evaluateAll((pictures) =>
    (pictures as HTMLImageElement[]).map((picture) => ({
      src: picture.getAttribute('src'),
      kept: [Number(picture.getAttribute('width')), Number(picture.getAttribute('height'))],
      came: [picture.naturalWidth, picture.naturalHeight],
    })),
  );
  expect(sizes.length).toBeGreaterThanOrEqual(13);
  for (const { src, kept, came } of sizes) expect(came, src ?? '').toEqual(kept);
  expect(heard).toEqual([]);
});

test('the playground follows the fields and the address, and says what the server refuses', async ({
  page,
}) => {
  await page.goto('/');
  const section = page.getByRole('region', { name: 'Try it' });
  const address = section.getByRole('textbox', { name: 'Address' });
  const picture = section.getByRole('img', { name: 'What this address shows' });
  await expect(picture).toHaveJSProperty('naturalWidth', 960);

  await section.getByRole('textbox', { name: 'Width' }).fill('320');
  await expect(address).toHaveValue(/&width=320&/);
  await expect(picture).toHaveJSProperty('naturalWidth', 320);
  await section.getByLabel('Format').selectOption('png');
  await expect(section.getByText('image/png')).toBeVisible();

  await address.fill('/image?src=samples/dunes.jpg&height=200');
  await expect(section.getByText('150 × 200')).toBeVisible();
  await expect(section.getByLabel('File')).toHaveValue('samples/dunes.jpg');

  await address.fill('/image?src=samples/dunes.jpg&width=-1');
  await expect(section.getByText(/^400: /)).toBeVisible();
  await address.fill('https://example.org/image?src=a.jpg');
  await expect(section.getByText(/starts with \/image\?src=/)).toBeVisible();
});

test('an address can be copied', async ({ page, context, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/');
  await page.getByRole('button', { name: 'Copy the address of Resize' }).click();
  await expect(page.getByRole('button', { name: 'Copied the address of Resize' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `${baseURL}/image?src=samples/mountains.jpg&width=640`,
  );
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no accessibility violation in the ${colorScheme} scheme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('/');
    await expect(page.getByText('960 × 540')).toBeVisible();
    await expectAccessible(page);
  });
}

for (const width of [320, 390]) {
  test(`fits a screen of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto('/');
    await expect(page.getByText('960 × 540')).toBeVisible();
    await expectNoSidewaysScroll(page);
  });
}

test('the keyboard reaches the content first and every stop is marked', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  for (let stop = 0; stop < 12; stop++) {
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
    );
    expect(outline).not.toBe('none');
    await page.keyboard.press('Tab');
  }
});

test('a picture that is not there leaves a word in its place', async ({ page }) => {
  await page.route(/mountains\.jpg/, (route) => route.fulfill({ status: 404, body: 'not found' }));
  await page.goto('/');
  await expect(page.getByText('samples/mountains.jpg cannot be shown').first()).toBeVisible();
});

test('an address without a page says so', async ({ page }) => {
  const response = await page.goto('/no/such/page');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no page at this address' })).toBeVisible();
});

test('the page tells nothing of the machine it runs on', async ({ request }) => {
  const body = await (await request.get('/')).text();
  expect(body).not.toMatch(/\/(home|root|tmp|usr|var|work|opt)\//);
});
