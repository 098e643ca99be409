import { readFile, unlink, utimes } from 'node:fs/promises';
import { decodeEntry, encodedSize, encodeEntry } from './codec.ts';
import { isGone, openDiskFolder } from './disk-folder.ts';
import { createDiskIndex, imageOf } from './disk-index.ts';
import { isFresh } from './entry.ts';
import { reportRarely } from './report-rarely.ts';
import type { SharedTier } from './shared-tier.ts';

const HOUR_MS = 60 * 60 * 1000;

/**
 * The folder is counted anew once this process has written this part of the capacity, or when it writes
 * after this time, because other processes may be writing too.
 */
const RECOUNT_PART = 8;
const RECOUNT_MS = 10 * 60 * 1000;

export type DiskTier = SharedTier & {
  /** Resolves once the folder has been counted; reads and writes do not wait for it. */
  counted(): Promise<void>;
};

/**
 * Pictures in a folder, bounded in bytes, least recently used out first. Several processes may share the
 * folder (each may overshoot by an eighth between two counts), it may be deleted at any time, and what does
 * not read back whole is a miss. Recency outlives the process in the files' own times, renewed at most
 * hourly.
 *
 * @param options.maxEntryBytes largest entry, never more than an eighth of the capacity.
 * @param options.onError told of trouble with the disk, at most once a minute for the same cause.
 */
export function createDiskTier(options: {
  folder: string;
  capacityBytes: number;
  maxEntryBytes?: number;
  onError?: (error: Error) => void;
}): DiskTier {
  const { capacityBytes } = options;
  const maxEntryBytes = Math.min(options.maxEntryBytes ?? Number.POSITIVE_INFINITY, capacityBytes / 8);
  const folder = openDiskFolder(options.folder);
  const index = createDiskIndex();
  const report = reportRarely(options.onError);
  let hits = 0;
  let misses = 0;
  let evictions = 0;
  let closed = false;
  let writtenSinceCount = 0;
  let lastCount = Number.NEGATIVE_INFINITY;
  let counting: Promise<void> | undefined;
  let evicting: Promise<void> | undefined;

  const miss = (): undefined => {
    misses++;
    return undefined;
  };

  const discard = async (id: string): Promise<void> => {
    index.remove(id);
    await unlink(folder.path(id)).catch((error: unknown) => isGone(error) || report(error));
  };

  const evict = (): Promise<void> => {
    evicting ??= (async () => {
      while (index.bytes() > capacityBytes) {
        const id = index.takeOldest();
        if (id === undefined) break;
        evictions++;
        await discard(id);
        if (!index.hasImage(imageOf(id))) await folder.removeImageFolderIfEmpty(imageOf(id));
      }
    })().finally(() => {
      evicting = undefined;
    });
    return evicting;
  };

  const count = (): Promise<void> => {
    counting ??= (async () => {
      index.beginCount();
      lastCount = performance.now();
      writtenSinceCount = 0;
      try {
        const found = await folder.count(() => !closed);
        if (closed) return;
        index.endCount(found);
        await evict();
      } catch (error) {
        report(error);
      }
    })().finally(() => {
      counting = undefined;
    });
    return counting;
  };

  const onLost = (): void => {
    index.clear();
    void count();
  };

  /** Notes a use, and writes it to the file when what the file says is old. */
  const noteUse = (id: string, size: number): void => {
    const now = Date.now();
    const stamped = index.get(id)?.stamped ?? 0;
    const renew = now - stamped > HOUR_MS;
    index.set(id, { size, used: now, stamped: renew ? now : stamped });
    if (renew) {
      const time = new Date(now);
      utimes(folder.path(id), time, time).catch((error: unknown) => isGone(error) || report(error));
    }
  };

  void count();

  return {
    name: 'disk',

    async get(address) {
      const { id } = address;
      let bytes: Buffer;
      try {
        bytes = await readFile(folder.path(id));
      } catch (error) {
        if (isGone(error)) index.remove(id);
        else report(error);
        return miss();
      }
      const entry = decodeEntry(address, bytes);
      if (entry === undefined || !isFresh(entry)) {
        await discard(id);
        return miss();
      }
      hits++;
      noteUse(id, bytes.length);
      return entry;
    },

    async put(address, entry) {
      if (closed || encodedSize(entry) > maxEntryBytes) return false;
      const parts = encodeEntry(address, entry);
      const size = parts[0].length + parts[1].length;
      try {
        await folder.write(address.id, parts, onLost);
      } catch (error) {
        report(error);
        return false;
      }
      const now = Date.now();
      index.set(address.id, { size, used: now, stamped: now });
      writtenSinceCount += size;
      await evict();
      const due = writtenSinceCount > capacityBytes / RECOUNT_PART;
      if (due || performance.now() - lastCount > RECOUNT_MS) void count();
      return true;
    },

    async purgeImage(imageId) {
      index.removeImage(imageId);
      await folder.removeImage(imageId).catch(report);
    },

    async clear() {
      index.clear();
      await folder.removeAll().catch(report);
    },

    check: () =>
      folder.check().then(
        () => true,
        (error: unknown) => {
          report(error);
          return false;
        },
      ),

    counted: async () => {
      await counting;
    },

    stats: () => ({ bytes: index.bytes(), entries: index.entries(), hits, misses, evictions }),

    async close() {
      closed = true;
      await counting;
      await evicting;
    },
  };
}
