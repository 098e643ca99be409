import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRedisConnection, type RedisConnection } from './redis-connection.ts';
import { createRedisLeases } from './redis-lease.ts';
import { createRedisTier } from './redis-tier.ts';
import { testAddress, testPicture } from './testing/pictures.ts';
import { freePort, startRedis, type TestRedis } from './testing/redis-server.ts';

// Real servers and processes on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const patience = { timeout: 10_000, interval: 20 };

/** The time a piece of work took, in milliseconds. */
async function timed(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work;
  return performance.now() - start;
}

describe('Redis that works', () => {
  let server: TestRedis;
  let redis: RedisConnection;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.kill());
  beforeEach(async () => {
    redis = createRedisConnection({ url: server.url });
    await expect.poll(() => redis.isUp(), patience).toBe(true);
    await redis.client.flushAll();
  });
  afterEach(() => redis.close());

  it('stores, finds and counts', async () => {
    const tier = createRedisTier({ redis });
    expect(await tier.get(testAddress(1))).toBeUndefined();
    expect(await tier.put(testAddress(1), testPicture('one', 100_000))).toBe(true);
    expect(await tier.get(testAddress(1))).toEqual(testPicture('one', 100_000));
    expect(tier.stats()).toMatchObject({ hits: 1, misses: 1 });
    expect(await tier.check()).toBe(true);
  });

  it('takes entries up to its limit only', async () => {
    const tier = createRedisTier({ redis, maxEntryBytes: 10_000 });
    expect(await tier.put(testAddress(1), testPicture('x', 9000))).toBe(true);
    expect(await tier.put(testAddress(2), testPicture('x', 10_000))).toBe(false);
  });

  it('purges one image and leaves the others', async () => {
    const tier = createRedisTier({ redis });
    const variants = Array.from({ length: 1200 }, (_, index) => testAddress(1, `width=${index}`));
    await Promise.all(variants.map((address) => tier.put(address, testPicture('x', 10))));
    await tier.put(testAddress(11), testPicture('other'));
    await tier.purgeImage(1);
    expect(await redis.client.dbSize()).toBe(2);
    expect(await tier.get(testAddress(11))).toBeDefined();
  });

  it('clears its own keys and no others', async () => {
    const tier = createRedisTier({ redis });
    const other = createRedisTier({ redis, prefix: 'other:' });
    await tier.put(testAddress(1), testPicture('x'));
    await other.put(testAddress(1), testPicture('x'));
    await tier.clear();
    expect(await tier.get(testAddress(1))).toBeUndefined();
    expect(await other.get(testAddress(1))).toBeDefined();
  });

  it('lets entries expire, failures at their own time', async () => {
    const tier = createRedisTier({ redis, ttlMs: 60_000 });
    await tier.put(testAddress(1), testPicture('x'));
    const expires = Date.now() + 5000;
    await tier.put(testAddress(2), { kind: 'failure', status: 415, message: 'no', expires });
    const ttl = (id: number) => redis.client.pTTL(`emulsion:picture:${testAddress(id).id}`);
    expect(await ttl(1)).toBeGreaterThan(50_000);
    expect(await ttl(2)).toBeLessThanOrEqual(5000);
    expect(await redis.client.pTTL('emulsion:image:1')).toBeGreaterThan(50_000);
  });

  it('treats a damaged entry as a miss and removes it', async () => {
    const tier = createRedisTier({ redis });
    const key = `emulsion:picture:${testAddress(1).id}`;
    await redis.client.set(key, 'not a picture');
    expect(await tier.get(testAddress(1))).toBeUndefined();
    expect(await redis.client.exists(key)).toBe(0);
  });

  it('strikes evicted entries off an image with very many', async () => {
    const tier = createRedisTier({ redis });
    await redis.client.sAdd(
      'emulsion:image:1',
      Array.from({ length: 2100 }, (_, index) => `1-gone${index}`),
    );
    await tier.put(testAddress(1), testPicture('x', 10));
    expect(await redis.client.sCard('emulsion:image:1')).toBeLessThan(2050);
  });

  it('reports a refused write and goes on', async () => {
    const errors: Error[] = [];
    const tier = createRedisTier({ redis, onError: (error) => errors.push(error) });
    await redis.client.configSet('maxmemory', '1');
    try {
      expect(await tier.put(testAddress(1), testPicture('x'))).toBe(false);
      expect(errors).toHaveLength(1);
    } finally {
      await redis.client.configSet('maxmemory', '0');
    }
  });

  it('gives a lease to one holder at a time', async () => {
    const one = createRedisLeases({ redis });
    const two = createRedisLeases({ redis });
    const lease = await one.acquire('k');
    expect(lease?.guarded).toBe(true);
    expect(await two.acquire('k')).toBeUndefined();
    expect(await one.acquire('k')).toBeUndefined();
    expect(await two.acquire('other')).toBeDefined();
    await lease?.release();
    await lease?.release();
    expect((await two.acquire('k'))?.guarded).toBe(true);
    await two.close();
    expect(await redis.client.keys('*lease*')).toEqual([]);
  });

  it('renews a lease while it is held', async () => {
    const leases = createRedisLeases({ redis, leaseMs: 400, renewMs: 50 });
    const lease = await leases.acquire('k');
    const seen: number[] = [];
    const until = performance.now() + 1000;
    await expect
      .poll(
        async () => {
          seen.push(await redis.client.pTTL('emulsion:lease:k'));
          return performance.now() > until;
        },
        { ...patience, interval: 20 },
      )
      .toBe(true);
    expect(Math.min(...seen)).toBeGreaterThan(0);
    await lease?.release();
    expect(await redis.client.exists('emulsion:lease:k')).toBe(0);
  });

  it('does not release a lease that has passed to somebody else', async () => {
    const leases = createRedisLeases({ redis });
    const lease = await leases.acquire('k');
    await redis.client.set('emulsion:lease:k', 'somebody else');
    await lease?.release();
    expect(await redis.client.get('emulsion:lease:k')).toBe('somebody else');
  });
});

