import { expect, type Page, test } from '@playwright/test';
import { openOtherSite, strictPolicy } from './testing/other-site.ts';
import { complaints } from './testing/page-checks.ts';
import { call, makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';

/** Gallery, slideshow, simple viewer and lazy images, as pages of other sites embed them: under a policy without anything inline. */
const folder = unique('embeds');
const NAMES = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'];
const src = (name: string) => `${folder}%2F${name}`;

test.beforeAll(async ({ request }) => {
  await signIn({ request });
  const files = NAMES.map(async (name, index) => [name, await picture(index + 1, 1600, 1200)] as const);
  await storePictures(request, `/${folder}`, Object.fromEntries(await Promise.all(files)));
});

type Embedding = {
  /** Scripts by their file names without endings; style sheets go with them. */
  viewers: string[];
  style?: string;
  body: string;
  script: string;
};

/** Opens a page of another origin; gives what it asks of the server, besides scripts and style sheets, as it goes on. */
async function embed(page: Page, server: string | undefined, { viewers, style, body, script }: Embedding) {
  if (server === undefined) throw new Error('the tests know no server');
  const asked: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (url.startsWith(server) && !/\.(?:js|css)$/.test(url)) asked.push(url.slice(server.length));
  });
  const sheets = viewers.flatMap((name) => /^(?:canvas|gallery|simple)_view/.exec(name)?.[0] ?? []);
  const head = [
    ...sheets.map((name) => `<link rel="stylesheet" href="${server}/static/styles/${name}.css">`),
    ...viewers.map((name) => `<script src="${server}/static/js/${name}.js"></script>`),
  ].join('');
  const site = await openOtherSite(body.replaceAll('SERVER', server), {
    head,
    style: style ?? '',
    script: `var SERVER = '${server}', FOLDER = '${folder}', told = [];\n${script}`,
    policy: strictPolicy(server),
  });
  closing.push(site.close);
  await page.goto(site.address);
  return asked;
}

const closing: Array<() => void> = [];
test.afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** What the page's own script has noted. */
const told = (page: Page) => page.evaluate<unknown[]>('told');

