import { expect, type Page, test } from '@playwright/test';
import { type OtherPage, openOtherSite, strictPolicy } from './testing/other-site.ts';
import { complaints, expectAccessible } from './testing/page-checks.ts';
import { call, signIn, unique } from './testing/people.ts';
import { storePictures } from './testing/pictures.ts';
import { mappedPicture } from './testing/zoom-pictures.ts';

/** The zoom viewer of the compatibility build, as pages of other sites embed it. */

let server = '';
let folder = '';
const STYLE = 'body { margin: 0; } #viewer { width: 500px; height: 500px; }';
const VIEWER = '<main><h1>Shop</h1><div id="viewer">The picture appears here.</div></main>';

test.beforeAll(async ({ browser, baseURL }) => {
  server = baseURL ?? '';
  folder = unique('zoom');
  const context = await browser.newContext({ baseURL: server });
  const page = await context.newPage();
  await signIn(page);
  await storePictures(page.request, `/${folder}`, {
    'map.jpg': await mappedPicture(4000, 3000),
    'town.jpg': await mappedPicture(2000, 1500),
  });
  await storePictures(page.request, `/${folder}/closed`, { 'small.jpg': await mappedPicture(800, 600) });
  const { id } = await call<{ id: number }>(
    page.request,
    'GET',
    `/admin/filesystem/folders/?path=/${folder}/closed`,
  );
  // Public may look at pictures of this folder, and not save them.
  await call(page.request, 'POST', '/admin/permissions/', { group_id: 1, folder_id: id, access: 10 });
  const { id: open } = await call<{ id: number }>(
    page.request,
    'GET',
    `/admin/filesystem/folders/?path=/${folder}`,
  );
  await call(page.request, 'POST', '/admin/permissions/', { group_id: 1, folder_id: open, access: 20 });
  await context.close();
});

/** What a page asks the server for: paths with queries in their order, and the most pictures at a time. */
function watchRequests(page: Page): { paths: string[]; most: number } {
  const log = { paths: [] as string[], most: 0 };
  const underway = new Set<unknown>();
  page.on('request', (request) => {
    const { origin, pathname, search } = new URL(request.url());
    if (origin !== server || pathname.startsWith('/static/')) return;
    log.paths.push(pathname + search);
    if (!pathname.startsWith('/image')) return;
    underway.add(request);
    log.most = Math.max(log.most, underway.size);
  });
  page.on('requestfinished', (request) => underway.delete(request));
  page.on('requestfailed', (request) => underway.delete(request));
  return log;
}

const map = (query = '') => `${server}/image?src=${folder}/map.jpg${query}`;

/** Opens a page of another origin that may use nothing inline; `script` is its own. */
async function openElsewhere(page: Page, script: string, more: OtherPage & { body?: string } = {}) {
  const site = await openOtherSite(more.body ?? VIEWER, {
    policy: strictPolicy(server),
    style: STYLE,
    head:
      `<link rel="stylesheet" href="${server}/static/styles/canvas_view.css">` +
      `<script src="${server}/static/js/canvas_view.min.js"></script>`,
    script,
    ...more,
  });
  await page.goto(site.address);
  return site;
}

/** Starts a viewer and tells of its events in `window.heard`. */
function start(url: string, options: object = {}): string {
  return `window.heard = [];
    function tell(name) {
      return function (src, isOn) { heard.push([name, src, isOn, this === document.getElementById('viewer')._cv_viewer]); };
    }
    QU.whenReady(function () {
      window.answer = canvas_view_init('viewer', ${JSON.stringify(url)}, ${JSON.stringify(options)}, {
        onload: tell('load'), oninfo: tell('info'), onfullscreen: tell('fullscreen'), ondownload: tell('download')
      });
      window.early = heard.length;
    });`;
}

const heard = (page: Page) => page.evaluate(() => (globalThis as any).heard as unknown[][]);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const whenLoaded = (page: Page) =>
  expect.poll(() => heard(page)).toContainEqual(expect.arrayContaining(['load']));
const isOff = (page: Page, name: string) => expect(button(page, name)).toHaveClass(/disabled/);

