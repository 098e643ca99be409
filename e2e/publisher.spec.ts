import { openOtherSite } from './testing/other-site.ts';
import { complaints, expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { call, makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';
import { expect, type Page, test } from './testing/test.ts';

// Several looks by axe in one test, while other tests use the machine.
test.setTimeout(60_000);

/** Path of a picture of 1600 x 1200 pixels in a folder of its own that visitors may see. */
async function openPublisher(page: Page, query = ''): Promise<string> {
  await signIn(page);
  const folder = unique('publish');
  await storePictures(page.request, `/${folder}`, {
    'one.jpg': await picture(1, 1600, 1200),
    'mark.jpg': await picture(2, 100, 50),
  });
  await page.goto(`/publish/?src=${folder}/one.jpg${query}`);
  await expect(page.getByText(/freshly drawn|from the cache/)).toBeVisible({ timeout: 15_000 });
  return folder;
}

const markup = (page: Page) => page.getByTestId('markup');
const step = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });

async function chooseKind(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'As', exact: true }).click();
  await page
    .getByRole('option')
    .filter({ has: page.getByText(name, { exact: true }) })
    .click();
}

const view = (page: Page, name: string) =>
  page.getByRole('group', { name: 'View' }).getByRole('button', { name });

/** Opens markup on another origin and tells the size of its picture there, in CSS pixels and in pixels of the file. */
async function sizeElsewhere(page: Page, body: string) {
  const site = await openOtherSite(body);
  try {
    await page.goto(site.address);
    const image = page.locator('img');
    await expect.poll(() => image.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBeGreaterThan(0);
    return await image.evaluate((each: HTMLImageElement) => ({
      box: [each.width, each.height],
      file: [each.naturalWidth, each.naturalHeight],
      alt: each.alt,
    }));
  } finally {
    site.close();
  }
}

test('cropped by mouse, the markup shows the picture on another site at the right size', async ({ page }) => {
  const heard = complaints(page);
  await openPublisher(page);
  await view(page, 'Crop').click();
  const frame = page.getByRole('button', { name: /^Crop frame/ });
  const whole = page.getByRole('img', { name: 'All of it, to be cropped' });
  await expect.poll(() => whole.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBeGreaterThan(0);
  const box = await frame.boundingBox();
  if (!box) throw new Error('the crop frame is not shown');
  await page.mouse.move(box.x + box.width, box.y + box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(frame).toHaveAccessibleName(/800 × 600 pixels at 0, 0/);

  await view(page, 'Result').click();
  await expect(page.getByText('800 × 600 pixels')).toBeVisible();
  await chooseKind(page, 'HTML image tag');
  await page.getByLabel('What the picture shows').fill('A "test" & more');
  await expect(markup(page)).toContainText('bottom=0.5&amp;right=0.5');
  await expect(markup(page)).toContainText('width="800" height="600"');
  const code = (await markup(page).textContent()) ?? '';
  expect(heard).toEqual([]);
  expect(await sizeElsewhere(page, code)).toEqual({
    box: [800, 600],
    file: [800, 600],
    alt: 'A "test" & more',
  });
});

test('cropped by keyboard: one pixel, ten with Shift, and in exact numbers', async ({ page }) => {
  await openPublisher(page);
  await view(page, 'Crop').click();
  await page.getByRole('button', { name: 'Left edge of the crop frame' }).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowRight');
  const frame = page.getByRole('button', { name: /^Crop frame/ });
  await expect(frame).toHaveAccessibleName(/1589 × 1200 pixels at 11, 0/);
  await frame.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(frame).toHaveAccessibleName(/1589 × 1200 pixels at 10, 0/);

  await step(page, 'Crop').first().click();
  await page.getByLabel('Bottom (px)').fill('601');
  await expect(frame).toHaveAccessibleName(/1589 × 601 pixels at 10, 0/);
  await page.getByRole('combobox', { name: 'Shape' }).click();
  await page.getByRole('option', { name: '1:1', exact: true }).click();
  await expect(frame).toHaveAccessibleName(/601 × 601 pixels/);
  await expect(page).toHaveURL(/left=0\.\d+/);

  await page.keyboard.press('Control+z');
  await expect(frame).toHaveAccessibleName(/1589 × 601 pixels/);
  await page.getByRole('button', { name: 'Reset crop' }).click();
  await expect(frame).toHaveAccessibleName(/1600 × 1200 pixels/);
});

test('every kind of output is made from the same recipe', async ({ page }) => {
  const folder = await openPublisher(page, '&width=400&quality=70');
  const address = `/image?src=${folder}/one.jpg&quality=70&width=400`;
  const escaped = address.replaceAll('&', '&amp;');
  await expect(markup(page)).toContainText(address);
  await expect(page.getByRole('link', { name: 'Open' })).toHaveAttribute(
    'href',
    new RegExp(`${folder}/one.jpg&quality=70&width=400$`),
  );
  await expect(page.getByRole('link', { name: 'Download final image' })).toHaveAttribute(
    'href',
    `${address}&attach=1`,
  );

  const kinds: Array<[name: string, ...parts: string[]]> = [
    ['HTML image tag', `src="`, escaped, 'srcset=', '2x'],
    ['HTML image tag, lazy loaded', 'loading="lazy"', escaped],
    ['HTML image tag, lazy loaded by script', '/static/js/image-defer.min.js', `data-defer-src="`],
    ['Responsive image tag', 'width=320 320w', 'width=800 800w', 'sizes="(max-width: 400px) 100vw, 400px"'],
    ['Responsive picture tag', '<picture>', 'type="image/avif"', 'type="image/webp"', '</picture>'],
    ['Click to launch zoom', '<emulsion-zoom class="click-to-zoom" launch', escaped],
    ['Click to launch gallery', '<emulsion-gallery class="auto-gallery" launch>', escaped],
    ['Embedded zoomable image', '<emulsion-zoom id="image-zoom-1" src="http', escaped],
    ['Slideshow', '<emulsion-slideshow id="slideshow-1"', `folder="/${folder}"`],
    ['Background in CSS', 'background-image: url("http', 'image-set('],
  ];
  await chooseKind(page, 'HTML image tag');
  await page.getByLabel('What the picture shows').fill('Something');
  for (const [name, ...parts] of kinds) {
    await chooseKind(page, name);
    for (const part of parts) await expect(markup(page), name).toContainText(part);
  }
  await chooseKind(page, 'Slideshow');
  await page.getByRole('combobox', { name: 'Made with' }).click();
  await page.getByRole('option', { name: /^Classic scripts/ }).click();
  const classic: typeof kinds = [
    ['Slideshow', 'slideshow_view_init("slideshow-1"', `"folder": "/${folder}"`],
    ['Click to launch zoom', 'canvas_view_init_all_images("click-to-zoom")', escaped],
    ['Click to launch gallery', 'gallery_view_init_all_fullscreen("auto-gallery")', escaped],
    ['Embedded zoomable image', `canvas_view_init("image-zoom-1", "http`, address],
  ];
  for (const [name, ...parts] of classic) {
    await chooseKind(page, name);
    for (const part of parts) await expect(markup(page), name).toContainText(part);
  }
});

test('asks for a description before tags are copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openPublisher(page, '&kind=img&width=300');
  const copy = page.getByRole('button', { name: 'Copy', exact: true });
  await expect(copy).toBeDisabled();
  await expect(markup(page)).not.toContainText('alt=');
  await page.getByRole('checkbox', { name: /^Decorative/ }).click();
  await expect(markup(page)).toContainText('alt=""');
  await copy.click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await markup(page).textContent());
});

test('starts from a template, marks what differs from it, and becomes one', async ({ page }) => {
  const folder = await openPublisher(page);
  await page.getByRole('combobox', { name: 'Based on' }).click();
  await page.getByRole('option', { name: 'SmallJpeg' }).click();
  await expect(markup(page)).toContainText(`src=${folder}/one.jpg&tmp=smalljpeg`);
  await expect(page.getByText('200 × 200 pixels')).toBeVisible();
  await expect(page.getByText('From template').first()).toBeVisible();
  await expect(step(page, 'Size')).toHaveAccessibleName('Size');

  await page.getByLabel('Width', { exact: true }).fill('320');
  await expect(step(page, 'Size')).toHaveAccessibleName(/changed from the template/);
  await expect(markup(page)).toContainText('&tmp=smalljpeg&width=320');
  await page.getByLabel('Width, changed').fill('200');
  await expect(markup(page)).not.toContainText('width');

  await page.getByRole('radio', { name: /^Fill/ }).check();
  await page.getByLabel('Height', { exact: true }).fill('100');
  await expect(page.getByText('200 × 100 pixels')).toBeVisible();
  await page.getByRole('button', { name: 'Save as template' }).click();
  const name = unique('Banner');
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Save template' }).click();
  await expect(markup(page)).toContainText(`&tmp=${name.toLowerCase()}`);
  const templates = await call<Array<{ name: string; template: Record<string, { value: unknown }> }>>(
    page.request,
    'GET',
    '/admin/templates/',
  );
  expect(templates.find((each) => each.name === name)?.template).toMatchObject({
    width: { value: 200 },
    height: { value: 100 },
    gravity: { value: 'smart' },
    format: { value: 'jpg' },
  });
});

test('the address holds the recipe: Back, undo and a shared link show it again', async ({
  page,
  context,
}) => {
  await openPublisher(page);
  await page.getByLabel('Width', { exact: true }).fill('300');
  await expect(page).toHaveURL(/width=300/);
  await page.getByRole('button', { name: /^Rotate and flip/ }).click();
  await page.getByRole('button', { name: 'Turn right' }).click();
  await expect(page).toHaveURL(/angle=90/);
  await expect(page.getByText('300 × 400 pixels')).toBeVisible();

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByText('300 × 400 pixels')).toBeVisible();
  await other.close();

  await page.goBack();
  await expect(page).not.toHaveURL(/angle/);
  await expect(page.getByText('300 × 225 pixels')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page).toHaveURL(/angle=90/);
});

