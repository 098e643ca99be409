import { describe, expect, it } from 'vitest';
import type { CachedPicture, PictureAddress } from './entry.ts';
import type { SharedTier } from './shared-tier.ts';
import { testAddress, testPicture } from './testing/pictures.ts';
import { createPictureCache } from './tiers.ts';

/** A tier in memory whose writes can be held up or refused. */
function createTestTier(name: string) {
  const entries = new Map<string, CachedPicture>();
  let gate: Promise<void> = Promise.resolve();
  let accepts = true;
  const tier: SharedTier = {
    name,
    get: async ({ id }) => entries.get(id),
    async put(address: PictureAddress, entry) {
      await gate;
      if (accepts) entries.set(address.id, entry);
      return accepts;
    },
    async purgeImage(imageId) {
      for (const id of entries.keys()) if (id.startsWith(`${imageId}-`)) entries.delete(id);
    },
    clear: async () => entries.clear(),
    check: async () => accepts,
    stats: () => ({ bytes: 0, entries: entries.size, hits: 0, misses: 0, evictions: 0 }),
    close: async () => undefined,
  };
  return {
    tier,
    entries,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    refuse: () => {
      accepts = false;
    },
  };
}

function createCache() {
  const near = createTestTier('near');
  const far = createTestTier('far');
  const cache = createPictureCache({
    memoryBytes: 1_000_000,
    shared: [near.tier, far.tier],
    maxPendingBytes: 20_000,
  });
  return { cache, near, far };
}

const address = testAddress(1);
const picture = testPicture('one');

describe('picture cache', () => {
  it('keeps in memory at once and everywhere soon', async () => {
    const { cache, near, far } = createCache();
    cache.put(address, picture);
    expect(cache.peek(address)).toEqual(picture);
    await cache.flush();
    expect([near.entries.size, far.entries.size]).toEqual([1, 1]);
    expect(await cache.get(address)).toEqual({ entry: picture, tier: 'memory' });
    expect(cache.stats().pendingBytes).toBe(0);
  });

  it('asks the tiers in order and lifts what it finds', async () => {
    const { cache, near, far } = createCache();
    await far.tier.put(address, picture);
    expect(await cache.get(address)).toEqual({ entry: picture, tier: 'far' });
    await cache.flush();
    expect(near.entries.size).toBe(1);
    cache.forget(1);
    expect(cache.peek(address)).toBeUndefined();
    expect((await cache.get(address))?.tier).toBe('near');
    expect((await cache.get(address))?.tier).toBe('memory');
    expect(await cache.get(testAddress(2))).toBeUndefined();
  });

  it('resolves an awaited write when the first tier has it, before the second', async () => {
    const { cache, near, far } = createCache();
    const release = far.hold();
    expect(await cache.putShared(address, picture)).toBe(true);
    expect([near.entries.size, far.entries.size]).toEqual([1, 0]);
    release();
    await cache.flush();
    expect(far.entries.size).toBe(1);
  });

  it('takes the next tier when the first refuses, and says when none takes it', async () => {
    const { cache, near, far } = createCache();
    near.refuse();
    expect(await cache.putShared(address, picture)).toBe(true);
    expect(far.entries.size).toBe(1);
    expect(await cache.check()).toEqual(['near']);
    far.refuse();
    expect(await cache.putShared(testAddress(2), picture)).toBe(false);
    expect(cache.peek(testAddress(2))).toEqual(picture);
  });

  it('does not pile up more than its bound for slow tiers', async () => {
    const { cache, near, far } = createCache();
    const releases = [near.hold(), far.hold()];
    for (let id = 0; id < 30; id++) cache.put(testAddress(id), testPicture('x', 1000));
    expect(cache.stats().pendingBytes).toBeLessThanOrEqual(20_000);
    expect(cache.stats().dropped).toBe(40);
    for (const release of releases) release();
    await cache.flush();
    expect(cache.stats().pendingBytes).toBe(0);
    expect(cache.peek(testAddress(29))).toBeDefined();
  });

  it('purges an image everywhere, writes on their way included', async () => {
    const { cache, near, far } = createCache();
    const release = far.hold();
    cache.put(address, picture);
    cache.put(testAddress(2), picture);
    const purged = cache.purgeImage(1);
    release();
    await purged;
    expect(await cache.get(address)).toBeUndefined();
    expect([...near.entries.keys(), ...far.entries.keys()]).toEqual([testAddress(2).id, testAddress(2).id]);
    await cache.clear();
    expect(await cache.get(testAddress(2))).toBeUndefined();
  });

  it('gives out no failure that has run out', async () => {
    const { cache, far } = createCache();
    await far.tier.put(address, { kind: 'failure', status: 415, message: 'no', expires: Date.now() - 1 });
    expect(await cache.get(address)).toBeUndefined();
  });

  it('does not keep a large allocation alive for a small part of it', () => {
    const { cache } = createCache();
    const large = Buffer.alloc(500_000, 'x');
    cache.put(address, { ...picture, body: large.subarray(1000, 2000) });
    const kept = cache.peek(address);
    expect(kept?.kind === 'picture' && kept.body.buffer.byteLength).toBe(1000);
    expect(kept?.kind === 'picture' && kept.body.toString()).toBe('x'.repeat(1000));
  });
});