test('shows a picture elsewhere by one call and one picture, then asks for what it shows of a level', async ({
  page,
}) => {
  const said = complaints(page);
  const log = watchRequests(page);
  const site = await openElsewhere(page, start(map('&amp;tmp=')));
  await whenLoaded(page);
  const src = `src=${folder}%2Fmap.jpg`;
  const own = 'format=jpg&autosizefit=0&strip=1';
  expect(log.paths).toEqual([`/api/v1/details/?${src}`, `/image?${src}&${own}&stats=1&width=500&height=375`]);
  expect(await heard(page)).toEqual([['load', `${folder}/map.jpg`, undefined, true]]);
  expect(await page.evaluate(() => [(globalThis as any).answer, (globalThis as any).early])).toEqual([
    false,
    0,
  ]);

  await expect(button(page, 'Zoom in')).toBeHidden();
  await button(page, 'Show controls').click();
  await isOff(page, 'Zoom out');
  await button(page, 'Zoom in').click();
  await expect.poll(() => log.paths[2]).toBe(`/image?${src}&${own}&stats=0&width=960&height=720`);
  await button(page, 'Zoom in').click();
  // Of 4 x 4 tiles of 432 x 324 pixels, those that the middle 500 x 500 pixels touch.
  const tile = (number: number) => `/image?${src}&${own}&stats=0&width=1728&height=1296&tile=${number}%3A16`;
  await expect.poll(() => log.paths.slice(3).sort()).toEqual([6, 7, 10, 11].map(tile).sort());
  expect(log.most).toBeLessThanOrEqual(2);
  await button(page, 'Whole image').click();
  await isOff(page, 'Whole image');
  expect(said).toEqual([]);
  await expectAccessible(page);
  site.close();
});

