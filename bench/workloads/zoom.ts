import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '../../bin/testing/find-program.ts';
import { median, milliseconds, percentile } from '../figures.ts';
import { GRID_SIDE, grid, place, placeProbe } from '../fixtures/originals.ts';
import { type ServerProcess, withServer } from '../server-process.ts';
import { bounded, type Row, told, type Workload } from '../workload.ts';

const SRC = 'zoom.png';
const BOX = { width: 1200, height: 800 };
/** Zooms in from the whole picture, after each of which it is dragged about. */
const LEVELS = 3;
const DRAG = { pixels: 300, moves: 40 };
/** Ms that a zoom takes, and those in which its tiles come. */
const ZOOMING = 360;
const SETTLING = 1_000;
/** 95th percentile of the time between frames: of twenty, at most one is left out. */
const GOAL = 20;

type Viewer = {
  name: string;
  body: string;
  /** Is true in the page once the picture is there. */
  isShown: string;
};

/** Both viewers of the same picture, in all of the window. */
const VIEWERS: readonly Viewer[] = [
  {
    name: 'canvas_view',
    body:
      `<link rel="stylesheet" href="/static/styles/canvas_view.css">` +
      `<script src="/static/js/canvas_view.min.js"></script>` +
      `<div id="v" style="width:${BOX.width}px;height:${BOX.height}px"></div>` +
      `<script>canvas_view_init('v', '/image?src=${SRC}', null, { onload: () => { globalThis.isShown = true; } })</script>`,
    isShown: 'globalThis.isShown',
  },
  {
    name: 'emulsion-zoom',
    body:
      `<script type="module" src="/static/js/emulsion-viewers.js"></script>` +
      `<emulsion-zoom src="/image?src=${SRC}" style="display:block;width:${BOX.width}px;height:${BOX.height}px"></emulsion-zoom>`,
    isShown: "document.querySelector('emulsion-zoom').zoom > 0",
  },
];

/** What people feel of a large picture: times between frames while they zoom and move it. */
export const zoom: Workload = {
  title: `Zooming and moving a PNG of ${GRID_SIDE}x${GRID_SIDE} in Chromium, ${BOX.width}x${BOX.height}, drawn without a graphics processor`,
  run: () =>
    withServer(
      async (imagesDir) => {
        await placeProbe(imagesDir);
        await place(imagesDir, SRC, await grid());
      },
      async (server) => {
        const executablePath = findChromium();
        const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
        try {
          const rows: Row[] = await idle(browser);
          for (const viewer of VIEWERS) rows.push(...(await measure(browser, server, viewer)));
          return rows;
        } finally {
          await browser.close();
        }
      },
    ),
};

/** What the machine gives to a page that does nothing. */
async function idle(browser: Browser): Promise<Row[]> {
  const page = await browser.newPage({ viewport: BOX });
  await page.setContent('<p>Nothing</p>');
  await page.evaluate(watchFrames);
  await page.waitForTimeout(SETTLING);
  const frames = await takeFrames(page);
  await page.close();
  return [told('a page that does nothing: frame, median and p95', pair(frames))];
}

/** The first visit has tiles made on the same cores; at the second the server has them. */
async function measure(browser: Browser, server: ServerProcess, viewer: Viewer): Promise<Row[]> {
  const rows: Row[] = [];
  for (const state of ['tiles new to the server', 'tiles in its cache']) {
    const context = await browser.newContext({ viewport: BOX });
    const page = await context.newPage();
    const address = `http://127.0.0.1:${server.port}/zoom-bench`;
    await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: pageOf(viewer) }));
    await page.goto(address);
    await page.waitForFunction(viewer.isShown);
    await page.evaluate(watchFrames);
    const zooming: number[] = [];
    const moving: number[] = [];
    const settling: number[] = [];
    const middle = { x: BOX.width / 2, y: BOX.height / 2 };
    for (let level = 0; level < LEVELS; level++) {
      await takeFrames(page);
      await page.mouse.click(middle.x, middle.y);
      await page.waitForTimeout(ZOOMING);
      zooming.push(...(await takeFrames(page)));
      await page.waitForTimeout(SETTLING);
      settling.push(...(await takeFrames(page)));
      await drag(page, middle);
      moving.push(...(await takeFrames(page)));
      await page.waitForTimeout(SETTLING);
      settling.push(...(await takeFrames(page)));
    }
    await context.close();
    const what = `${viewer.name}, ${state}`;
    rows.push(
      told(`${what}: zooming, median and p95`, pair(zooming)),
      told(`${what}: moving, median and p95`, pair(moving)),
      told(`${what}: at rest while tiles come, median and p95`, pair(settling)),
      bounded(
        `${what}: p95 while zooming and moving`,
        percentile([...zooming, ...moving], 0.95),
        GOAL,
        milliseconds,
      ),
    );
  }
  return rows;
}

function pageOf({ body }: Viewer): string {
  return `<!doctype html><title>Zoom</title><body style="margin:0;overflow:hidden">${body}`;
}

async function drag(page: Page, from: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (const [x, y] of [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const) {
    await page.mouse.move(from.x + (x * DRAG.pixels) / 2, from.y + (y * DRAG.pixels) / 2, {
      steps: DRAG.moves,
    });
  }
  await page.mouse.up();
}

/** Runs in the page: notes the time between animation frames. */
function watchFrames(): void {
  const seen = globalThis as unknown as { frames: number[] };
  seen.frames = [];
  let former = performance.now();
  const tick = (now: number) => {
    seen.frames.push(now - former);
    former = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

/** The times since the last call, in ms. */
function takeFrames(page: Page): Promise<number[]> {
  return page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames.splice(0).slice(1));
}

function pair(frames: readonly number[]): string {
  return `${milliseconds(median(frames))}, ${milliseconds(percentile(frames, 0.95))}`;
}