test.describe('slideshow', () => {
  const BOX = '#show { width: 400px; height: 300px; padding: 10px; }';
  const seen = (page: Page) => page.locator('#show').getByRole('img', { name: /^[a-d]$/ });
  const start = (options: string) => `
    function show(more) {
      var options = { server: SERVER, params: { tmp: '' }, images: [
        { src: FOLDER + '/a.jpg', url: '#linked' }, { src: FOLDER + '/b.jpg', quality: 70 }, { src: FOLDER + '/c.jpg' } ] };
      for (var name in more) options[name] = more[name];
      told.push(slideshow_view_init('show', options));
    }
    show(${options});`;

  for (const mode of ['slide', 'stack', 'fade']) {
    test(`mode ${mode}: runs by itself, wraps around, waits while nobody looks`, async ({
      page,
      baseURL,
    }) => {
      const heard = complaints(page);
      // Time stands still but where the test lets it go on.
      await page.clock.install({ time: 0 });
      await page.clock.pauseAt(1000);
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      const asked = await embed(page, baseURL, {
        viewers: ['slideshow_view.min'],
        style: BOX,
        body: '<div id="show"></div>',
        script: start(`{ mode: '${mode}', delay: 4 }`),
      });
      await expect(seen(page)).toHaveAccessibleName('a');
      const pause = async (hidden: boolean) => {
        await page.evaluate((value) => {
          Object.defineProperty(document, 'hidden', { configurable: true, value });
          document.dispatchEvent(new Event('visibilitychange'));
        }, hidden);
      };
      await page.clock.runFor(4100);
      // Halfway through the change both are there.
      await page.clock.runFor(400);
      await expect(seen(page)).toHaveCount(2);
      await page.clock.runFor(700);
      await expect(seen(page)).toHaveAccessibleName('b');
      await pause(true);
      await page.clock.runFor(20_000);
      await expect(seen(page)).toHaveAccessibleName('b');
      await pause(false);
      await page.locator('#show').hover();
      await page.clock.runFor(20_000);
      await expect(seen(page)).toHaveAccessibleName('b');
      await page.mouse.move(600, 600);
      await page.clock.runFor(5200);
      await expect(seen(page)).toHaveAccessibleName('c');
      await page.clock.runFor(5200);
      await expect(seen(page)).toHaveAccessibleName('a');
      const size = 'width=400&height=300&autosizefit=1&strip=1&format=jpg';
      expect(asked.filter((url) => url.startsWith('/image?')).sort()).toEqual([
        `/image?src=${src('a.jpg')}&${size}`,
        `/image?src=${src('b.jpg')}&quality=70&${size}`,
        `/image?src=${src('c.jpg')}&${size}`,
      ]);
      expect(asked.filter((url) => url.startsWith('/static/')).sort()).toEqual([
        '/static/images/slideshow/arrow-left.png',
        '/static/images/slideshow/arrow-right.png',
      ]);
      expect(heard).toEqual([]);
    });
  }

  test('is turned by functions, arrows, dots, keys and fingers, and replaced by a new one', async ({
    page,
    baseURL,
  }) => {
    await embed(page, baseURL, {
      viewers: ['slideshow_view.min'],
      style: `${BOX} #empty { width: 100px; height: 100px; }`,
      body: '<div id="show"></div><div id="empty"></div>',
      script: start('{}'),
    });
    const turn = (order: string) => page.evaluate(`slideshow_view_${order}`);
    await expect(seen(page)).toHaveAccessibleName('a');
    await expect(page.getByRole('link')).toHaveAttribute('href', '#linked');
    expect(await turn('prev("show")')).toBe(false);
    await expect(seen(page)).toHaveAccessibleName('c');
    expect(await turn('index("show", 99)')).toBe(false);
    expect(await turn('index("show", -1)')).toBe(false);
    await expect(seen(page)).toHaveAccessibleName('a');
    expect(await turn('next("empty")')).toBeUndefined();
    await page.getByRole('button', { name: 'Next picture' }).click();
    await expect(seen(page)).toHaveAccessibleName('b');
    await page.locator('._sls_dot').nth(2).click();
    await expect(seen(page)).toHaveAccessibleName('c');
    await expect(page.locator('._sls_dot').nth(2)).toHaveCSS('background-color', 'rgb(221, 221, 221)');
    await page.keyboard.press('ArrowRight');
    await expect(seen(page)).toHaveAccessibleName('a');
    await swipe(page, '#show', -120);
    await expect(seen(page)).toHaveAccessibleName('b');
    await swipe(page, '#show', 120);
    await expect(seen(page)).toHaveAccessibleName('a');
    // The finger that turned it followed no link; a click does.
    expect(new URL(page.url()).hash).toBe('');
    await page.getByRole('link').click();
    expect(new URL(page.url()).hash).toBe('#linked');

    await page.evaluate(`var former = document.getElementById('show')._show;
      show({ images: [], folder: FOLDER, mode: 'fade', controls: false })`);
    await expect(page.locator('._sls_dot')).toHaveCount(4);
    await expect(seen(page)).toHaveAccessibleName('a');
    expect(await page.evaluate('former.next(), document.getElementById("show")._show.options.mode')).toBe(
      'fade',
    );
    await expect(seen(page)).toHaveAccessibleName('a');
    await expect(page.getByRole('button', { name: 'Next picture' })).toHaveCount(0);
    expect(await told(page)).toEqual([false, false]);
  });

  test('a first picture that is not there holds nothing up, and a box that grows gets sharper ones', async ({
    page,
    baseURL,
  }) => {
    const asked = await embed(page, baseURL, {
      viewers: ['slideshow_view.min'],
      style: BOX,
      body: '<div id="show"></div>',
      script: start("{ images: [{ src: FOLDER + '/none.jpg' }, { src: FOLDER + '/b.jpg' }] }"),
    });
    await expect(seen(page)).toHaveAccessibleName('b');
    await page.locator('#show').evaluate((box) => Object.assign(box.style, { width: '800px' }));
    await expect.poll(() => asked.join()).toContain(`${src('b.jpg')}&width=800&height=300&`);
  });
});