test('is led by the page: own buttons, no panel, one viewer after the other', async ({ page }) => {
  const names = [
    'zoom_in',
    'zoom_out',
    'reset',
    'toggle_help',
    'toggle_image_info',
    'toggle_fullscreen',
    'resize',
  ];
  const log = watchRequests(page);
  const site = await openElsewhere(page, start(map(), { showcontrols: 'no', title: 'Given <b>title</b>' }), {
    policy: `script-src ${server} 'self' 'unsafe-inline'`,
    body: `${VIEWER}${names
      .map((name) => `<a href="/left" onclick="return canvas_view_${name}('viewer')">${name}</a>`)
      .join(' ')}`,
  });
  await whenLoaded(page);
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  await expect(page.locator('.controlpanel, .controltoggle')).toHaveCount(0);
  await link('zoom_in').click();
  await expect.poll(() => log.paths.at(-1)).toContain('width=960&height=720');
  await link('toggle_help').click();
  await expect(page.locator('.alertpanel')).toContainText('shift-click to zoom out');
  await expectAccessible(page);
  await link('toggle_image_info').click();
  await expect(page.locator('.alertpanel')).toHaveCount(0);
  await link('toggle_image_info').click();
  await expect(page.locator('.alertpanel')).toContainText('Given title');
  await page.locator('.alertpanel').click();
  await expect(page.locator('.alertpanel')).toHaveCount(0);

  await page.evaluate(() => {
    const element = document.getElementById('viewer');
    if (element) element.style.width = '300px';
  });
  await link('resize').click();
  await expect(page.locator('#viewer canvas')).toHaveAttribute('width', '300');
  await link('toggle_fullscreen').click();
  const viewer = page.locator('body > #viewer.fullscreen');
  await expect(viewer).toHaveCSS('position', 'fixed');
  await expect(page.locator('.fullscreen_mask')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(page.locator('main > #viewer')).toHaveCSS('width', '300px');
  await expect(page.locator('.fullscreen_mask')).toHaveCount(0);
  await link('zoom_out').click();
  await link('reset').click();
  expect(page.url()).toBe(site.address);
  expect((await heard(page)).map(([name, src, isOn]) => [name, src, isOn])).toEqual([
    ['load', `${folder}/map.jpg`, undefined],
    ['info', `${folder}/map.jpg`, undefined],
    ['fullscreen', `${folder}/map.jpg`, true],
    ['fullscreen', `${folder}/map.jpg`, false],
  ]);

  await page.evaluate((url) => (globalThis as any).canvas_view_init('viewer', url), map());
  await expect(page.locator('#viewer canvas')).toHaveCount(1);
  await expect(button(page, 'Show controls')).toBeVisible();
  site.close();
});

test('keeps parameters of the page on every tile, and counts the picture that they show', async ({
  page,
}) => {
  const log = watchRequests(page);
  const query = '&tmp=SmallJpeg&angle=90&left=0.25&right=0.75&halign=C0.5&width=90&stats=0';
  const site = await openElsewhere(page, start(map(query), { showcontrols: 'yes' }));
  await whenLoaded(page);
  const kept = (width: number, stats: number) =>
    `/image?src=${folder}%2Fmap.jpg&tmp=SmallJpeg&angle=90&left=0.25&right=0.75&halign=C0.5` +
    `&width=${width}&stats=${stats}&format=jpg&autosizefit=0&strip=1`;
  expect(log.paths[1]).toBe(`${kept(188, 1)}&height=500`);
  await button(page, 'Zoom in').click();
  await expect.poll(() => log.paths[2]).toBe(`${kept(360, 0)}&height=960`);
  await button(page, 'Zoom in').click();
  const tiles = [2, 3, 6, 7, 10, 11, 14, 15];
  await expect.poll(() => log.paths.length).toBeGreaterThan(5);
  for (const path of log.paths.slice(3)) {
    expect(path).toMatch(/&height=1728&tile=\d+%3A16$/);
    expect(path.startsWith(kept(648, 0))).toBe(true);
  }
  expect(tiles).toContain(Number(/tile=(\d+)/.exec(log.paths[3] ?? '')?.[1]));
  site.close();
});

test('opens pictures in full screen when they are clicked, to be saved by whoever may', async ({ page }) => {
  const log = watchRequests(page);
  const site = await openElsewhere(
    page,
    `window.heard = [];
    canvas_view_init_all_images('x', { controls: { download: true }, showcontrols: 'yes' }, {
      onload: function (src) { heard.push(['load', src]); },
      ondownload: function (src) { heard.push(['download', src]); }
    });
    document.getElementById('back').style.backgroundImage = 'url("${map('&width=90')}")';
    canvas_view_init_image('back', { showcontrols: 'yes' }, { onload: function (src) { heard.push(['load', src]); } });`,
    {
      body:
        `<img class="x" title="The map of our town and its surroundings" alt="" src="${map('&width=100&halign=L0')}">` +
        `<img class="x" alt="Closed" src="${server}/image?src=${folder}/closed/small.jpg&width=100">` +
        `<div id="back">Text</div>`,
    },
  );
  await page.locator('img').first().click();
  const viewer = page.locator('body > #_cv_fs_zoom_click_el.fullscreen');
  await expect(viewer).toBeVisible();
  await expect(viewer.locator('.controltitle')).toHaveText('The map of our town and...');
  await whenLoaded(page);
  expect(log.paths.find((path) => path.includes('stats=1'))).toBe(
    `/image?src=${folder}%2Fmap.jpg&width=500&format=jpg&autosizefit=0&strip=1&stats=1&height=375`,
  );
  // The window is 1280 x 720: the nearest level is 960 x 720.
  await expect.poll(() => log.paths.at(-1)).toContain('stats=0');
  expect(log.paths.at(-1)).toContain('width=960');
  // More than it has buttons: the page below is out of reach.
  for (let i = 0; i < 11; i++) await page.keyboard.press('Tab');
  expect(await viewer.evaluate((each) => each.contains(document.activeElement))).toBe(true);
  const download = page.waitForEvent('download');
  await button(page, 'Download').click();
  expect(new URL((await download).url()).search).toBe(`?src=${folder}%2Fmap.jpg&attach=1`);
  expect(await heard(page)).toEqual([
    ['load', `${folder}/map.jpg`],
    ['download', `${folder}/map.jpg`],
  ]);
  await page.mouse.click(3, 3);
  await expect(page.locator('.fullscreen')).toHaveCount(0);

  await page.locator('img').last().press('Enter');
  await expect.poll(() => heard(page)).toContainEqual(['load', `${folder}/closed/small.jpg`]);
  const refused = viewer.locator('.icon.download');
  await expect(refused).toHaveClass(/disabled/);
  await expect(refused).toHaveAttribute('title', /permission/);
  await expect(viewer.locator('.controltitle')).toHaveText('Closed');
  await button(page, 'Close full screen').click();
  await expect(page.locator('.fullscreen')).toHaveCount(0);

  expect(await page.evaluate(() => (document.getElementById('back') as any)._onclick())).toBe(false);
  await expect.poll(async () => (await heard(page)).length).toBe(4);
  await page.keyboard.press('Escape');
  await expect(page.locator('.fullscreen')).toHaveCount(0);
  site.close();
});

test('zooms about what is clicked, moves with the mouse, and leaves the wheel to the page', async ({
  page,
}) => {
  const log = watchRequests(page);
  const site = await openElsewhere(page, start(map(), { showcontrols: 'yes' }), {
    style: `${STYLE} body { height: 3000px; }`,
  });
  await whenLoaded(page);
  const box = await page.locator('#viewer canvas').boundingBox();
  const at = (x: number, y: number) => [(box?.x ?? 0) + x, (box?.y ?? 0) + y] as const;
  const tiles = () =>
    log.paths
      .flatMap((path) => /tile=(\d+)/.exec(path)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  // Clicks are a double click unless as much time lies between them.
  const pause = () => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 310)));
  await page.mouse.click(...at(400, 250), { button: 'right' });
  await page.mouse.click(...at(400, 250));
  await expect.poll(() => log.paths.length).toBe(3);
  await pause();
  await page.mouse.click(...at(400, 250));
  await expect.poll(tiles).toEqual([7, 8, 11, 12]);
  await page.mouse.move(...at(100, 250));
  await page.mouse.down();
  await page.mouse.move(...at(400, 250), { steps: 5 });
  await expect(page.locator('canvas.panning')).toHaveCount(1);
  await page.mouse.up();
  await expect(page.locator('canvas.panning')).toHaveCount(0);
  await expect.poll(tiles).toEqual([6, 7, 8, 10, 11, 12]);

  await page.mouse.move(...at(250, 250));
  await page.mouse.wheel(0, 200);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(200);
  await page.evaluate(() => window.scrollTo(0, 0));
  for (const isLast of [false, true]) {
    await page.keyboard.down('Shift');
    await page.mouse.click(...at(250, 250));
    await page.keyboard.up('Shift');
    if (isLast) await isOff(page, 'Zoom out');
    else await expect(button(page, 'Zoom out')).not.toHaveClass(/disabled/);
    await pause();
  }
  await button(page, 'Zoom in').click();
  await page.mouse.dblclick(...at(250, 250));
  await isOff(page, 'Whole image');

  await page.keyboard.press('Shift+Tab');
  await page.locator('#viewer canvas').focus();
  await page.keyboard.press('+');
  await expect(button(page, 'Whole image')).not.toHaveClass(/disabled/);
  await page.keyboard.press('0');
  await isOff(page, 'Whole image');
  site.close();
});

