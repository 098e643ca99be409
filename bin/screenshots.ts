import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { ADMIN, signIn } from '../e2e/testing/people.ts';
import { prepareRoutes, type Route } from '../e2e/testing/routes.ts';
import { findChromium } from './testing/find-program.ts';

/**
 * Takes a picture of every page of the interface in both themes, wide and on a phone:
 * npm run screenshots [-- FOLDER], by default into test-results/screenshots.
 */
const root = path.join(import.meta.dirname, '..');
const folder = path.resolve(process.argv[2] ?? path.join(root, 'test-results/screenshots'));
const WIDTHS = [1440, 390] as const;
const THEMES = ['light', 'dark'] as const;
/** Ms that a server gets to build and start. */
const PATIENCE = 300_000;
/** Ms in which pictures that a page shows arrive. */
const SETTLING = 1500;

const dataDir = await mkdtemp(path.join(tmpdir(), 'emulsion-screenshots-'));
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const server = spawn(process.execPath, [path.join(root, 'bin/emulsion.ts'), 'serve'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    ADMIN_PASSWORD: ADMIN.password,
    DEMO_IMAGE_PATH: 'samples/coast.jpg',
    LOG_LEVEL: 'warn',
  },
});
try {
  await answering();
  await mkdir(folder, { recursive: true });
  const executablePath = findChromium();
  const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
  const routes = await seed(browser);
  for (const theme of THEMES) {
    for (const width of WIDTHS) await takeAll(browser, routes, theme, width);
  }
  await browser.close();
  console.log(`${routes.length * THEMES.length * WIDTHS.length} pictures in ${folder}`);
} finally {
  server.kill('SIGTERM');
  if (server.exitCode === null) await once(server, 'exit');
  await rm(dataDir, { recursive: true, force: true });
}

async function answering(): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    if (server.exitCode !== null) throw new Error('the server did not start');
    const answer = await fetch(`${base}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the server did not become ready');
}

async function seed(browser: Browser): Promise<Route[]> {
  const context = await browser.newContext({ baseURL: base });
  await signIn(await context.newPage());
  const routes = await prepareRoutes(context.request);
  await context.close();
  return routes;
}

async function takeAll(
  browser: Browser,
  routes: readonly Route[],
  theme: (typeof THEMES)[number],
  width: number,
): Promise<void> {
  const viewport = { width, height: width > 700 ? 900 : 844 };
  const options = { baseURL: base, colorScheme: theme, viewport, reducedMotion: 'reduce' } as const;
  const outside = await browser.newContext(options);
  const inside = await browser.newContext(options);
  const [stranger, person] = [await outside.newPage(), await inside.newPage()];
  await signIn(person);
  for (const route of routes) {
    const page = route.anonymous ? stranger : person;
    await page.goto(route.path);
    await page.waitForTimeout(SETTLING);
    await page.screenshot({ path: path.join(folder, `${route.name}-${theme}-${width}.png`) });
  }
  await outside.close();
  await inside.close();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
