import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createDiskTier } from '#lib/cache/disk-tier.ts';
import { createEpoch, type Epoch } from '#lib/cache/epoch.ts';
import { createLocalLeases, type Leases } from '#lib/cache/lease.ts';
import { createPictureSource, type PictureSource } from '#lib/cache/picture-source.ts';
import { createPostgresChannel } from '#lib/cache/postgres-channel.ts';
import { createPostgresLeases } from '#lib/cache/postgres-lease.ts';
import { createRedisChannel } from '#lib/cache/redis-channel.ts';
import { createRedisConnection, type RedisConnection } from '#lib/cache/redis-connection.ts';
import { createRedisLeases } from '#lib/cache/redis-lease.ts';
import { createRedisTier } from '#lib/cache/redis-tier.ts';
import { createPictureCache, type PictureCache } from '#lib/cache/tiers.ts';
import { connect } from '#lib/db/connection.ts';
import type { Logger } from '#lib/log/log.ts';
import type { Settings } from '#lib/settings/settings.ts';
import type { OpenDatabase } from './database.ts';

/** Longest that a command waits for Redis or the database. */
const CONNECT_PATIENCE_MS = 5000;

/** Where finished pictures are kept and how the processes agree about them. */
export type PictureKeeping = {
  cache: PictureCache;
  source: PictureSource;
  epoch: Epoch;
  /**
   * Resolves once the other processes can be reached. A server need not wait for that; a command that ends
   * right after its change must. Throws in plain words when it takes too long.
   */
  connected(): Promise<void>;
  /** Writes what is waiting, gives leases back and closes all connections. */
  close(): Promise<void>;
};

/**
 * Puts the cache together as configured: memory, Redis when there is one, disk. Processes agree through
 * Redis, else through Postgres; a process alone on the embedded database needs no leases.
 * @param retryAfter seconds told to callers who waited in vain
 */
export function openPictureKeeping(
  settings: Settings,
  database: OpenDatabase,
  log: Logger,
  retryAfter: () => number,
): PictureKeeping {
  const { redisUrl } = settings.server;
  const warn = (what: string) => (error: Error) => log.warn({ err: error }, what);
  const postgres = () => connect(database.url);
  const redis =
    redisUrl === undefined
      ? undefined
      : createRedisConnection({ url: redisUrl, onError: warn('Redis is not answering') });

  const disk = createDiskTier({
    folder: join(settings.cache.dir, 'pictures'),
    capacityBytes: settings.cache.diskBytes,
    onError: warn('the picture cache on disk could not be written'),
  });
  const ttlMs = settings.cache.redisTtlSeconds * 1000;
  const cache = createPictureCache({
    memoryBytes: settings.cache.memoryBytes,
    shared: redis
      ? [createRedisTier({ redis, ttlMs, onError: warn('Redis refused a picture') }), disk]
      : [disk],
  });
  const leases = openLeases(redis, database, postgres, warn('leases are not guarded'));
  const channel =
    redisUrl === undefined
      ? createPostgresChannel({ connect: postgres, onError: warn('changes elsewhere are not heard of') })
      : createRedisChannel({ url: redisUrl, onError: warn('changes elsewhere are not heard of') });
  const epoch = createEpoch({ channel });
  epoch.onChange((change, from) => {
    if (from === 'here') return;
    // Whoever announces has emptied what all share, and the folder of its own process only.
    if (change.kind === 'image') {
      cache.forget(change.id);
      // Without Redis the folder is the common place, and new pictures of the image may be in it already.
      if (redis) void disk.purgeImage(change.id);
    } else if (change.kind === 'pictures') {
      cache.forget();
      void disk.clear();
    }
  });
  const source = createPictureSource({
    cache,
    leases,
    raiseTooBusy: settings.rendering.raiseTooBusy && !settings.server.benchmarking,
    retryAfter,
  });

  return {
    cache,
    source,
    epoch,
    async connected() {
      const deadline = performance.now() + CONNECT_PATIENCE_MS;
      while (!epoch.live || redis?.isUp() === false) {
        if (performance.now() > deadline) {
          throw new Error(
            `${redis ? 'Redis' : 'the database'} does not answer: running servers could not be told.`,
          );
        }
        await delay(20);
      }
    },
    async close() {
      await source.idle();
      await cache.close();
      await Promise.all([leases.close(), epoch.close()]);
      await redis?.close();
    },
  };
}

/** How full the place is that keeps most finished pictures, in percent: the disk, else memory. */
export function cacheFill(cache: Pick<PictureCache, 'stats'>, settings: Settings): number {
  const { memory, shared } = cache.stats();
  const { diskBytes } = settings.cache;
  const bytes = shared.disk?.bytes ?? 0;
  const share = diskBytes > 0 ? bytes / diskBytes : memory.bytes / Math.max(memory.capacity, 1);
  return Math.min(100, 100 * share);
}

function openLeases(
  redis: RedisConnection | undefined,
  database: OpenDatabase,
  postgres: () => ReturnType<typeof connect>,
  onError: (error: Error) => void,
): Leases {
  if (redis) return createRedisLeases({ redis });
  return database.embedded ? createLocalLeases() : createPostgresLeases({ connect: postgres, onError });
}
