import { expect, type Page, test } from '@playwright/test';
import { fingersOn, makePictures, openModern, requestsTo } from './testing/modern-page.ts';
import { complaints, expectAccessible } from './testing/page-checks.ts';

/** `<emulsion-image>`, `<emulsion-slideshow>` and `<emulsion-gallery>` on pages of another origin that allow nothing inline. */

let server = '';
let folder = '';

test.beforeAll(async ({ browser, baseURL }) => {
  server = baseURL ?? '';
  folder = await makePictures(browser, server, 5);
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test.describe('picture', () => {
  test('takes the width it is shown at, keeps its room, and comes when it is near', async ({ page }) => {
    const said = complaints(page);
    const asked = requestsTo(page, server);
    const site = await openModern(
      page,
      server,
      `<emulsion-image class="first" src="${folder}/big.jpg" width="3" height="2" alt="A field" placeholder="blur"></emulsion-image>
       <p class="tall">Text</p>
       <emulsion-image class="second" src="${folder}/p1.jpg" params="width=400&amp;height=400" formats="webp" alt="Far down"></emulsion-image>`,
      { style: '.first { width: 500px; } .second { width: 300px; } .tall { height: 9000px; }' },
    );
    expect(await page.locator('.first').boundingBox()).toMatchObject({
      width: 500,
      height: expect.closeTo(500 / 1.5, 0),
    });
    await expect.poll(() => site.events('load')).toHaveLength(1);
    const src = `src=${folder}%2Fbig.jpg`;
    expect(asked).toEqual([
      `/image?${src}&width=24&format=jpg&quality=50&strip=1&stats=0`,
      `/image?${src}&width=640&format=auto`,
    ]);
    expect(await site.events('load')).toEqual([
      { src: `${folder}/big.jpg`, url: server + asked[1], width: 500, height: 333 },
    ]);
    await expect(page.getByRole('img', { name: 'A field' })).toBeVisible();
    await expectAccessible(page);

    await page.locator('.first').evaluate((each: any) => {
      each.classList.remove('first');
    });
    await expect.poll(() => asked.at(-1)).toMatch(/width=1280|width=1600/);

    await page.locator('.second').scrollIntoViewIfNeeded();
    await expect.poll(() => site.events('load')).toHaveLength(2);
    // The shape that the page asks for is kept at other widths.
    expect(asked.at(-1)).toBe(`/image?src=${folder}%2Fp1.jpg&width=320&height=320&format=webp`);
    expect(said).toEqual([]);
    site.close();
  });

  test('is asked for once more, then its words stand for it', async ({ page }) => {
    const asked = requestsTo(page, server);
    const site = await openModern(
      page,
      server,
      `<emulsion-image src="${folder}/none.jpg" alt="Nothing"></emulsion-image>`,
    );
    await expect.poll(() => site.events('error')).toHaveLength(1);
    expect(asked).toHaveLength(2);
    await expect(page.getByRole('img', { name: 'Nothing' })).toBeAttached();
    site.close();
  });
});

test.describe('slideshow', () => {
  const list = (entries: readonly object[]) => JSON.stringify(entries).replaceAll("'", '&#39;');
  const shown = (page: Page) => page.getByRole('group', { name: /^\d+ of \d+: / });

  test('goes by buttons, keys and mouse, with links and captions', async ({ page }) => {
    const said = complaints(page);
    const asked = requestsTo(page, server);
    const images = list([
      { src: `${folder}/p1.jpg`, title: 'First', alt: 'A circle', url: '#elsewhere' },
      { src: `${folder}/p2.jpg`, title: 'Second', description: 'With words' },
      { src: `${folder}/p3.jpg`, title: 'Third', angle: 90 },
    ]);
    const site = await openModern(
      page,
      server,
      `<emulsion-slideshow images='${images}' label="Our shop" params="quality=60"></emulsion-slideshow>`,
      { style: 'emulsion-slideshow { width: 600px; height: 300px; }' },
    );
    await expect.poll(() => site.events('load')).toHaveLength(1);
    const fitted = 'width=640&height=320&autosizefit=1&strip=1&format=auto';
    // The first, and the second while that is looked at.
    await expect
      .poll(() => asked)
      .toEqual([
        `/image?src=${folder}%2Fp1.jpg&quality=60&${fitted}`,
        `/image?src=${folder}%2Fp2.jpg&quality=60&${fitted}`,
      ]);
    await expect(page.getByRole('region', { name: 'Our shop' })).toBeVisible();
    await expect(shown(page)).toHaveAccessibleName('1 of 3: First');
    await expect(page.getByRole('link', { name: 'A circle' })).toBeVisible();
    await expectAccessible(page);

    await button(page, 'Next picture').click();
    await expect(shown(page)).toHaveAccessibleName('2 of 3: Second');
    await expect(page.getByText('With words')).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await expect(shown(page)).toHaveAccessibleName('3 of 3: Third');
    expect(asked.at(-1)).toContain('&angle=90&');
    await page.keyboard.press('ArrowRight');
    await expect(shown(page)).toHaveAccessibleName('1 of 3: First');
    await page.keyboard.press('End');
    await expect(shown(page)).toHaveAccessibleName('3 of 3: Third');
    await button(page, '2 of 3').click();
    await expect(shown(page)).toHaveAccessibleName('2 of 3: Second');
    await expect(button(page, '2 of 3')).toHaveAttribute('aria-current', 'true');

    await page.mouse.move(100, 200);
    await page.mouse.down();
    await page.mouse.move(400, 200, { steps: 6 });
    await page.mouse.up();
    await expect(shown(page)).toHaveAccessibleName('1 of 3: First');
    // Dragging by a link does not follow it.
    await page.mouse.move(400, 200);
    await page.mouse.down();
    await page.mouse.move(395, 200);
    await page.mouse.move(300, 200, { steps: 3 });
    await page.mouse.move(390, 200, { steps: 6 });
    await page.mouse.up();
    await expect(shown(page)).toHaveAccessibleName('1 of 3: First');
    expect(new URL(page.url()).hash).toBe('');
    await page.getByRole('link', { name: 'A circle' }).click();
    expect(new URL(page.url()).hash).toBe('#elsewhere');
    expect((await site.events('change')).map(({ index }) => index)).toEqual([1, 2, 0, 2, 1, 0]);
    expect(said).toEqual([]);
    site.close();
  });

  test('does not begin by itself where less motion is wanted; can be started, and told to pause', async ({
    page,
  }) => {
    const site = await openModern(
      page,
      server,
      `<emulsion-slideshow folder="/${folder}" autoplay delay="1" mode="fade"></emulsion-slideshow>`,
    );
    await expect.poll(() => site.events('load')).toHaveLength(1);
    await expect(shown(page)).toHaveAccessibleName('1 of 6: big');
    await button(page, 'Start the slideshow').press('Enter');
    await expect(button(page, 'Pause the slideshow')).toBeVisible();
    await expect.poll(() => site.events('change')).not.toEqual([]);
    await expect(page.locator('emulsion-slideshow').getByRole('group', { name: 'Pictures' })).toHaveAttribute(
      'aria-live',
      'off',
    );
    await button(page, 'Pause the slideshow').press('Enter');
    expect(await site.events('play')).toEqual([{ playing: true }, { playing: false }]);
    await expect(page.locator('emulsion-slideshow').getByRole('group', { name: 'Pictures' })).toHaveAttribute(
      'aria-live',
      'polite',
    );
    site.close();
  });

  test.describe('with motion', () => {
    test.use({ contextOptions: { reducedMotion: 'no-preference' } });

    for (const mode of ['slide', 'stack', 'fade']) {
      test(`runs by itself, waits for whoever points at it, and passes over what is broken: ${mode}`, async ({
        page,
      }) => {
        const images = list([
          { src: `${folder}/p1.jpg` },
          { src: `${folder}/none.jpg` },
          { src: `${folder}/p2.jpg` },
        ]);
        const site = await openModern(
          page,
          server,
          `<emulsion-slideshow images='${images}' autoplay delay="1" duration="150" mode="${mode}"></emulsion-slideshow><p>Below</p>`,
        );
        await expect.poll(async () => (await site.events('change')).map(({ index }) => index)).toContain(2);
        await expect.poll(async () => (await site.events('change')).map(({ index }) => index)).toContain(0);
        await page.locator('emulsion-slideshow').hover();
        await expect(
          page.locator('emulsion-slideshow').getByRole('group', { name: 'Pictures' }),
        ).toHaveAttribute('aria-live', 'polite');
        await expect(button(page, 'Pause the slideshow')).toBeVisible();
        site.close();
      });
    }
  });

  test('in pages from right to left the next picture is to the left', async ({ page }) => {
    const site = await openModern(
      page,
      server,
      `<emulsion-slideshow folder="/${folder}" labels='{"next":"التالي","previous":"السابق"}'></emulsion-slideshow>`,
      { language: 'ar' },
    );
    await expect.poll(() => site.events('load')).toHaveLength(1);
    const next = await button(page, 'التالي').boundingBox();
    const previous = await button(page, 'السابق').boundingBox();
    expect(next?.x).toBeLessThan(previous?.x ?? 0);
    await button(page, 'التالي').focus();
    await page.keyboard.press('ArrowLeft');
    await expect(shown(page)).toHaveAccessibleName(/^2 of 6/);
    await page.keyboard.press('ArrowRight');
    await expect(shown(page)).toHaveAccessibleName(/^1 of 6/);
    site.close();
  });

  test.describe('by touch', () => {
    test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 700 } });

    test('follows a finger to the side', async ({ page }) => {
      const site = await openModern(
        page,
        server,
        `<emulsion-slideshow folder="/${folder}"></emulsion-slideshow>`,
      );
      await expect.poll(() => site.events('load')).toHaveLength(1);
      const fingers = await fingersOn(page, page.locator('emulsion-slideshow'));
      await fingers.move([
        [
          { x: 0.8, y: 0.4 },
          { x: 0.2, y: 0.4 },
        ],
      ]);
      await expect(shown(page)).toHaveAccessibleName(/^2 of 6/);
      await fingers.move([
        [
          { x: 0.2, y: 0.4 },
          { x: 0.8, y: 0.4 },
        ],
      ]);
      await expect(shown(page)).toHaveAccessibleName(/^1 of 6/);
      site.close();
    });
  });
});