/** A finger that goes sideways over the middle of an element. */
async function swipe(page: Page, selector: string, distance: number): Promise<void> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not shown`);
  const at = (x: number) => ({ touchPoints: [{ x: box.x + box.width / 2 + x, y: box.y + box.height / 2 }] });
  const session = await page.context().newCDPSession(page);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', ...at(0) });
  for (const part of [0.25, 0.5, 0.75, 1]) {
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', ...at(distance * part) });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await session.detach();
}

test.describe('simple viewer', () => {
  const common = 'width=400&height=300';
  const crop = (edges: string) => `${common}&${edges}&format=jpeg`;
  const WHOLE = crop('top=0&left=0&bottom=1&right=1');

  test('each click asks for a crop, shift goes back, alt moves; ten levels', async ({ page, baseURL }) => {
    const heard = complaints(page);
    const asked = await embed(page, baseURL, {
      viewers: ['simple_view.min'],
      style: '#box { width: 400px; height: 300px; }',
      body: '<div id="box" class="imageviewer">gone</div>',
      script: `told.push(simple_view_init('box', SERVER + '/image?tmp=&src=' + FOLDER + '/a.jpg&stats=1'));`,
    });
    const image = page.locator('#box img');
    const click = async (x: number, y: number, modifiers: Array<'Shift' | 'Alt'> = []) => {
      await expect(image).not.toHaveAttribute('aria-busy');
      await image.click({ position: { x, y }, modifiers });
    };
    const zoomed = (edges: string) => `/image?src=${src('a.jpg')}&stats=0&${crop(edges)}&autocropfit=1`;
    await click(200, 150);
    await click(0, 299);
    await click(399, 299, ['Alt']);
    await click(200, 150, ['Shift']);
    await click(200, 150, ['Shift']);
    // It is in the page already; the browser asks for none twice.
    await expect(image).toHaveAttribute('src', `${baseURL}/image?src=${src('a.jpg')}&${WHOLE}`);
    expect(asked).toHaveLength(5);
    expect(asked.slice(0, 2)).toEqual([
      `/image?src=${src('a.jpg')}&${WHOLE}`,
      zoomed('top=0.15&left=0.15&bottom=0.85&right=0.85'),
    ]);
    expect(edgesOf(asked[2])).toEqual([expect.closeTo(0.51, 2), 0, 1, 0.49]);
    expect(edgesOf(asked[3])).toEqual([0.51, expect.closeTo(0.244, 2), 1, expect.closeTo(0.734, 2)]);
    for (let step = 0; step < 12; step++) await click(200, 150);
    await expect(image).toHaveCSS('cursor', 'crosshair');
    expect(asked).toHaveLength(13);
    await page.evaluate('told.push(simple_view_reset("box"), simple_view_reset("nothing"))');
    await expect(image).toHaveAttribute('src', `${baseURL}/image?src=${src('a.jpg')}&${WHOLE}`);
    expect(await told(page)).toEqual([false, false, false]);
    expect(heard).toEqual([]);
  });

  test('an image of the page is left alone until it is clicked; a small one stays as it is', async ({
    page,
    baseURL,
  }) => {
    const asked = await embed(page, baseURL, {
      viewers: ['simple_view.min', 'canvas_view.min'],
      style: '.box { width: 400px; height: 300px; }',
      body: `<div class="box"><img id="large" alt="Large" src="SERVER/image?src=${folder}/a.jpg&amp;width=400&amp;top=0.2"></div>
        <div class="box"><img id="small" alt="Small" src="SERVER/image?src=${folder}/a.jpg&amp;width=200&amp;autosizefit=1"></div>`,
      script: `
        var large = document.getElementById('large');
        large.onload = function () { simple_view_init_image(large); };
        told.push(simple_view_init_image('large'), simple_view_init_image('small'), simple_view_reset_image('large'));`,
    });
    const own = asked.length;
    const image = page.getByRole('button', { name: 'Large' });
    await page.getByRole('button', { name: 'Small' }).click();
    await image.click({ position: { x: 200, y: 120 } });
    await expect.poll(() => asked.length).toBe(own + 1);
    expect(edgesOf(asked.at(-1))).toEqual([0.32, 0.15, 0.88, 0.85]);
    await expect(image).not.toHaveAttribute('aria-busy');
    await image.press('+');
    await expect.poll(() => asked.length).toBe(own + 2);
    await expect(image).not.toHaveAttribute('aria-busy');
    await page.evaluate('simple_view_reset_image("large")');
    await expect.poll(() => edgesOf(asked.at(-1))).toEqual([0.2, 0, 1, 1]);
    expect(await told(page)).toEqual([false, false, false]);
  });

  /** Top, left, bottom and right of a request. */
  function edgesOf(url: string | undefined): number[] {
    const { searchParams } = new URL(url ?? '', 'http://localhost');
    return ['top', 'left', 'bottom', 'right'].map((name) => Number(searchParams.get(name)));
  }
});

test('of 300 lazy images about a hundred are loaded at a time, and the page is told', async ({
  page,
  baseURL,
}) => {
  const heard = complaints(page);
  const images = Array.from(
    { length: 300 },
    (_, index) =>
      `<img alt="" width="300" height="200" src="SERVER/static/images/spacer.png" data-defer-src="SERVER/image?src=${folder}/a.jpg&amp;width=60&amp;n=${index}">`,
  );
  const asked = await embed(page, baseURL, {
    viewers: [],
    style: 'img { display: block; }',
    body: images.join(''),
    script: `
      var ImageDefer = { options: {
        maxLoaded: 100, scrollingSkipRate: 1000000,
        onImageRequested: function (image) { told.push(['requested', this === ImageDefer && image._defer_state]); },
        onImageLoaded: function (image) { told.push(['loaded', this === ImageDefer && image._defer_state]); },
        onImageUnloaded: function (image) { told.push(['unloaded', this === ImageDefer && image._defer_state]); }
      } };`,
  });
  await page.addScriptTag({ url: `${baseURL}/static/js/image-defer.min.js` });
  const states = () =>
    page.evaluate(() => {
      const counts = [0, 0, 0, 0];
      for (const image of document.querySelectorAll('img')) {
        counts[(image as { _defer_state?: number })._defer_state ?? 0]! += 1;
      }
      return counts;
    });
  const pictures = () => asked.filter((url) => url.startsWith('/image?')).length;
  await expect.poll(async () => (await states())[2]).toBeGreaterThanOrEqual(4);
  expect(pictures()).toBeLessThan(10);
  for (let y = 0; y < 60_000; y += 600) {
    await page.evaluate(
      (top) =>
        new Promise((done) => {
          window.scrollTo(0, top);
          requestAnimationFrame(done);
        }),
      y,
    );
  }
  await page.evaluate('window.scrollTo(0, 60000)');
  await expect.poll(pictures).toBe(300);
  await expect.poll(states).toEqual([200, 0, 100, 0]);
  const first = await page.evaluate(() => document.querySelector('img')?.currentSrc.endsWith('spacer.png'));
  expect(first).toBe(true);
  const events = (await told(page)) as Array<[string, number]>;
  const count = (name: string, state: number) =>
    events.filter(([event, at]) => event === name && at === state).length;
  expect(count('requested', 1)).toBe(300);
  expect(count('loaded', 2) - count('unloaded', 0)).toBeLessThanOrEqual(100);
  expect(count('loaded', 2)).toBeGreaterThan(100);
  // From the other end now: what was let go comes back, from the browser's own store where it can.
  await page.evaluate('window.scrollTo(0, 0)');
  await expect(page.locator('img').first()).toHaveJSProperty('_defer_state', 2);
  await page.evaluate(`ImageDefer.options.maxLoaded = 10, ImageDefer.trimImages()`);
  await expect.poll(() => page.evaluate('ImageDefer.imagesLoaded()')).toBe(10);
  expect(heard).toEqual([]);
});

test.describe('gallery', () => {
  const BOX = '#gallery { width: 600px; height: 500px; }';
  const thumbnails = (page: Page) => page.locator('.thumbnails .scroller img');
  const thumbUrl = (name: string, more = '') =>
    `/image?${more}src=${src(name)}&width=120&height=120&strip=1&format=png&fill=none`;

  test('in the page: one list, thumbnails, the zoom viewer, events; a new one replaces it', async ({
    page,
    baseURL,
  }) => {
    const heard = complaints(page);
    const asked = await embed(page, baseURL, {
      viewers: ['canvas_view.min', 'gallery_view.min'],
      style: BOX,
      body: '<div id="gallery"></div>',
      script: `
        function gallery(more) {
          var options = { server: SERVER, folder: FOLDER, startImage: FOLDER + '/c.jpg', params: { tmp: 'Default' },
            images: [{ src: FOLDER + '/b.jpg', title: 'Second' }, { src: FOLDER + '/b.jpg' }], viewer: { showcontrols: 'no' } };
          for (var name in more) options[name] = more[name];
          told.push(gallery_view_init('gallery', options, {
            onchange: function (src) { told.push(['change', src]); },
            onload: function (src) { told.push(['load', src]); }
          }));
        }
        gallery();`,
    });
    await expect(thumbnails(page)).toHaveCount(4);
    await expect(page.locator('.main_view canvas')).toBeVisible();
    await expect
      .poll(() => told(page))
      .toEqual([false, ['change', `${folder}/c.jpg`], ['load', `${folder}/c.jpg`]]);
    await expect(page.locator('img.selected')).toHaveAccessibleName('c');
    const tmp = 'tmp=Default&';
    expect(asked.filter((url) => url.startsWith('/api/')).sort()).toEqual([
      `/api/v1/details/?src=${src('c.jpg')}`,
      `/api/v1/list/?path=${folder}`,
    ]);
    expect(asked.filter((url) => url.includes('format=png')).sort()).toEqual(
      NAMES.map((name) => thumbUrl(name, tmp)),
    );
    expect(asked.filter((url) => url.includes('format=jpg'))).toEqual([
      `/image?${tmp}src=${src('c.jpg')}&width=491&height=368&strip=1&format=jpg&fill=none&autosizefit=0&stats=1`,
    ]);
    expect(await page.locator('.main_view').evaluate((main) => main.clientHeight)).toBe(368);

    // The third of the strip, behind a duplicate: the right one opens. Of quick choices only the last is loaded.
    await page.evaluate(`for (const image of document.querySelectorAll('.scroller img')) image.click()`);
    await expect.poll(() => told(page)).toContainEqual(['load', `${folder}/d.jpg`]);
    expect(asked.filter((url) => url.startsWith('/api/v1/details/'))).toEqual([
      `/api/v1/details/?src=${src('c.jpg')}`,
      `/api/v1/details/?src=${src('d.jpg')}`,
    ]);
    await page.locator('#gallery').evaluate((box) => Object.assign(box.style, { height: '400px' }));
    await page.evaluate('told = [gallery_view_resize("gallery"), gallery_view_resize("none")]');
    expect(await page.locator('.main_view').evaluate((main) => main.clientHeight)).toBe(268);

    await page.evaluate(
      `gallery({ folder: '', images: [{ src: FOLDER + '/none.jpg' }, { src: FOLDER + '/a.jpg' }], startImage: '' })`,
    );
    await expect(page.locator('img.selected')).toHaveAccessibleName('a');
    await expect
      .poll(() => told(page))
      .toEqual([false, false, false, ['change', `${folder}/a.jpg`], ['load', `${folder}/a.jpg`]]);
    await expect(page.locator('.main_view')).toHaveCount(1);
    await page.evaluate(`gallery({ folder: '', images: [] })`);
    await expect(page.getByText('There are no pictures in this gallery.')).toBeVisible();
    expect(heard.filter((text) => !/status of 404/.test(text))).toEqual([]);
  });

  test('many thumbnails are scrolled by buttons, keys and choice', async ({ page, baseURL }) => {
    await embed(page, baseURL, {
      viewers: ['common_view', 'canvas_view', 'gallery_view'],
      style: BOX,
      body: '<div id="gallery"></div>',
      script: `var images = [];
        for (var i = 0; i < 12; i++) images.push({ src: FOLDER + '/a.jpg', title: 'T' + i, left: i / 100 });
        gallery_view_init('gallery', { server: SERVER, images: images, viewer: { showcontrols: 'no' } });`,
    });
    const back = page.getByRole('button', { name: 'Scroll back' });
    const on = page.getByRole('button', { name: 'Scroll on' });
    await expect(page.locator('img.selected')).toHaveAccessibleName('T0');
    await expect(back).toHaveClass(/disabled/);
    await expect(page.getByRole('option', { name: 'T6' })).not.toBeInViewport();
    await on.click();
    await expect(page.getByRole('option', { name: 'T6' })).toBeInViewport();
    await expect(back).not.toHaveClass(/disabled/);
    await page.getByRole('option', { name: 'T6' }).click();
    await page.keyboard.press('End');
    await expect(page.locator('img.selected')).toHaveAccessibleName('T11');
    await expect(on).toHaveClass(/disabled/);
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('option', { name: 'T10' })).toBeFocused();
  });

  test('from linked images: opens over the page on the one that is clicked; arrows, Esc', async ({
    page,
    baseURL,
  }) => {
    const heard = complaints(page);
    const image = (name: string, more: string) =>
      `<img class="x" ${more} src="SERVER/image?src=${folder}/${name}&amp;width=200&amp;quality=60">`;
    const asked = await embed(page, baseURL, {
      viewers: ['canvas_view.min', 'gallery_view.min'],
      style: '#back { width: 200px; height: 150px; }',
      body: `<a href="#away">${image('a.jpg', 'alt="First"')}</a>${image('b.jpg', 'alt="" title="Second"')}
        <div class="x" id="back"></div><img class="x" alt="Plain" src="SERVER/static/images/spacer.png">`,
      script: `
        document.getElementById('back').style.backgroundImage = 'url("' + SERVER + '/image?src=' + FOLDER + '/c.jpg")';
        var options = { viewer: { showcontrols: 'yes' } };
        told.push(gallery_view_init_all_fullscreen('x', options, {
          onchange: function (src) { told.push(src); },
          onfullscreen: function (src, on) { told.push([src, on]); }
        }));`,
    });
    expect(await page.evaluate('options.images')).toEqual([
      {
        src: `${folder}/a.jpg`,
        width: '200',
        quality: '60',
        server: `${baseURL}/`,
        title: 'First',
      },
      { src: `${folder}/b.jpg`, width: '200', quality: '60', server: `${baseURL}/`, title: 'Second' },
      { src: `${folder}/c.jpg`, server: `${baseURL}/` },
    ]);
    await page
      .getByRole('img', { name: 'Second' })
      .or(page.getByRole('button', { name: 'Second' }))
      .click();
    const dialog = page.getByRole('dialog', { name: 'Gallery' });
    await expect(dialog.locator('img.selected')).toHaveAccessibleName('Second');
    await expect(dialog.locator('.main_view canvas')).toBeVisible();
    await expect(dialog.locator('.icon.fulltoggle')).toHaveCount(0);
    await expect(page.locator('.fullscreen_mask')).toHaveCSS('z-index', '1000');
    await expect(page.locator('.fullscreen')).toHaveCSS('z-index', '1001');
    expect(asked.filter((url) => url.includes('format=png'))).toContain(
      `/image?src=${src('b.jpg')}&width=120&quality=60&height=120&strip=1&format=png&fill=none`,
    );
    for (const [key, name] of [
      ['ArrowRight', 'c'],
      ['ArrowRight', 'c'],
      ['ArrowLeft', 'Second'],
      ['ArrowDown', 'First'],
      ['ArrowUp', 'Second'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(dialog.locator('img.selected')).toHaveAccessibleName(name);
    }
    await page.setViewportSize({ width: 500, height: 700 });
    await expect(dialog).toHaveCSS('width', '474px');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(page.locator('.fullscreen_mask')).toHaveCount(0);
    await page.getByRole('link').click();
    await expect(dialog.locator('img.selected')).toHaveAccessibleName('First');
    expect(new URL(page.url()).hash).toBe('');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toHaveCount(0);
    const sources = (name: string) => `${folder}/${name}.jpg`;
    expect(await told(page)).toEqual([
      false,
      ['', true],
      ...['b', 'c', 'b', 'a', 'b'].map(sources),
      ['', false],
      ['', true],
      sources('a'),
      ['', false],
    ]);
    expect(heard).toEqual([]);
  });
});

test('elsewhere people see what everybody may see, signed in or not; here what they may see', async ({
  page,
  baseURL,
}) => {
  const hidden = unique('hidden');
  await signIn(page);
  await storePictures(page.request, `/${hidden}`, { 'h.jpg': await picture(9) });
  const { id: folderId } = await call<{ id: number }>(
    page.request,
    'GET',
    `/admin/filesystem/folders/?path=/${hidden}`,
  );
  await call(page.request, 'POST', '/admin/permissions/', { group_id: 1, folder_id: folderId, access: 0 });
  const person = await makePerson(page.request, { [`/${hidden}`]: 10 });
  const embedding: Embedding = {
    viewers: ['canvas_view_yc', 'gallery_view_yc', 'slideshow_view_yc'],
    style: 'div { width: 400px; height: 300px; }',
    body: '<div id="public"></div><div id="hidden"></div><div id="show"></div>',
    script: `
      gallery_view_init('public', { server: SERVER, folder: FOLDER });
      gallery_view_init('hidden', { server: SERVER, folder: '${hidden}' });
      slideshow_view_init('show', { server: SERVER, folder: '${hidden}' });`,
  };
  for (const signedIn of [true, false]) {
    if (signedIn) await signIn(page, person);
    else await page.context().clearCookies();
    const refused = page.waitForResponse((answer) => answer.url().includes(`list/?path=${hidden}`));
    await embed(page, baseURL, embedding);
    await expect(page.locator('#public .scroller img')).toHaveCount(NAMES.length);
    expect((await refused).status()).toBe(403);
    await expect(page.locator('#hidden > *')).toHaveCount(0);
    await expect(page.locator('#show img')).toHaveCount(0);
  }
});
