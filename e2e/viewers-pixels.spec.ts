import { expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { zoomLevels } from '../viewers/core/geometry.ts';
import { signIn, unique } from './testing/people.ts';
import { storePictures } from './testing/pictures.ts';
import { mappedPicture } from './testing/zoom-pictures.ts';

/** What the zoom viewer draws, against the same size rendered by the server in one piece. */

/** Root of the mean squared difference, of 255, that JPEG makes. */
const TOLERANCE = 6;
const SIDE = 500;

let folder = '';

test.beforeAll(async ({ browser, baseURL }) => {
  folder = unique('pixels');
  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  const page = await context.newPage();
  await signIn(page);
  await storePictures(page.request, `/${folder}`, { 'map.jpg': await mappedPicture(4000, 3000) });
  await context.close();
});

for (const [what, query, full] of [
  ['a picture', '', { width: 4000, height: 3000 }],
  ['a turned crop', '&angle=90&left=0.25&right=0.75', { width: 1500, height: 4000 }],
  [
    'a crop with aligned padding',
    '&top=0.1&bottom=0.83&halign=R1&valign=T0&fill=white',
    { width: 4000, height: 2190 },
  ],
] as const) {
  test(`draws ${what} as the server renders it, at every level, down to the last pixel`, async ({ page }) => {
    const url = `/image?src=${folder}/map.jpg${query}`;
    await openSameOrigin(page, url);
    const canvas = page.locator('#viewer canvas');
    const levels = zoomLevels(full, { width: SIDE, height: SIDE });
    for (const [index, level] of levels.entries()) {
      if (index > 0) {
        // Zooms about the corner, and closes the gap of a pixel that zooming about the middle of one leaves.
        await canvas.click({ position: cornerOf(levels[index - 1] ?? level) });
        await canvas.focus();
        for (const key of ['ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
      }
      const answer = await page.request.get(
        `${url}&format=png&autosizefit=0&strip=1&width=${level.width}&height=${level.height}`,
      );
      const whole = await answer.body();
      await expect
        .poll(async () => difference(await corner(whole), await canvasPixels(page)), {
          message: `level ${index + 1}`,
        })
        .toBeLessThan(TOLERANCE);
      // The picture is one of which a shift by two pixels shows.
      expect(difference(await corner(whole, 2), await canvasPixels(page))).toBeGreaterThan(2 * TOLERANCE);
    }
    await expect(page.locator('.icon.zoomin')).toHaveClass(/disabled/);
  });
}

/** Pixels of another origin cannot be read from a canvas. */
async function openSameOrigin(page: Page, url: string): Promise<void> {
  await page.route('**/a-page-of-the-server', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body:
        `<!doctype html><title>Zoom</title><link rel="stylesheet" href="/static/styles/canvas_view.css">` +
        `<script src="/static/js/canvas_view.min.js"></script>` +
        `<div id="viewer" style="width: ${SIDE}px; height: ${SIDE}px"></div><script>` +
        `canvas_view_init('viewer', ${JSON.stringify(url)}, { showcontrols: 'yes', doubleclickreset: false })</script>`,
    }),
  );
  await page.goto('/a-page-of-the-server');
}

function cornerOf({ width, height }: { width: number; height: number }): { x: number; y: number } {
  const end = (length: number) => (length >= SIDE ? SIDE : Math.round((SIDE - length) / 2) + length) - 1;
  return { x: end(width), y: end(height) };
}

/** The lower right corner of a picture as it lies in the viewer: in the middle of an axis with room. */
async function corner(file: Buffer, shift = 0): Promise<Buffer> {
  const { width, height } = await sharp(file).metadata();
  const [seenWidth, seenHeight] = [Math.min(width, SIDE), Math.min(height, SIDE)];
  const part = await sharp(file)
    .extract({
      left: Math.max(0, width - SIDE - shift),
      top: Math.max(0, height - SIDE - shift),
      width: seenWidth,
      height: seenHeight,
    })
    .png()
    .toBuffer();
  const left = Math.round((SIDE - seenWidth) / 2) - (width <= SIDE ? shift : 0);
  const top = Math.round((SIDE - seenHeight) / 2) - (height <= SIDE ? shift : 0);
  const background = { r: 128, g: 128, b: 128 };
  return sharp({ create: { width: SIDE, height: SIDE, channels: 3, background } })
    .composite([{ input: part, left, top }])
    .removeAlpha()
    .raw()
    .toBuffer();
}

async function canvasPixels(page: Page): Promise<Buffer> {
  const data = await page
    .locator('#viewer canvas')
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL('image/png').split(',')[1]);
  return sharp(Buffer.from(data ?? '', 'base64'))
    .flatten({ background: '#808080' })
    .raw()
    .toBuffer();
}

function difference(a: Buffer, b: Buffer): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return a.length === b.length ? Math.sqrt(sum / a.length) : Number.POSITIVE_INFINITY;
}
