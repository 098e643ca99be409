import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { databasePid, freePort, openBench } from './testing/server-program.ts';

test.setTimeout(120_000);

const bench = openBench();
test.afterEach(() => bench.clear());

test('wrong settings end the start with all of them named, before anything else happens', async () => {
  const dataDir = path.join(path.dirname(await bench.makeDataDir()), 'untouched');
  const wrong = { PORT: 'abc', IMAGE_RESIZE_QUALITY: '9', SECRET_KEY: 'short' };
  const program = bench.serve({ DATA_DIR: dataDir, ...wrong }, ['bin/emulsion.ts', 'serve']);
  expect(await program.ended).toBe(1);
  const printed = program.printed();
  expect(printed).toMatch(/PORT: expected .*65535/);
  expect(printed).toMatch(/IMAGE_RESIZE_QUALITY: expected .*3/);
  expect(printed).toMatch(/SECRET_KEY: expected .*32/);
  expect(printed).not.toMatch(/abc|at .*\.ts:\d+/);
  await expect(stat(dataDir)).rejects.toThrow('ENOENT');
});

test('a database that cannot be reached is named without its password', async () => {
  const port = await freePort();
  const dataDir = await bench.makeDataDir();
  const program = bench.serve({
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    DATABASE_URL: `postgresql://emulsion:not-to-be-told@127.0.0.1:${port}/pictures`,
  });
  expect(await program.ended).toBe(1);
  const printed = program.printed();
  expect(printed).toContain(`127.0.0.1:${port}/pictures: nothing listens there`);
  expect(printed).not.toMatch(/not-to-be-told|at .*\.ts:\d+/);
  expect(await databasePid(dataDir)).toBeUndefined();
});

test('first start, rivals, second start', async ({ baseURL }) => {
  const dataDir = await bench.makeDataDir();
  const port = await freePort();
  const env = { DATA_DIR: dataDir, PORT: String(port) };
  const address = `http://127.0.0.1:${port}`;

  const first = bench.serve(env);
  await first.ready;
  expect(first.printed()).toContain(address);
  expect(first.printed()).toMatch(/Administrator:\s+\S+\n\s+Password:\s+\S{12,}/);

  // There is a playground only where one is set up.
  expect((await fetch(`${address}/demo/`)).status).toBe(404);

  await test.step('runs beside the server of the other tests', async () => {
    for (const server of [address, baseURL]) expect((await fetch(`${server}/readyz`)).status).toBe(200);
  });

  await test.step('a second server on the same data is refused', async () => {
    const second = bench.serve({ ...env, PORT: String(await freePort()) });
    expect(await second.ended).toBe(1);
    expect(second.printed()).toMatch(new RegExp(`already in use by process ${first.pid}\\b`));
    expect(second.printed()).toContain('DATA_DIR');
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
  });

  const postgres = await databasePid(dataDir);
  expect(postgres).toBeDefined();
  first.signal('SIGINT');
  expect(await first.ended).toBe(0);
  expect(await databasePid(dataDir)).toBeUndefined();

  await test.step('a port in use is named, and the database does not stay', async () => {
    const taken = new URL(baseURL ?? '').port;
    const third = bench.serve({ ...env, PORT: taken });
    expect(await third.ended).toBe(1);
    expect(third.printed()).toMatch(new RegExp(`port ${taken}.*in use`));
    expect(third.printed()).not.toMatch(/at .*\.[jt]s:\d+/);
    expect(await databasePid(dataDir)).toBeUndefined();
  });

  await test.step('told to stop while starting, it leaves no database behind', async () => {
    const hasty = bench.serve(env);
    await expect.poll(() => databasePid(dataDir), { timeout: 20_000, intervals: [20] }).toBeDefined();
    hasty.signal('SIGTERM');
    expect(await hasty.ended).toBe(0);
    expect(hasty.printed()).not.toContain('Emulsion is ready');
    expect(await databasePid(dataDir)).toBeUndefined();
  });

  await test.step('the next start is quick and tells no password', async () => {
    const startedAt = performance.now();
    const again = bench.serve(env);
    await again.ready;
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    expect(again.printed()).not.toMatch(/password|administrator/i);
    again.signal('SIGTERM');
    expect(await again.ended).toBe(0);
    expect(await databasePid(dataDir)).toBeUndefined();
  });
});
