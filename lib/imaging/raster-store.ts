import { createByteLru } from './byte-lru.ts';
import { type Raster, rasterBytes } from './raster.ts';

/** Decoded pixels kept for further requests, bounded in bytes, what was used longest ago leaves first. */
export type RasterStore = {
  get(key: string): Raster | undefined;
  set(key: string, raster: Raster): void;
  /** The stored raster, or what `make` yields; made once for all who ask meanwhile. */
  obtain(key: string, make: () => Promise<Raster>): Promise<Raster>;
  /** The same for something that may turn out not to exist. */
  obtainIfAny(key: string, make: () => Promise<Raster | undefined>): Promise<Raster | undefined>;
  /** Rasters whose key starts with the prefix. */
  find(prefix: string): Raster[];
  /** Whether a raster of so many bytes would be kept beside others. */
  hasRoomFor(bytes: number): boolean;
  forget(prefix: string): void;
};

/** One raster may take up to this part of the store. */
const LARGEST_SHARE = 0.5;

export function createRasterStore(limit: number): RasterStore {
  const lru = createByteLru<Raster>(limit);
  const pending = new Map<string, Promise<Raster | undefined>>();

  function set(key: string, raster: Raster): void {
    const bytes = rasterBytes(raster);
    if (bytes > limit * LARGEST_SHARE) return;
    // A cut-out must not keep the whole that it was cut from.
    const data = raster.data.buffer.byteLength > bytes * 2 ? Buffer.from(raster.data) : raster.data;
    lru.set(key, { ...raster, data }, bytes);
  }

  async function obtainIfAny(
    key: string,
    make: () => Promise<Raster | undefined>,
  ): Promise<Raster | undefined> {
    const stored = lru.get(key);
    if (stored !== undefined) return stored;
    const running = pending.get(key);
    if (running !== undefined) return running;
    const making = make();
    pending.set(key, making);
    try {
      const raster = await making;
      if (raster !== undefined) set(key, raster);
      return raster;
    } finally {
      pending.delete(key);
    }
  }

  return {
    get: (key) => lru.get(key),
    set,
    async obtain(key, make) {
      const raster = await obtainIfAny(key, make);
      if (raster === undefined) throw new Error('nothing was made');
      return raster;
    },
    obtainIfAny,
    find(prefix) {
      const found: Raster[] = [];
      for (const key of lru.keys(prefix)) {
        const raster = lru.get(key);
        if (raster !== undefined) found.push(raster);
      }
      return found;
    },
    hasRoomFor: (bytes) => bytes <= limit * LARGEST_SHARE,
    forget: (prefix) => lru.forget(prefix),
  };
}