test('what the server refuses is told in words, and what will not work is warned of', async ({ page }) => {
  await openPublisher(page, '&width=300&height=300');
  await step(page, 'Padding and alignment').click();
  await page.getByRole('combobox', { name: /^Fill colour/ }).click();
  await page.getByRole('option', { name: 'Transparent' }).click();
  await expect(
    page.getByText('This format may not hold transparency; white is taken instead.'),
  ).toBeVisible();
  await page.getByRole('combobox', { name: /^Fill colour/ }).click();
  await page.getByRole('option', { name: 'A colour' }).click();
  await page.getByLabel('Colour', { exact: true }).fill('nocolour');
  await expect(page.getByRole('alert').filter({ hasText: 'unsupported fill colour' })).toBeVisible();
  await page.getByLabel('Width, changed').fill('5000');
  await expect(
    page.getByText('The original has 1600 pixels; the picture is not enlarged beyond that.'),
  ).toBeVisible();
});

test('overlay by the picker, placed by dragging on the picture', async ({ page }) => {
  const folder = await openPublisher(page, '&width=400');
  await step(page, 'Overlay').click();
  await page.getByLabel('Image', { exact: true }).fill(`${folder}/mark.jpg`);
  await page.getByRole('button', { name: 'Place on the picture' }).click();
  const grid = page
    .getByRole('region', { name: 'Preview' })
    .getByRole('group', { name: 'Position of the overlay' });
  const box = await grid.boundingBox();
  if (!box) throw new Error('the nine points are not shown');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 10, box.y + 10, { steps: 3 });
  await page.mouse.up();
  await expect(markup(page)).toContainText(`overlay=${folder}/mark.jpg`);
  await expect(markup(page)).toContainText('ovpos=ne');
});

