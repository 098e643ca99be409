import { expect, type Page, test } from '@playwright/test';
import { embed, embeddedSrc, setUpEmbeddings, told } from './testing/embeddings.ts';
import { complaints } from './testing/page-checks.ts';

/** The slideshow, as pages of other sites embed it: under a policy without anything inline. */
setUpEmbeddings();

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
        `/image?src=${embeddedSrc('a.jpg')}&${size}`,
        `/image?src=${embeddedSrc('b.jpg')}&quality=70&${size}`,
        `/image?src=${embeddedSrc('c.jpg')}&${size}`,
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
    await expect.poll(() => asked.join()).toContain(`${embeddedSrc('b.jpg')}&width=800&height=300&`);
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