describe('Redis in trouble', () => {
  let server: TestRedis;
  let redis: RedisConnection;
  let errors: Error[];
  afterEach(async () => {
    await redis.close();
    await server.kill();
  });

  const connect = async (url: string) => {
    errors = [];
    redis = createRedisConnection({ url, onError: (error) => errors.push(error) });
  };

  it('frozen: fails once after a while, then at once, and comes back by itself', async () => {
    server = await startRedis();
    await connect(server.url);
    await expect.poll(() => redis.isUp(), patience).toBe(true);
    const tier = createRedisTier({ redis });
    const leases = createRedisLeases({ redis });
    await tier.put(testAddress(1), testPicture('kept'));
    server.freeze();
    // Without the connection's own deadline these would wait until the server thaws, which it never would here.
    expect(await timed(tier.get(testAddress(1)))).toBeLessThan(15_000);
    await expect.poll(() => redis.isUp(), patience).toBe(false);
    expect(await timed(tier.get(testAddress(1)))).toBeLessThan(1000);
    expect(await timed(tier.put(testAddress(2), testPicture('lost')))).toBeLessThan(1000);
    expect((await leases.acquire('k'))?.guarded).toBe(false);
    expect(await tier.check()).toBe(false);
    expect(errors).toHaveLength(1);
    server.thaw();
    await expect.poll(() => redis.isUp(), patience).toBe(true);
    expect(await tier.get(testAddress(1))).toEqual(testPicture('kept'));
  });

  it('killed and started again: empty in between, used again afterwards', async () => {
    const port = await freePort();
    server = await startRedis(port);
    await connect(server.url);
    await expect.poll(() => redis.isUp(), patience).toBe(true);
    const tier = createRedisTier({ redis });
    await tier.put(testAddress(1), testPicture('x'));
    await server.kill();
    await expect.poll(() => redis.isUp(), patience).toBe(false);
    expect(await tier.get(testAddress(1))).toBeUndefined();
    expect(await tier.put(testAddress(1), testPicture('x'))).toBe(false);
    await tier.purgeImage(1);
    await tier.clear();
    server = await startRedis(port);
    await expect.poll(() => redis.isUp(), patience).toBe(true);
    expect(await tier.put(testAddress(1), testPicture('x'))).toBe(true);
    expect(await tier.get(testAddress(1))).toBeDefined();
  });

  it('not there at the start: empty, reported once, used when it comes', async () => {
    const port = await freePort();
    await connect(`redis://127.0.0.1:${port}`);
    const tier = createRedisTier({ redis });
    expect(await tier.get(testAddress(1))).toBeUndefined();
    await expect.poll(() => errors.length, patience).toBe(1);
    server = await startRedis(port);
    await expect.poll(() => redis.isUp(), patience).toBe(true);
    expect(await tier.put(testAddress(1), testPicture('x'))).toBe(true);
    expect(errors).toHaveLength(1);
  });
});