test('moves on when it is let go, and takes one zoom at a time', async ({ browser }) => {
  const context = await browser.newContext({ reducedMotion: 'no-preference' });
  const page = await context.newPage();
  const log = watchRequests(page);
  const site = await openElsewhere(
    page,
    start(`${server}/image?src=${folder}/town.jpg`, { showcontrols: 'yes' }),
  );
  await whenLoaded(page);
  const zoomTwice = () =>
    page.evaluate(() => [1, 2].map(() => (globalThis as any).canvas_view_zoom_in('viewer')));
  await zoomTwice();
  await expect(button(page, 'Zoom out')).not.toHaveClass(/disabled/);
  const tilesOf = (width: number) => log.paths.filter((path) => path.includes(`width=${width}&`)).length;
  expect([tilesOf(960), tilesOf(2000)]).toEqual([1, 0]);
  await zoomTwice();
  await expect.poll(() => tilesOf(2000)).toBe(4);
  // The last level; the animation is over.
  await isOff(page, 'Zoom in');
  const seen = log.paths.join();
  for (const tile of [5, 9]) expect(seen).not.toContain(`tile=${tile}%3A16`);
  // At one go, as the speed counts.
  await page.locator('#viewer canvas').evaluate((canvas) => {
    const { left, top } = canvas.getBoundingClientRect();
    const send = (type: string, x: number) =>
      canvas.dispatchEvent(
        new PointerEvent(type, {
          pointerId: 7,
          pointerType: 'mouse',
          bubbles: true,
          clientX: left + x,
          clientY: top + 250,
        }),
      );
    send('pointerdown', 200);
    for (const x of [250, 300, 350, 400]) send('pointermove', x);
    send('pointerup', 400);
  });
  // Two hundred pixels alone would show no other column.
  for (const tile of [5, 9]) await expect.poll(() => log.paths.join()).toContain(`tile=${tile}%3A16`);
  await context.close();
  site.close();
});