test.describe('gallery', () => {
  const chosen = (page: Page) => page.getByRole('option', { selected: true });

  test('shows a folder: one list, thumbnails in view, and the chosen picture', async ({ page }) => {
    const said = complaints(page);
    const asked = requestsTo(page, server);
    const site = await openModern(
      page,
      server,
      `<emulsion-gallery folder="/${folder}" start="${folder}/p2.jpg" label="Our shop"></emulsion-gallery>`,
      { style: 'emulsion-gallery { width: 600px; height: 450px; }' },
    );
    await expect.poll(() => site.events('load')).toHaveLength(1);
    expect(asked[0]).toBe(`/api/v1/list/?path=%2F${folder}&attributes=1&start=0&limit=100`);
    expect(asked.filter((path) => path.startsWith('/api'))).toHaveLength(1);
    expect(asked).toContain(
      `/image?src=${folder}%2Fp1.jpg&width=96&height=96&gravity=smart&strip=1&stats=0&format=auto`,
    );
    expect(asked).toContain(
      `/image?src=${folder}%2Fp2.jpg&format=jpg&autosizefit=0&strip=1&stats=1&width=500&height=375`,
    );
    await expect(chosen(page)).toHaveAccessibleName('p2');
    await expectAccessible(page);

    await page.getByRole('option', { name: 'p4' }).click();
    await expect.poll(async () => (await site.events('load')).at(-1).src).toBe(`${folder}/p4.jpg`);
    expect(await site.events('change')).toEqual([
      expect.objectContaining({ src: `${folder}/p4.jpg`, index: 4, count: 6 }),
    ]);
    await page.getByRole('listbox').focus();
    await page.keyboard.press('ArrowLeft');
    await expect(chosen(page)).toHaveAccessibleName('p3');
    await page.keyboard.press('Home');
    await expect(chosen(page)).toHaveAccessibleName('big');
    await expect(page.getByText('1 of 6: big')).toBeAttached();
    await expect.poll(async () => (await site.events('load')).at(-1).src).toBe(`${folder}/big.jpg`);

    // Arrows go on to other pictures while the whole one is seen, and move it when it is larger.
    const box = page.getByRole('application');
    await box.focus();
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowRight');
    await expect(chosen(page)).toHaveAccessibleName('big');
    await page.keyboard.press('0');
    await expect(button(page, 'Zoom out')).toBeDisabled();
    await page.keyboard.press('ArrowRight');
    await expect(chosen(page)).toHaveAccessibleName('p1');
    expect(said).toEqual([]);
    site.close();
  });

  test('fills the screen with all of it', async ({ page }) => {
    const site = await openModern(page, server, `<emulsion-gallery folder="/${folder}"></emulsion-gallery>`);
    await expect.poll(() => site.events('load')).toHaveLength(1);
    await button(page, 'Full screen').click();
    await expect.poll(() => site.events('fullscreen')).toEqual([{ active: true }]);
    expect(await page.evaluate(() => document.fullscreenElement?.localName)).toBe('emulsion-gallery');
    await page.keyboard.press('ArrowRight');
    await expect(chosen(page)).toHaveAccessibleName('p1');
    await button(page, 'Leave full screen').click();
    await expect.poll(() => site.events('fullscreen')).toHaveLength(2);
    site.close();
  });

  test('opens over the page at the picture that was clicked, of those that it holds', async ({ page }) => {
    const figure = (name: string, caption: string) =>
      `<figure><img src="${server}/image?src=${folder}/${name}.jpg&width=160" alt="${name}"><figcaption>${caption}</figcaption></figure>`;
    const site = await openModern(
      page,
      server,
      `<emulsion-gallery launch>${figure('p1', 'Red')}${figure('p2', 'Green')}${figure('p3', 'Blue')}</emulsion-gallery>`,
    );
    await page.getByAltText('p2').click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await expect(chosen(page)).toHaveAccessibleName('p2');
    await expect(page.getByRole('option')).toHaveCount(3);
    await expectAccessible(page);
    await page.keyboard.press('ArrowRight');
    await expect(chosen(page)).toHaveAccessibleName('p3');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeVisible();
    site.close();
  });

  test('lists of thousands are asked for in parts, and only what is in view is in the page', async ({
    page,
  }) => {
    const names = Array.from({ length: 2350 }, (_each, index) => `n${String(index).padStart(5, '0')}.jpg`);
    const asked: string[] = [];
    await page.route(/\/api\/v1\/list\//, (route) => {
      const { searchParams } = new URL(route.request().url());
      const [start, limit] = [Number(searchParams.get('start')), Number(searchParams.get('limit'))];
      asked.push(`${start}+${limit}`);
      const data = names.slice(start, start + limit).map((filename) => ({
        filename,
        supported: true,
        src: `${folder}/${filename}`,
        title: '',
        description: '',
        width: 640,
        height: 480,
        download: false,
      }));
      return route.fulfill({
        json: { status: 200, message: 'OK', data },
        headers: { 'Access-Control-Allow-Origin': '*' },
      });
    });
    const one = await (await page.request.get(`${server}/image?src=${folder}/p1.jpg`)).body();
    await page.route(/\/image\?/, (route) => route.fulfill({ body: one, contentType: 'image/jpeg' }));
    const site = await openModern(page, server, `<emulsion-gallery folder="/${folder}"></emulsion-gallery>`);
    await expect.poll(() => page.locator('emulsion-gallery').evaluate((each: any) => each.count)).toBe(2350);
    expect(asked).toEqual(['0+100', '100+1000', '1100+1000', '2100+1000']);
    await page.getByRole('listbox').focus();
    await page.keyboard.press('End');
    await expect(chosen(page)).toHaveAccessibleName('n02349');
    await expect(chosen(page)).toHaveAttribute('aria-posinset', '2350');
    expect(await page.getByRole('option').count()).toBeLessThan(40);
    site.close();
  });

  test('a list that is refused is told', async ({ page }) => {
    const site = await openModern(
      page,
      server,
      `<emulsion-gallery folder="/${folder}/none"></emulsion-gallery>`,
    );
    await expect(page.getByText('The pictures could not be listed')).toBeVisible();
    expect(await site.events('error')).toHaveLength(1);
    await expectAccessible(page);
    site.close();
  });

  test('shows a portfolio by its name, with the parameters it has there', async ({ page }) => {
    const asked = requestsTo(page, server);
    const image = (name: string) => ({
      src: `${folder}/${name}.jpg`,
      title: name,
      description: '',
      width: 640,
      height: 480,
      download: false,
    });
    await page.route(/\/api\/v1\/portfolios\//, (route) =>
      route.fulfill({
        json: {
          status: 200,
          message: 'OK',
          data: {
            id: 7,
            images: [
              { image: image('p2'), url: `${server}/image?src=${folder}/p2.jpg&angle=90` },
              { image: image('p1'), url: `${server}/image?src=${folder}/p1.jpg` },
            ],
          },
        },
        headers: { 'Access-Control-Allow-Origin': '*' },
      }),
    );
    const site = await openModern(
      page,
      server,
      '<emulsion-gallery portfolio="spring 2026"></emulsion-gallery>',
    );
    await expect.poll(() => site.events('load')).toHaveLength(1);
    expect(asked[0]).toBe('/api/v1/portfolios/?human_id=spring%202026');
    expect((await site.events('load'))[0].url).toBe(`${server}/image?src=${folder}%2Fp2.jpg&angle=90`);
    await expect(page.getByRole('option')).toHaveCount(2);
    site.close();
  });

  test.describe('by touch', () => {
    test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 700 } });

    test('tapping chooses, a swipe over the whole picture leads to the next one', async ({ page }) => {
      const site = await openModern(
        page,
        server,
        `<emulsion-gallery folder="/${folder}"></emulsion-gallery>`,
      );
      await expect.poll(() => site.events('load')).toHaveLength(1);
      await page.getByRole('option', { name: 'p2' }).tap();
      await expect(chosen(page)).toHaveAccessibleName('p2');
      await expect.poll(() => site.events('load')).toHaveLength(2);
      const fingers = await fingersOn(page, page.getByRole('application'));
      await fingers.move([
        [
          { x: 0.8, y: 0.5 },
          { x: 0.2, y: 0.5 },
        ],
      ]);
      await expect(chosen(page)).toHaveAccessibleName('p3');
      site.close();
    });
  });
});
