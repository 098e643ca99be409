import sharp from 'sharp';
import { dngFile } from '#lib/imaging/testing/dng-file.ts';
import { formatFiles, PAGE_COLOURS } from './testing/format-files.ts';
import { complaints, expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { call, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';
import { expect, type Locator, type Page, test } from './testing/test.ts';

const files = formatFiles();
const ORANGE = [240, 150, 30] as const;

/** The colour in the middle of what an image element shows; undefined before it shows anything. */
function middle(image: Locator): Promise<number[] | undefined> {
  return image.evaluate((each: HTMLImageElement) => {
    if (!each.complete || each.naturalWidth === 0) return undefined;
    const canvas = document.createElement('canvas');
    canvas.width = each.naturalWidth;
    canvas.height = each.naturalHeight;
    const context = canvas.getContext('2d');
    context?.drawImage(each, 0, 0);
    const { width, height } = canvas;
    return [...(context?.getImageData(width >> 1, height >> 1, 1, 1).data ?? [])].slice(0, 3);
  });
}

/** Resolves when the element shows about this colour. */
async function expectColour(image: Locator, colour: readonly number[]): Promise<void> {
  await expect
    .poll(async () => {
      const found = await middle(image);
      return found && Math.max(...colour.map((level, i) => Math.abs(level - (found[i] ?? 999))));
    })
    .toBeLessThan(25);
}

async function stored(page: Page, ...names: string[]): Promise<string> {
  await signIn(page);
  const folder = unique('formats');
  const chosen = names.map((name) => [name, files[name] ?? Buffer.alloc(0)] as const);
  await storePictures(page.request, `/${folder}`, Object.fromEntries(chosen));
  return folder;
}

const stage = (page: Page) => page.getByRole('region', { name: 'Picture' });
const published = (page: Page) => page.getByRole('img', { name: 'As it is published' });
const markup = (page: Page) => page.getByTestId('markup');

test('files of every format are uploaded and seen, and damaged ones are told of', async ({ page }) => {
  await signIn(page);
  const folder = `/${unique('formats')}`;
  await call(page.request, 'POST', '/admin/filesystem/folders/', { path: folder });
  await page.goto(`/upload/?path=${folder}`);
  const pick = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
  const good = Object.entries(files).map(([name, buffer]) => pick(name, buffer));
  const bad = [
    pick('cut.pdf', files['book.pdf']?.subarray(0, 900) ?? Buffer.alloc(0)),
    pick('named.psd', files['one.bmp'] ?? Buffer.alloc(0)),
  ];
  await page.locator('input[type=file][multiple]').setInputFiles([...good, ...bad]);
  const uploads = page.getByRole('region', { name: 'Uploads' });
  const row = (name: string) => uploads.getByRole('listitem').filter({ hasText: name });
  const heading = uploads.getByRole('heading', { level: 2 });
  await expect(heading).toHaveText(`${good.length + 1} files uploaded, 1 failed`, { timeout: 40_000 });
  await expect(row('named.psd')).toContainText('is named .psd, but its content is bmp');
  await expect(row('cut.pdf')).toContainText('no picture can be made of it');
  await expect(row('book.pdf')).toContainText('300 × 450');

  await page.goto(`/list/?path=${folder}`);
  for (const [name] of Object.entries(files)) {
    const cell = page.getByRole('gridcell', { name: new RegExp(`^${name}`) }).locator('img');
    await expectColour(cell, name.startsWith('book') ? PAGE_COLOURS[0] : ORANGE);
  }
});

test('a page is chosen by its picture, with the resolution in which it is drawn', async ({ page }) => {
  const heard = complaints(page);
  const folder = await stored(page, 'book.pdf');
  await page.goto(`/details/?src=${folder}/book.pdf`);
  await page.getByRole('link', { name: 'Publish' }).click();
  await expectColour(published(page), PAGE_COLOURS[0]);
  await expect(page.getByText('At 150 dpi the page has 300 × 450 pixels.')).toBeVisible();
  await expect(markup(page)).toContainText(`src=${folder}/book.pdf&format=auto`);

  const second = page.getByRole('button', { name: 'Page 2', exact: true });
  await expectColour(second.locator('img'), PAGE_COLOURS[1]);
  await second.click();
  await expectColour(published(page), PAGE_COLOURS[1]);
  await page.getByRole('button', { name: 'Next page' }).click();
  await expectColour(published(page), PAGE_COLOURS[2]);
  await expect(markup(page)).toContainText('page=3');

  await page.getByRole('button', { name: '300 dpi' }).click();
  await expect(page.getByText('600 × 900 pixels', { exact: true })).toBeVisible();
  await expect(markup(page)).toContainText('dpi=300');
  await page.getByLabel('Width', { exact: true }).fill('700');
  await expect(page.getByText(/^At 300 dpi the page has 600 pixels/)).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await expectNoSidewaysScroll(page);
  expect(heard).toEqual([]);
});

test('a replaced file is shown at once, its small pictures too', async ({ page }) => {
  const sheets = (colours: readonly (readonly number[])[]) => {
    const side = 60;
    const data = Buffer.concat(colours.map((colour) => Buffer.alloc(side * side * 3, Buffer.from(colour))));
    const raw = { width: side, height: side * colours.length, channels: 3, pageHeight: side } as const;
    return sharp(data, { raw }).gif().toBuffer();
  };
  await signIn(page);
  const folder = unique('formats');
  const second = page.getByRole('button', { name: 'Frame 2', exact: true }).locator('img');
  const [red, green, blue] = PAGE_COLOURS;
  for (const colours of [PAGE_COLOURS, [blue, ORANGE, red, green]]) {
    await storePictures(page.request, `/${folder}`, { 'book.gif': await sheets(colours) });
    await page.goto(`/publish/?src=${folder}/book.gif`);
    await expectColour(published(page), colours[0] ?? []);
    await expectColour(second, colours[1] ?? []);
  }
});

test('what browsers do not show, and what a format loses, is told of', async ({ page }) => {
  const folder = await stored(page, 'ink.tif', 'deep.png');
  await page.goto(`/publish/?src=${folder}/ink.tif&format=tif`);
  await expect(page.getByText(/^Browsers do not show this format/)).toBeVisible();
  await expectColour(published(page), ORANGE);
  await page.goto(`/publish/?src=${folder}/deep.png&width=50`);
  await expect(page.getByText(/^The original has 16 bits a channel/)).toBeVisible();
  await page.getByRole('combobox', { name: 'Bits per channel' }).click();
  await page.getByRole('option', { name: '16', exact: true }).click();
  await expect(markup(page)).toContainText('depth=16');
  await expect(page.getByText(/^The original has 16 bits a channel/)).toBeHidden();
});

test('a camera file that cannot be developed is shown from its preview, and that is said', async ({
  page,
}) => {
  await signIn(page);
  const folder = unique('formats');
  const pixels = Buffer.alloc(60 * 40 * 3, 128);
  const wish = { preview: await picture(3, 300, 200), compression: 34_892 };
  const camera = dngFile({ data: pixels, width: 60, height: 40, channels: 3 }, wish);
  await storePictures(page.request, `/${folder}`, { 'camera.dng': camera });
  await page.goto(`/details/?src=${folder}/camera.dng`);
  await expect(page.getByText(/^From the small preview inside/)).toBeVisible();
  await page.getByRole('link', { name: 'Publish' }).click();
  await expect(page.getByText(/made from the small preview inside it/)).toBeVisible();
});

test('pages are stepped through and zoomed into', async ({ page }) => {
  const heard = complaints(page);
  const folder = await stored(page, 'book.pdf', 'book.tif');
  await page.goto(`/details/?src=${folder}/book.tif&page=2`);
  await expectColour(stage(page).getByRole('img', { name: 'book.tif, page 2' }), PAGE_COLOURS[1]);
  await expect(page.getByText('3 · this is page 2')).toBeVisible();

  await page.goto(`/details/?src=${folder}/book.pdf`);
  await expect(page.getByText('300 × 450 px · 0.1 MP at 150 dpi')).toBeVisible();
  // Drawn at 300 dpi the page is larger than what is shown at once.
  const tile = page.waitForResponse((answer) => /page=3&.*dpi=300&.*tile=/.test(answer.url()));
  await page.getByRole('textbox', { name: 'Page of 3' }).fill('3');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/page=3/);
  await expectColour(stage(page).getByRole('img', { name: 'book.pdf, page 3' }), PAGE_COLOURS[2]);
  expect((await tile).status()).toBe(200);
  const zoom = page.getByRole('button', { name: /^Show every pixel/ });
  await zoom.click();
  await expect(zoom).toHaveText('100 %');
  await expectAccessible(page);
  expect(heard).toEqual([]);
});
