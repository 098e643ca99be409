import { expect, test } from '@playwright/test';
import { EMBEDDED_FOLDER, embed, embeddedSrc, setUpEmbeddings, told } from './testing/embeddings.ts';
import { complaints } from './testing/page-checks.ts';

/** The simple viewer, as pages of other sites embed it: under a policy without anything inline. */
setUpEmbeddings();

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
    const zoomed = (edges: string) =>
      `/image?src=${embeddedSrc('a.jpg')}&stats=0&${crop(edges)}&autocropfit=1`;
    await click(200, 150);
    await click(0, 299);
    await click(399, 299, ['Alt']);
    await click(200, 150, ['Shift']);
    await click(200, 150, ['Shift']);
    // It is in the page already; the browser asks for none twice.
    await expect(image).toHaveAttribute('src', `${baseURL}/image?src=${embeddedSrc('a.jpg')}&${WHOLE}`);
    expect(asked).toHaveLength(5);
    expect(asked.slice(0, 2)).toEqual([
      `/image?src=${embeddedSrc('a.jpg')}&${WHOLE}`,
      zoomed('top=0.15&left=0.15&bottom=0.85&right=0.85'),
    ]);
    expect(edgesOf(asked[2])).toEqual([expect.closeTo(0.51, 2), 0, 1, 0.49]);
    expect(edgesOf(asked[3])).toEqual([0.51, expect.closeTo(0.244, 2), 1, expect.closeTo(0.734, 2)]);
    for (let step = 0; step < 12; step++) await click(200, 150);
    await expect(image).toHaveCSS('cursor', 'crosshair');
    expect(asked).toHaveLength(13);
    await page.evaluate('told.push(simple_view_reset("box"), simple_view_reset("nothing"))');
    await expect(image).toHaveAttribute('src', `${baseURL}/image?src=${embeddedSrc('a.jpg')}&${WHOLE}`);
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
      body: `<div class="box"><img id="large" alt="Large" src="SERVER/image?src=${EMBEDDED_FOLDER}/a.jpg&amp;width=400&amp;top=0.2"></div>
        <div class="box"><img id="small" alt="Small" src="SERVER/image?src=${EMBEDDED_FOLDER}/a.jpg&amp;width=200&amp;autosizefit=1"></div>`,
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
