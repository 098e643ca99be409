import { RESP_TYPES } from 'redis';
import { decodeEntry, encodedSize, encodeEntry } from './codec.ts';
import { type CachedPicture, isFresh, type PictureAddress } from './entry.ts';
import type { RedisConnection } from './redis-connection.ts';
import type { SharedTier } from './shared-tier.ts';

/** The original kept nothing above about 32 MB in its shared cache; a larger value also stalls Redis. */
const MAX_ENTRY_BYTES = 32 * 1024 * 1024;

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** From this many known entries of one image on, some that have gone are struck off at each write. */
const PRUNE_FROM = 2048;
const PRUNE_AT_ONCE = 64;
const PURGE_AT_ONCE = 500;

/**
 * Pictures in Redis: one string per entry and one set per image that names its entries, for the purge. The
 * caller's Redis should have `maxmemory` and an LRU policy; entries also expire by themselves. A purge that
 * misses entries because Redis evicted the set does no harm: the address holds the image's version.
 *
 * @param options.prefix of all keys; several installations may share one Redis.
 * @param options.ttlMs lifetime of an entry from its last write, default a week.
 * @param options.onError told when Redis refuses a write although it answers (out of memory, read-only).
 */
export function createRedisTier(options: {
  redis: RedisConnection;
  prefix?: string;
  ttlMs?: number;
  maxEntryBytes?: number;
  onError?: (error: Error) => void;
}): SharedTier {
  const { redis, prefix = 'emulsion:', ttlMs = WEEK_MS, maxEntryBytes = MAX_ENTRY_BYTES, onError } = options;
  const { client } = redis;
  const binary = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  const entryKey = (id: string): string => `${prefix}picture:${id}`;
  const imageKey = (imageId: number): string => `${prefix}image:${imageId}`;
  let hits = 0;
  let misses = 0;

  const miss = (): undefined => {
    misses++;
    return undefined;
  };

  /** A command that failed because Redis is away has been reported by the connection already. */
  const report = (error: unknown): void => {
    if (redis.isUp() && error instanceof Error) onError?.(error);
  };

  const unlinkAll = async (ids: string[]): Promise<void> => {
    if (ids.length > 0) await client.unlink(ids.map(entryKey));
  };

  const prune = async (imageId: number): Promise<void> => {
    const ids = await client.sRandMemberCount(imageKey(imageId), PRUNE_AT_ONCE);
    const there = await Promise.all(ids.map((id) => client.exists(entryKey(id))));
    const gone = ids.filter((_, index) => there[index] === 0);
    if (gone.length > 0) await client.sRem(imageKey(imageId), gone);
  };

  return {
    name: 'redis',

    async get(address) {
      if (!redis.isUp()) return miss();
      try {
        const buffer = await binary.get(entryKey(address.id));
        if (buffer === null) return miss();
        const entry = decodeEntry(address, buffer);
        if (entry === undefined) await client.unlink(entryKey(address.id));
        if (entry === undefined || !isFresh(entry)) return miss();
        hits++;
        return entry;
      } catch (error) {
        report(error);
        return miss();
      }
    },

    async put(address: PictureAddress, entry: CachedPicture) {
      if (!redis.isUp() || encodedSize(entry) > maxEntryBytes) return false;
      const lifetime = entry.kind === 'failure' ? Math.max(1, entry.expires - Date.now()) : ttlMs;
      try {
        const [, , known] = await client
          .multi()
          .sAdd(imageKey(address.imageId), address.id)
          .set(entryKey(address.id), Buffer.concat(encodeEntry(address, entry)), {
            expiration: { type: 'PX', value: Math.ceil(lifetime) },
          })
          .sCard(imageKey(address.imageId))
          .pExpire(imageKey(address.imageId), Math.ceil(ttlMs))
          .exec();
        if (Number(known) > PRUNE_FROM) await prune(address.imageId);
        return true;
      } catch (error) {
        report(error);
        return false;
      }
    },

    async purgeImage(imageId) {
      try {
        for (;;) {
          const ids = await client.sPopCount(imageKey(imageId), PURGE_AT_ONCE);
          if (ids.length === 0) return;
          await unlinkAll(ids);
        }
      } catch (error) {
        report(error);
      }
    },

    async clear() {
      try {
        for (const pattern of [`${prefix}picture:*`, `${prefix}image:*`]) {
          for await (const keys of client.scanIterator({ MATCH: pattern, COUNT: PURGE_AT_ONCE })) {
            if (keys.length > 0) await client.unlink(keys);
          }
        }
      } catch (error) {
        report(error);
      }
    },

    check: () => redis.check(),
    // Redis knows its own size; several installations may share it.
    stats: () => ({ bytes: 0, entries: 0, hits, misses, evictions: 0 }),
    close: async () => undefined,
  };
}
