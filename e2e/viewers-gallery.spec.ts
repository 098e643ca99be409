import { expect, type Page, test } from '@playwright/test';
import {
  EMBEDDED_FOLDER,
  EMBEDDED_NAMES,
  type Embedding,
  embed,
  embeddedSrc,
  setUpEmbeddings,
  told,
} from './testing/embeddings.ts';
import { complaints } from './testing/page-checks.ts';
import { call, makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';

/** The gallery, as pages of other sites embed it: under a policy without anything inline. */
setUpEmbeddings();

test.describe('gallery', () => {
  const BOX = '#gallery { width: 600px; height: 500px; }';
  const thumbnails = (page: Page) => page.locator('.thumbnails .scroller img');
  const thumbUrl = (name: string, more = '') =>
    `/image?${more}src=${embeddedSrc(name)}&width=120&height=120&strip=1&format=png&fill=none`;

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
      .toEqual([false, ['change', `${EMBEDDED_FOLDER}/c.jpg`], ['load', `${EMBEDDED_FOLDER}/c.jpg`]]);
    await expect(page.locator('img.selected')).toHaveAccessibleName('c');
    const tmp = 'tmp=Default&';
    expect(asked.filter((url) => url.startsWith('/api/')).sort()).toEqual([
      `/api/v1/details/?src=${embeddedSrc('c.jpg')}`,
      `/api/v1/list/?path=${EMBEDDED_FOLDER}`,
    ]);
    expect(asked.filter((url) => url.includes('format=png')).sort()).toEqual(
      EMBEDDED_NAMES.map((name) => thumbUrl(name, tmp)),
    );
    expect(asked.filter((url) => url.includes('format=jpg'))).toEqual([
      `/image?${tmp}src=${embeddedSrc('c.jpg')}&width=491&height=368&strip=1&format=jpg&fill=none&autosizefit=0&stats=1`,
    ]);
    expect(await page.locator('.main_view').evaluate((main) => main.clientHeight)).toBe(368);

    // The third of the strip, behind a duplicate: the right one opens. Of quick choices only the last is loaded.
    await page.evaluate(`for (const image of document.querySelectorAll('.scroller img')) image.click()`);
    await expect.poll(() => told(page)).toContainEqual(['load', `${EMBEDDED_FOLDER}/d.jpg`]);
    expect(asked.filter((url) => url.startsWith('/api/v1/details/'))).toEqual([
      `/api/v1/details/?src=${embeddedSrc('c.jpg')}`,
      `/api/v1/details/?src=${embeddedSrc('d.jpg')}`,
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
      .toEqual([
        false,
        false,
        false,
        ['change', `${EMBEDDED_FOLDER}/a.jpg`],
        ['load', `${EMBEDDED_FOLDER}/a.jpg`],
      ]);
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
      `<img class="x" ${more} src="SERVER/image?src=${EMBEDDED_FOLDER}/${name}&amp;width=200&amp;quality=60">`;
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
        src: `${EMBEDDED_FOLDER}/a.jpg`,
        width: '200',
        quality: '60',
        server: `${baseURL}/`,
        title: 'First',
      },
      {
        src: `${EMBEDDED_FOLDER}/b.jpg`,
        width: '200',
        quality: '60',
        server: `${baseURL}/`,
        title: 'Second',
      },
      { src: `${EMBEDDED_FOLDER}/c.jpg`, server: `${baseURL}/` },
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
      `/image?src=${embeddedSrc('b.jpg')}&width=120&quality=60&height=120&strip=1&format=png&fill=none`,
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
    const sources = (name: string) => `${EMBEDDED_FOLDER}/${name}.jpg`;
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
    await expect(page.locator('#public .scroller img')).toHaveCount(EMBEDDED_NAMES.length);
    expect((await refused).status()).toBe(403);
    await expect(page.locator('#hidden > *')).toHaveCount(0);
    await expect(page.locator('#show img')).toHaveCount(0);
  }
});
