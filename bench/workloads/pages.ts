import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { findChromium } from '../../bin/testing/find-program.ts';
import { median, milliseconds } from '../figures.ts';
import { photo, placeMany, placeNames, placeProbe } from '../fixtures/originals.ts';
import { ADMIN_PASSWORD, type ServerProcess, withServer } from '../server-process.ts';
import { bounded, type Row, told, type Workload } from '../workload.ts';

const MANY = 100_000;
const FEW = 40;
const ROUNDS = 3;
/** Ms in which a page settles before its paints and scripts are read. */
const SETTLING = 1_500;
const WHEEL_TURNS = 120;
const WHEEL_PIXELS = 600;
const MOST_CELLS = 300;
const LONGEST_TASK = 100;
/** Bounds of a page for people who work with it all day over a network. */
const MOST_SCRIPT = 400_000;
const LONGEST_PAINT = 2_500;

const kilobytes = (bytes: number) => `${Math.round(bytes / 1000).toLocaleString('en')} kB`;

/** What the interface costs the browser: scripts of a page, time until it shows, and scrolling through a large folder. */
export const pages: Workload = {
  title: 'Pages in Chromium, cold',
  run: () => {
    let first = '';
    return withServer(
      async (imagesDir) => {
        await placeProbe(imagesDir);
        [first = ''] = await placeMany(imagesDir, 'few', FEW, photo);
        await placeNames(imagesDir, 'many', MANY, await smallPicture());
      },
      async (server) => {
        const executablePath = findChromium();
        const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
        try {
          const visited: Row[] = [];
          for (const [name, path] of [
            ['library', '/list/?path=/few'],
            ['details', `/details/?src=${first}`],
            ['publisher', `/publish/?src=${first}`],
            ['permissions', '/admin/permissions/?path=/few'],
            ['users', '/admin/users/'],
          ] as const) {
            visited.push(...(await visit(browser, server, name, path)));
          }
          return [...visited, ...(await scroll(browser, server))];
        } finally {
          await browser.close();
        }
      },
      { INTERNAL_BROWSING_SSL: 'false' },
    );
  },
};

/** A JPEG of a few kilobytes. */
function smallPicture(): Promise<Buffer> {
  const create = { width: 320, height: 240, channels: 3, background: '#4d7bbe' } as const;
  return sharp({ create: { ...create, noise: { type: 'gaussian', mean: 128, sigma: 20 } } })
    .jpeg({ quality: 60 })
    .toBuffer();
}

/** A signed-in browser that has nothing in its cache. */
async function coldContext(browser: Browser, server: ServerProcess): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: `http://127.0.0.1:${server.port}`,
    viewport: { width: 1440, height: 900 },
  });
  await context.request.post('/login/', { form: { username: 'admin', password: ADMIN_PASSWORD } });
  return context;
}

async function visit(browser: Browser, server: ServerProcess, name: string, path: string): Promise<Row[]> {
  const paints: number[] = [];
  let script = 0;
  let largest = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const context = await coldContext(browser, server);
    const page = await context.newPage();
    await page.addInitScript(watchPaints);
    await page.goto(path);
    await page.waitForTimeout(SETTLING);
    const seen = await page.evaluate(() => ({
      paint: (globalThis as unknown as { largestPaint: number }).largestPaint,
      scripts: performance
        .getEntriesByType('resource')
        .filter((entry) => entry.name.endsWith('.js'))
        .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize),
    }));
    paints.push(seen.paint);
    script = seen.scripts.reduce((sum, size) => sum + size, 0);
    largest = Math.max(...seen.scripts);
    await context.close();
  }
  return [
    bounded(`${name}: largest contentful paint`, median(paints), LONGEST_PAINT, milliseconds),
    bounded(`${name}: scripts, compressed`, script, MOST_SCRIPT, kilobytes),
    told(`${name}: largest script`, kilobytes(largest)),
  ];
}

/** Runs in the page. */
function watchPaints(): void {
  const seen = globalThis as unknown as { largestPaint: number };
  seen.largestPaint = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.largestPaint = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
}

async function scroll(browser: Browser, server: ServerProcess): Promise<Row[]> {
  const context = await coldContext(browser, server);
  const page = await context.newPage();
  await page.goto('/list/?path=/many');
  const grid = page.getByRole('grid');
  await grid.getByRole('gridcell').first().waitFor({ timeout: 120_000 });
  // Scrolling is measured, not the page's own start.
  await page.waitForLoadState('networkidle');
  await grid.hover();
  await page.evaluate(watchTasks);
  let cells = 0;
  for (let turn = 0; turn < WHEEL_TURNS; turn++) {
    await page.mouse.wheel(0, turn % 40 === 39 ? WHEEL_PIXELS * 400 : WHEEL_PIXELS);
    cells = Math.max(cells, await countCells(page));
  }
  await page.keyboard.press('End');
  cells = Math.max(cells, await countCells(page));
  const longest = await page.evaluate(() => (globalThis as unknown as { longestTask: number }).longestTask);
  await context.close();
  const what = `scrolling through ${MANY.toLocaleString('en')} images`;
  return [
    bounded(`${what}: cells in the page`, cells, MOST_CELLS, String),
    bounded(`${what}: longest task`, longest, LONGEST_TASK, milliseconds),
  ];
}

/** Runs in the page. */
function watchTasks(): void {
  const seen = globalThis as unknown as { longestTask: number };
  seen.longestTask = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.longestTask = Math.max(seen.longestTask, entry.duration);
  }).observe({ type: 'longtask' });
}

function countCells(page: Page): Promise<number> {
  return page.getByRole('gridcell').count();
}