test('zooms by two fingers and moves by one, and the page stays where it is', async ({ browser }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 500, height: 800 } });
  const page = await context.newPage();
  const log = watchRequests(page);
  const site = await openElsewhere(page, start(map(), { showcontrols: 'yes' }), {
    style: `body { margin: 0; height: 3000px; } h1 { display: none; } #viewer { width: 500px; height: 500px; }`,
  });
  await whenLoaded(page);
  const session = await context.newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: Array<[number, number]>) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(([x, y], id) => ({ x, y, id })),
    });
  await touch('touchStart', [230, 250], [270, 250]);
  await touch('touchMove', [220, 250], [285, 250]);
  await expect.poll(() => log.paths.at(-1)).toContain('width=960');
  await touch('touchMove', [200, 250], [300, 250]);
  await expect.poll(() => log.paths.filter((path) => path.includes('width=1728')).length).toBe(4);
  await touch('touchEnd');
  await touch('touchStart', [250, 400]);
  for (const y of [380, 300, 200]) await touch('touchMove', [250, y]);
  await touch('touchEnd');
  await expect.poll(() => log.paths.join()).toContain('tile=14%3A16');
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.touchscreen.tap(250, 250);
  await page.touchscreen.tap(250, 250);
  await isOff(page, 'Whole image');
  await context.close();
  site.close();
});

test('gets over failures: of a tile, of a level that the server does not make, of everything', async ({
  page,
}) => {
  const log = watchRequests(page);
  let failures = 0;
  await page.route(/width=1728.*tile=6%3A16/, (route) => (++failures < 3 ? route.abort() : route.continue()));
  await page.route(/width=3136/, (route) => route.fulfill({ status: 400, body: 'too large' }));
  const site = await openElsewhere(page, start(map(), { showcontrols: 'yes' }));
  await whenLoaded(page);
  await button(page, 'Zoom in').click();
  await button(page, 'Zoom in').click();
  await expect.poll(() => failures).toBe(3);
  await button(page, 'Zoom in').click();
  // As the level cannot be had, the one below is the largest.
  await isOff(page, 'Zoom in');
  await expect(button(page, 'Zoom out')).not.toHaveClass(/disabled/);
  expect(log.paths.filter((path) => path.includes('width=4000'))).toEqual([]);

  await page.evaluate(
    (url) => (globalThis as any).canvas_view_init('viewer', url, { showcontrols: 'yes' }),
    `${server}/image?src=no/such.jpg`,
  );
  await expect(page.locator('.controltitle')).toHaveText('');
  await isOff(page, 'Zoom in');
  site.close();
});

test('works below a path of the server, and with addresses relative to the page', async ({ page }) => {
  const asked: string[] = [];
  await page.route('**/mounted/here/**', async (route) => {
    const url = new URL(route.request().url());
    asked.push(url.pathname + url.search);
    await route.fulfill({
      response: await route.fetch({ url: server + url.pathname.replace('/mounted/here', '') + url.search }),
    });
  });
  const site = await openElsewhere(page, start(`mounted/here/image?src=${folder}/map.jpg`), {
    policy: `script-src ${server} 'self'`,
  });
  await whenLoaded(page);
  expect(asked).toEqual([
    `/mounted/here/api/v1/details/?src=${folder}%2Fmap.jpg`,
    `/mounted/here/image?src=${folder}%2Fmap.jpg&format=jpg&autosizefit=0&strip=1&stats=1&width=500&height=375`,
  ]);
  site.close();
});
