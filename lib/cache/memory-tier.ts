/** Figures of one tier, for /metrics. Hits, misses and evictions count from the start of the process. */
export type TierStats = {
  bytes: number;
  entries: number;
  hits: number;
  misses: number;
  evictions: number;
};

export type MemoryTier<V> = {
  /** The value, now the most recently used one. Synchronous, for the hot path. */
  get(id: string): V | undefined;
  /** Keeps the value; false when it is too large to be worth it. Replaces an older value of the same id. */
  put(id: string, imageId: number, value: V): boolean;
  delete(id: string): void;
  /** Forgets everything kept for an image; returns how many entries that were. */
  purgeImage(imageId: number): number;
  clear(): void;
  stats(): TierStats & { capacity: number };
};

type Node<V> = {
  id: string;
  imageId: number;
  value: V;
  bytes: number;
  newer: Node<V> | undefined;
  older: Node<V> | undefined;
};

/** What an entry costs besides its own bytes: map slots, list node, Buffer object, small strings. */
const OVERHEAD_BYTES = 512;

/** An entry larger than this part of the capacity would push out too much that is wanted more. */
const LARGEST_PART = 8;

/**
 * A least-recently-used store bounded in bytes. Generic, because finished answers and decoded bases are
 * kept by the same rules as encoded pictures.
 *
 * @param options.sizeOf bytes of a value without bookkeeping.
 * @param options.isFresh whether a value may still be given out; a stale one counts as a miss and goes.
 */
export function createMemoryTier<V>(options: {
  capacityBytes: number;
  sizeOf: (value: V) => number;
  isFresh?: (value: V) => boolean;
}): MemoryTier<V> {
  const { capacityBytes, sizeOf, isFresh } = options;
  const nodes = new Map<string, Node<V>>();
  const images = new Map<number, Set<Node<V>>>();
  let newest: Node<V> | undefined;
  let oldest: Node<V> | undefined;
  let bytes = 0;
  let hits = 0;
  let misses = 0;
  let evictions = 0;

  const unlink = (node: Node<V>): void => {
    if (node.newer) node.newer.older = node.older;
    else newest = node.older;
    if (node.older) node.older.newer = node.newer;
    else oldest = node.newer;
    node.newer = undefined;
    node.older = undefined;
  };

  const linkNewest = (node: Node<V>): void => {
    node.older = newest;
    if (newest) newest.newer = node;
    newest = node;
    oldest ??= node;
  };

  const remove = (node: Node<V>): void => {
    unlink(node);
    nodes.delete(node.id);
    bytes -= node.bytes;
    const siblings = images.get(node.imageId);
    siblings?.delete(node);
    if (siblings?.size === 0) images.delete(node.imageId);
  };

  return {
    get(id) {
      const node = nodes.get(id);
      if (node === undefined) {
        misses++;
        return undefined;
      }
      if (isFresh !== undefined && !isFresh(node.value)) {
        remove(node);
        misses++;
        return undefined;
      }
      hits++;
      if (node !== newest) {
        unlink(node);
        linkNewest(node);
      }
      return node.value;
    },

    put(id, imageId, value) {
      const existing = nodes.get(id);
      if (existing) remove(existing);
      const cost = sizeOf(value) + 2 * id.length + OVERHEAD_BYTES;
      if (cost > capacityBytes / LARGEST_PART) return false;
      const node: Node<V> = { id, imageId, value, bytes: cost, newer: undefined, older: undefined };
      nodes.set(id, node);
      const siblings = images.get(imageId);
      if (siblings) siblings.add(node);
      else images.set(imageId, new Set([node]));
      linkNewest(node);
      bytes += cost;
      while (bytes > capacityBytes && oldest) {
        remove(oldest);
        evictions++;
      }
      return true;
    },

    delete(id) {
      const node = nodes.get(id);
      if (node) remove(node);
    },

    purgeImage(imageId) {
      const siblings = [...(images.get(imageId) ?? [])];
      for (const node of siblings) remove(node);
      return siblings.length;
    },

    clear() {
      nodes.clear();
      images.clear();
      newest = undefined;
      oldest = undefined;
      bytes = 0;
    },

    stats: () => ({ bytes, entries: nodes.size, hits, misses, evictions, capacity: capacityBytes }),
  };
}
