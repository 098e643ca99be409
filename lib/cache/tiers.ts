import { type CachedPicture, isFresh, type PictureAddress, sizeOf } from './entry.ts';
import { createMemoryTier, type TierStats } from './memory-tier.ts';
import type { SharedTier } from './shared-tier.ts';

/** A picture and the name of the tier that had it ("memory" or a shared tier's name). */
type Found = { entry: CachedPicture; tier: string };

export type PictureCache = {
  /** From memory alone, synchronous: the hot path. */
  peek(address: PictureAddress): CachedPicture | undefined;
  /** From memory, then from the shared tiers in their order; a find is kept in the tiers asked before. */
  get(address: PictureAddress): Promise<Found | undefined>;
  /** Like get, leaving memory out: whoever has just looked there asks the shared tiers only. */
  getShared(address: PictureAddress): Promise<Found | undefined>;
  /** Keeps an entry: in memory at once, in the shared tiers soon. */
  put(address: PictureAddress, entry: CachedPicture): void;
  /**
   * Keeps an entry and resolves once the first shared tier that takes it has it, so that another process
   * can see it; the other shared tiers follow soon. False when no shared tier took it.
   */
  putShared(address: PictureAddress, entry: CachedPicture): Promise<boolean>;
  purgeImage(imageId: number): Promise<void>;
  /** Forgets an image (or everything) in this process's memory only: for news from another process. */
  forget(imageId?: number): void;
  clear(): Promise<void>;
  /** Resolves once everything handed in so far is stored or given up. */
  flush(): Promise<void>;
  /** Names of the shared tiers that cannot be used at this moment. */
  check(): Promise<string[]>;
  stats(): {
    memory: TierStats & { capacity: number };
    shared: Record<string, TierStats>;
    pendingBytes: number;
    /** Entries not handed to a shared tier because too much was waiting to be written. */
    dropped: number;
  };
  /** Flushes, then closes the shared tiers. */
  close(): Promise<void>;
};

/** A buffer that is a small part of a large allocation keeps all of it alive; such a body is copied. */
function withOwnMemory(entry: CachedPicture): CachedPicture {
  if (entry.kind === 'failure') return entry;
  const { body } = entry;
  if (body.buffer.byteLength <= body.byteLength * 1.125 + 1024) return entry;
  const copy = Buffer.allocUnsafeSlow(body.byteLength);
  body.copy(copy);
  return { ...entry, body: copy };
}

/**
 * The cache of finished pictures.
 *
 * @param options.shared the tiers behind memory, in the order in which they are asked.
 * @param options.maxPendingBytes bytes that may wait for the shared tiers; beyond that, entries stay in
 *   memory only.
 */
export function createPictureCache(options: {
  memoryBytes: number;
  shared: readonly SharedTier[];
  maxPendingBytes?: number;
}): PictureCache {
  const { shared, maxPendingBytes = 64 * 1024 * 1024 } = options;
  const memory = createMemoryTier<CachedPicture>({ capacityBytes: options.memoryBytes, sizeOf, isFresh });
  const pending = new Set<Promise<unknown>>();
  let pendingBytes = 0;
  let dropped = 0;

  const track = <T>(bytes: number, work: Promise<T>): Promise<T> => {
    pendingBytes += bytes;
    pending.add(work);
    const done = (): void => {
      pendingBytes -= bytes;
      pending.delete(work);
    };
    work.then(done, done);
    return work;
  };

  const writeBehind = (tiers: readonly SharedTier[], address: PictureAddress, entry: CachedPicture): void => {
    for (const tier of tiers) {
      const bytes = sizeOf(entry);
      if (pendingBytes + bytes > maxPendingBytes) dropped++;
      else void track(bytes, tier.put(address, entry));
    }
  };

  const getShared = async (address: PictureAddress): Promise<Found | undefined> => {
    for (const [index, tier] of shared.entries()) {
      const found = await tier.get(address);
      if (found === undefined || !isFresh(found)) continue;
      const entry = withOwnMemory(found);
      memory.put(address.id, address.imageId, entry);
      writeBehind(shared.slice(0, index), address, entry);
      return { entry, tier: tier.name };
    }
    return undefined;
  };

  /** What is on its way now; unlike flush it ends under steady load. */
  const settled = async (): Promise<void> => {
    await Promise.allSettled(pending);
  };

  return {
    peek: (address) => memory.get(address.id),

    async get(address) {
      const entry = memory.get(address.id);
      return entry === undefined ? getShared(address) : { entry, tier: 'memory' };
    },

    getShared,

    put(address, entry) {
      const kept = withOwnMemory(entry);
      memory.put(address.id, address.imageId, kept);
      writeBehind(shared, address, kept);
    },

    async putShared(address, entry) {
      const kept = withOwnMemory(entry);
      memory.put(address.id, address.imageId, kept);
      for (const [index, tier] of shared.entries()) {
        if (!(await track(sizeOf(kept), tier.put(address, kept)))) continue;
        writeBehind(shared.slice(index + 1), address, kept);
        return true;
      }
      return false;
    },

    async purgeImage(imageId) {
      memory.purgeImage(imageId);
      await settled();
      await Promise.all(shared.map((tier) => tier.purgeImage(imageId)));
      memory.purgeImage(imageId);
    },

    forget(imageId) {
      if (imageId === undefined) memory.clear();
      else memory.purgeImage(imageId);
    },

    async clear() {
      memory.clear();
      await settled();
      await Promise.all(shared.map((tier) => tier.clear()));
      memory.clear();
    },

    async flush() {
      while (pending.size > 0) await settled();
    },

    async check() {
      const usable = await Promise.all(shared.map((tier) => tier.check()));
      return shared.filter((_, index) => !usable[index]).map((tier) => tier.name);
    },

    stats: () => ({
      memory: memory.stats(),
      shared: Object.fromEntries(shared.map((tier) => [tier.name, tier.stats()])),
      pendingBytes,
      dropped,
    }),

    async close() {
      while (pending.size > 0) await settled();
      await Promise.all(shared.map((tier) => tier.close()));
    },
  };
}
