import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { findChromium } from './bin/testing/find-program.ts';

/** The configuration is read by every worker; what the first reading chose goes on in the environment. */
const port = (process.env.E2E_PORT ??= String(await freePort()));
const dataDir = (process.env.E2E_DATA_DIR ??= makeDataDir());
const chromium = findChromium();

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/browser',
  retries: 0,
  workers: 2,
  // Two cores share the server, its database and two browsers.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    // What fades in is neither read nor measured halfway.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: chromium === undefined ? {} : { executablePath: chromium },
  },
  webServer: {
    command: `"${process.execPath}" bin/emulsion.ts serve`,
    url: `http://127.0.0.1:${port}/healthz`,
    env: {
      PORT: port,
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      ADMIN_PASSWORD: 'end-to-end-tests',
      DEMO_IMAGE_PATH: 'samples/coast.jpg',
      LOG_LEVEL: 'warn',
      // Reports are looked at right after what they count.
      STATS_FLUSH_SECONDS: '1',
    },
    // A first build is included.
    timeout: 300_000,
    // The server stops its database itself; killed, it would leave it running.
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    stdout: 'ignore',
    stderr: 'pipe',
  },
});

function makeDataDir(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'emulsion-e2e-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