test('a file for printing is shown on its page, where and as large as it is printed', async ({ page }) => {
  const heard = complaints(page);
  await openPublisher(page, '&format=pdf&pagesize=a4');
  const sheet = page.getByRole('figure', { name: 'Sheet of paper' });
  /** Shape of the sheet, and the middle and the width of the picture in parts of it. */
  const layout = async () => {
    const [paper, image] = await Promise.all([
      sheet.boundingBox(),
      sheet.getByRole('img', { name: 'As it is published' }).boundingBox(),
    ]);
    if (!paper || !image) throw new Error('no sheet is shown');
    const parts = [
      paper.width / paper.height,
      (image.x + image.width / 2 - paper.x) / paper.width,
      (image.y + image.height / 2 - paper.y) / paper.height,
      image.width / paper.width,
      image.width / image.height,
    ];
    return parts.map((part) => Number(part.toFixed(2)));
  };
  await expect(page.getByText('A4 landscape, 297 × 210 mm')).toBeVisible();
  await expect(page.getByText('The picture is printed 280 × 210 mm at 145 dpi')).toBeVisible();
  await expect.poll(layout).toEqual([1.41, 0.5, 0.5, 0.94, 1.33]);

  await page.getByRole('combobox', { name: /^Paper of a PDF/ }).click();
  await page.getByRole('option', { name: 'Letter' }).click();
  await page.getByLabel('Resolution (dpi)').fill('300');
  await expect(page.getByText('The picture is printed 5.33 × 4 in at 300 dpi')).toBeVisible();
  await expect.poll(layout).toEqual([1.29, 0.5, 0.5, 0.48, 1.33]);
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expect.poll(layout).toEqual([1.29, 0.5, 0.5, 0.48, 1.33]);

  await page.getByRole('combobox', { name: /^Format/ }).click();
  await page.getByRole('option', { name: /EPS/ }).click();
  await expect(
    page.getByText('The page is as large as the picture: 135.5 × 101.6 mm at 300 dpi'),
  ).toBeVisible();
  await expect(sheet).toBeHidden();
  expect(heard).toEqual([]);
});

test('people without the right see why they cannot store templates', async ({ page, browser }) => {
  const folder = await openPublisher(page);
  const person = await makePerson(page.request, { [`/${folder}`]: 10 });
  const context = await browser.newContext();
  const theirs = await context.newPage();
  await signIn(theirs, person);
  await theirs.goto(`/publish/?src=${folder}/one.jpg`);
  const save = theirs.getByRole('button', { name: 'Save as template' });
  await expect(save).toBeDisabled();
  await save.hover();
  await expect(theirs.getByText('Needs the permission “Super user”')).toBeVisible();
  await context.close();
});

for (const theme of ['light', 'dark'] as const) {
  test(`can be used by everybody in the ${theme} theme, on a desk and on a phone`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await openPublisher(page, '&width=300&height=200&gravity=smart&kind=slideshow');
    for (const name of [
      'Page',
      'Crop',
      'Padding and alignment',
      'Rotate and flip',
      'Sharpen or blur',
      'Colour',
      'File',
      'Browser',
    ]) {
      await page
        .locator('h2')
        .getByRole('button', { name: new RegExp(`^${name}`) })
        .click();
    }
    await expectAccessible(page);
    await view(page, 'Crop').click();
    await expect(page.getByRole('button', { name: /^Crop frame/ })).toBeVisible();
    await expectAccessible(page);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await expectNoSidewaysScroll(page);
    }
    await expectAccessible(page);
  });
}
