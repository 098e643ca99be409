import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '#lib/cache/testing/postgres-server.ts';
import { freePort, startRedis, type TestRedis } from '#lib/cache/testing/redis-server.ts';
import { photograph, save } from './testing/originals.ts';
import { type PictureServer, startPictureServer } from './testing/picture-server.ts';

const patience = { timeout: 30_000, interval: 100 };

let postgres: TestPostgres;
let redis: TestRedis;
let redisPort: number;
let server: PictureServer;

beforeAll(async () => {
  redisPort = await freePort();
  [postgres, redis] = await Promise.all([startPostgres(), startRedis(redisPort)]);
  server = await startPictureServer(
    async (folder) => {
      await save(folder, 'a.jpg', photograph(320, 240));
      await save(folder, 'unseen.jpg', photograph(320, 240, 2));
    },
    { DATABASE_URL: postgres.url, REDIS_URL: redis.url, LOG_LEVEL: 'silent' },
  );
}, 90_000);
afterAll(async () => {
  postgres?.thaw();
  await server?.stop();
  await Promise.all([postgres?.stop(), redis?.kill()]);
});

const failing = async () => (await server.services.unready()).map(({ part }) => part);
const status = async (query: string) => (await server.get(`/image?${query}`)).status;

it('names the database while it stands still, and pictures that are there go on being served', async () => {
  await expect.poll(failing, patience).toEqual([]);
  expect(await status('src=a.jpg&width=100')).toBe(200);
  await postgres.freeze();
  try {
    expect(await failing()).toEqual(['database']);
    for (let i = 0; i < 50; i++) expect(await status('src=a.jpg&width=100')).toBe(200);
    // New pictures of an image that is known need no database either.
    expect(await status('src=a.jpg&width=101')).toBe(200);
    // One that was never seen does: it is told to come back instead of waiting for ever.
    const unseen = await server.get('/image?src=unseen.jpg&width=100');
    expect([unseen.status, unseen.headers.get('retry-after')]).toEqual([503, '5']);
  } finally {
    postgres.thaw();
  }
  await expect.poll(failing, patience).toEqual([]);
  expect(await status('src=unseen.jpg&width=100')).toBe(200);
});

it('names the storage while the originals are away', async () => {
  const aside = `${server.imagesDir}.aside`;
  await rename(server.imagesDir, aside);
  try {
    expect(await failing()).toEqual(['storage']);
  } finally {
    await rename(aside, server.imagesDir);
  }
  expect(await failing()).toEqual([]);
});

it('names the cache while its folder cannot be written, and pictures are served all the same', async () => {
  const folder = join(server.dataDir, 'cache', 'pictures');
  await rm(folder, { recursive: true, force: true });
  // Root may write anywhere, but nobody can make a folder where a file is.
  await writeFile(folder, '');
  try {
    expect(await failing()).toEqual(['cache']);
    expect(await status('src=a.jpg&width=110')).toBe(200);
  } finally {
    await rm(folder);
    await mkdir(folder);
  }
  expect(await failing()).toEqual([]);
});

it('names the cache while Redis is away', async () => {
  await redis.kill();
  try {
    expect(await failing()).toEqual(['cache']);
    expect(await status('src=a.jpg&width=120')).toBe(200);
  } finally {
    redis = await startRedis(redisPort);
  }
  await expect.poll(failing, patience).toEqual([]);
});
