import { expect, test } from '@playwright/test';
import { EMBEDDED_FOLDER, embed, setUpEmbeddings, told } from './testing/embeddings.ts';
import { complaints } from './testing/page-checks.ts';

/** Lazy images, as pages of other sites embed them: under a policy without anything inline. */
setUpEmbeddings();

test('of 300 lazy images about a hundred are loaded at a time, and the page is told', async ({
  page,
  baseURL,
}) => {
  const heard = complaints(page);
  const images = Array.from(
    { length: 300 },
    (_, index) =>
      `<img alt="" width="300" height="200" src="SERVER/static/images/spacer.png" data-defer-src="SERVER/image?src=${EMBEDDED_FOLDER}/a.jpg&amp;width=60&amp;n=${index}">`,
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
