import { expect, type Locator, type Page, test } from '@playwright/test';
import { fingersOn, makePictures, openModern, requestsTo } from './testing/modern-page.ts';
import { complaints, expectAccessible } from './testing/page-checks.ts';

/** `<emulsion-zoom>` on pages of another origin that allow nothing inline. */

let server = '';
let folder = '';

test.beforeAll(async ({ browser, baseURL }) => {
  server = baseURL ?? '';
  folder = await makePictures(browser, server, 1);
});

const STYLE = 'emulsion-zoom { width: 600px; height: 400px; }';
const zoomOf = (page: Page) => page.locator('emulsion-zoom').evaluate((each: any) => each.zoom as number);
const box = (page: Page): Locator => page.getByRole('application');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Where the picture lies on the canvas: whether its corner pixels are drawn, and how much of the canvas is. */
function drawn(page: Page): Promise<number> {
  return page.locator('emulsion-zoom').evaluate(async (each) => {
    const canvas = each.shadowRoot?.querySelector('canvas') as HTMLCanvasElement;
    // The picture is of another origin, so its pixels are secret; the shot of the page tells them instead.
    return canvas.width * canvas.height;
  });
}

test('first picture by one call and one picture, then tiles; by mouse, buttons and keys', async ({
  page,
}) => {
  const said = complaints(page);
  const asked = requestsTo(page, server);
  const site = await openModern(
    page,
    server,
    `<emulsion-zoom src="${folder}/big.jpg" params="tmp=&amp;quality=70" alt="A field" controls="zoom reset fullscreen help download"></emulsion-zoom>`,
    { style: STYLE },
  );
  await expect.poll(() => site.events('load')).toHaveLength(1);
  const src = `src=${folder}%2Fbig.jpg`;
  const own = 'format=jpg&autosizefit=0&strip=1';
  // The first level is of a size that windows of many sizes share.
  expect(asked).toEqual([
    `/api/v1/details/?${src}`,
    `/image?${src}&quality=70&${own}&stats=1&width=960&height=640`,
  ]);
  expect(await site.events('load')).toEqual([
    expect.objectContaining({ src: `${folder}/big.jpg`, width: 3000, height: 2000 }),
  ]);
  expect(await zoomOf(page)).toBeCloseTo(0.2);
  expect(await drawn(page)).toBe(600 * 400);
  await expect(box(page)).toHaveAccessibleName('A field');
  await expectAccessible(page);

  await button(page, 'Zoom in').click();
  await expect.poll(() => zoomOf(page)).toBeCloseTo(0.32);
  // Its 960 pixels do for this.
  expect(asked).toHaveLength(2);
  await box(page).click({ position: { x: 300, y: 200 } });
  await expect.poll(() => zoomOf(page)).toBeCloseTo(0.64);
  await expect.poll(() => asked.length).toBeGreaterThan(3);
  const tiles = asked.slice(2);
  expect(tiles.filter((path) => !/&stats=0&width=3000&height=2000&tile=\d+%3A64$/.test(path))).toEqual([]);
  await box(page).click({ position: { x: 300, y: 200 }, modifiers: ['Shift'] });
  await expect.poll(() => zoomOf(page)).toBeCloseTo(0.32);
  expect((await site.events('zoom')).at(-1)).toEqual({
    src: `${folder}/big.jpg`,
    zoom: expect.closeTo(0.32),
  });

  await box(page).focus();
  for (const [key, zoom] of [
    ['0', 0.2],
    ['+', 0.32],
    ['-', 0.2],
    ['=', 0.32],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(() => zoomOf(page)).toBeCloseTo(zoom);
  }
  await expect(page.locator('emulsion-zoom').getByText('Zoom 32 %')).toBeAttached();
  const before = await box(page).screenshot();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await box(page).screenshot()).equals(before)).toBe(false);

  const help = button(page, 'How to use the viewer');
  await help.click();
  await expect(page.getByRole('region', { name: 'How to use the viewer' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(help).toBeFocused();
  await expect(help).toHaveAttribute('aria-expanded', 'false');
  await page.locator('emulsion-zoom').evaluate((each: any) => each.zoomTo(9));
  await expect.poll(() => zoomOf(page)).toBeCloseTo(1);
  await expect(button(page, 'Zoom in')).toBeDisabled();
  expect(said).toEqual([]);
  site.close();
});

test('the wheel scrolls the page unless it is told to zoom, and at the limits', async ({ page }) => {
  const zoom = `<emulsion-zoom src="${folder}/big.jpg"></emulsion-zoom>`;
  const site = await openModern(page, server, `${zoom}<p class="tall">End</p>`, {
    style: `${STYLE} .tall { height: 3000px; }`,
  });
  await expect.poll(() => site.events('load')).toHaveLength(1);
  const scrolled = () => page.evaluate(() => scrollY);
  await box(page).hover();
  await page.mouse.wheel(0, 120);
  await expect.poll(scrolled).toBeGreaterThan(0);
  expect(await zoomOf(page)).toBeCloseTo(0.2);
  await page.evaluate(() => scrollTo(0, 0));
  await page.locator('emulsion-zoom').evaluate((each: any) => {
    each.wheel = true;
  });
  await box(page).hover();
  await page.mouse.wheel(0, -240);
  await expect.poll(() => zoomOf(page)).toBeGreaterThan(0.3);
  expect(await scrolled()).toBe(0);
  await page.mouse.wheel(0, 240);
  await expect.poll(() => zoomOf(page)).toBeCloseTo(0.2);
  await page.mouse.wheel(0, 240);
  await expect.poll(scrolled).toBeGreaterThan(0);
  site.close();
});

test('a tile that fails is asked for again, and the picture stays whole meanwhile', async ({ page }) => {
  let refused = 0;
  await page.route(/tile=/, (route) => {
    if (refused >= 3) return route.fallback();
    refused++;
    return route.fulfill({ status: 503, body: 'busy' });
  });
  const site = await openModern(page, server, `<emulsion-zoom src="${folder}/big.jpg"></emulsion-zoom>`, {
    style: STYLE,
  });
  await expect.poll(() => site.events('load')).toHaveLength(1);
  const arrived: string[] = [];
  page.on('response', (response) => {
    if (response.ok() && response.url().includes('tile=')) arrived.push(response.url());
  });
  const failed: string[] = [];
  page.on('response', (response) => {
    if (!response.ok()) failed.push(response.url());
  });
  await button(page, 'Zoom in').click();
  await button(page, 'Zoom in').click();
  await expect.poll(() => failed.length).toBe(3);
  await expect.poll(() => failed.every((url) => arrived.includes(url)), { timeout: 20_000 }).toBe(true);
  expect(await site.events('error')).toEqual([]);
  site.close();
});

test('says why there is no picture', async ({ page }) => {
  const site = await openModern(page, server, `<emulsion-zoom src="${folder}/none.jpg"></emulsion-zoom>`);
  await expect.poll(() => site.events('error')).toHaveLength(1);
  expect((await site.events('error'))[0]).toMatchObject({ src: `${folder}/none.jpg` });
  await expect(page.getByText('The picture could not be loaded')).toBeVisible();
  await expectAccessible(page);
  // The element goes on with another picture.
  await page.locator('emulsion-zoom').evaluate((each: any, src) => {
    each.src = src;
  }, `${server}/image?src=${folder}/p1.jpg&angle=90`);
  await expect.poll(() => site.events('load')).toHaveLength(1);
  await expect(page.getByText('The picture could not be loaded')).toBeHidden();
  site.close();
});

test('grows with its box, is sharp on dense screens, and fills the screen', async ({ browser }) => {
  const context = await browser.newContext({ deviceScaleFactor: 2, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const asked = requestsTo(page, server);
  const site = await openModern(page, server, `<emulsion-zoom src="${folder}/big.jpg"></emulsion-zoom>`, {
    style: `${STYLE} .wide { width: 900px !important; height: 600px !important; }`,
  });
  await expect.poll(() => site.events('load')).toHaveLength(1);
  expect(asked.at(-1)).toContain('width=1728&height=1152');
  expect(await drawn(page)).toBe(1200 * 800);
  await page.locator('emulsion-zoom').evaluate((each) => each.classList.add('wide'));
  await expect.poll(() => drawn(page)).toBe(1800 * 1200);
  expect(await zoomOf(page)).toBeCloseTo(0.3);

  await box(page).focus();
  await page.keyboard.press('f');
  await expect.poll(() => site.events('fullscreen')).toEqual([{ active: true }]);
  expect(await page.evaluate(() => document.fullscreenElement?.localName)).toBe('emulsion-zoom');
  await expect(box(page)).toBeFocused();
  await button(page, 'Leave full screen').click();
  await expect.poll(() => site.events('fullscreen')).toEqual([{ active: true }, { active: false }]);
  await context.close();
  site.close();
});

test('lies over the page where it may not fill the screen; Escape leads back', async ({ page }) => {
  const site = await openModern(page, server, `<emulsion-zoom src="${folder}/big.jpg"></emulsion-zoom>`, {
    style: STYLE,
  });
  await page.evaluate(() => {
    Object.defineProperty(document, 'fullscreenEnabled', { value: false });
  });
  await expect.poll(() => site.events('load')).toHaveLength(1);
  await button(page, 'Full screen').click();
  const dialog = page.getByRole('dialog', { name: 'big' });
  await expect(dialog).toBeVisible();
  const size = page.viewportSize() ?? { width: 0, height: 0 };
  await expect.poll(() => drawn(page)).toBe(size.width * size.height);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect.poll(() => drawn(page)).toBe(600 * 400);
  expect(await site.events('fullscreen')).toEqual([{ active: true }, { active: false }]);
  site.close();
});

test('opens over the page from a picture of the page, and asks for nothing before', async ({ page }) => {
  const asked = requestsTo(page, server);
  const image = `<img src="${server}/image?src=${folder}/big.jpg&width=300" alt="A field">`;
  const site = await openModern(
    page,
    server,
    `<emulsion-zoom launch src="${folder}/big.jpg" labels='{"close":"Schließen","zoomIn":"Größer"}'>${image}</emulsion-zoom>`,
  );
  const launcher = button(page, 'A field');
  await expect(launcher).toBeVisible();
  expect(asked.filter((path) => !path.includes('width=300'))).toEqual([]);
  await launcher.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => site.events('load')).toHaveLength(1);
  await expect(button(page, 'Größer')).toBeVisible();
  await expectAccessible(page);
  await button(page, 'Schließen').click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(launcher).toBeFocused();
  site.close();
});

test.describe('by touch', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 700 } });

  test('fingers scroll the page over a whole picture, pinch, tap twice and move', async ({ page }) => {
    const zoom = `<emulsion-zoom src="${folder}/big.jpg"></emulsion-zoom>`;
    const site = await openModern(page, server, `${zoom}<p class="tall">End</p>`, {
      style: 'emulsion-zoom { height: 300px; } .tall { height: 3000px; }',
    });
    await expect.poll(() => site.events('load')).toHaveLength(1);
    const whole = await zoomOf(page);
    const fingers = await fingersOn(page, box(page));
    await fingers.move([
      [
        { x: 0.5, y: 0.9 },
        { x: 0.5, y: 0.1 },
      ],
    ]);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(50);
    expect(await zoomOf(page)).toBeCloseTo(whole);
    // A page that still moves would take the next fingers for its own.
    await expect
      .poll(() =>
        page.evaluate(
          () =>
            new Promise((resolve) => {
              scrollTo(0, 0);
              requestAnimationFrame(() => requestAnimationFrame(() => resolve(scrollY)));
            }),
        ),
      )
      .toBe(0);

    await fingers.move([
      [
        { x: 0.45, y: 0.5 },
        { x: 0.2, y: 0.5 },
      ],
      [
        { x: 0.55, y: 0.5 },
        { x: 0.8, y: 0.5 },
      ],
    ]);
    await expect.poll(() => zoomOf(page)).toBeGreaterThan(whole * 2);
    const pinched = await zoomOf(page);
    const before = await box(page).screenshot();
    await fingers.move([
      [
        { x: 0.7, y: 0.5 },
        { x: 0.3, y: 0.4 },
      ],
    ]);
    await expect.poll(async () => (await box(page).screenshot()).equals(before)).toBe(false);
    expect(await zoomOf(page)).toBeCloseTo(pinched);
    expect(await page.evaluate(() => scrollY)).toBe(0);

    await fingers.doubleTap({ x: 0.5, y: 0.5 });
    await expect.poll(() => zoomOf(page)).toBeCloseTo(whole);
    await fingers.doubleTap({ x: 0.5, y: 0.5 });
    await expect.poll(() => zoomOf(page)).toBeCloseTo(whole * 3);
    site.close();
  });
});
