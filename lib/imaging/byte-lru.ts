/** A map that forgets what was used longest ago once its values weigh more than a limit. */
export type ByteLru<V> = {
  get(key: string): V | undefined;
  /** Heavier than the limit alone: not stored. */
  set(key: string, value: V, bytes: number): void;
  /** Removes every key that starts with the prefix. */
  forget(prefix: string): void;
  /** Keys that start with the prefix. */
  keys(prefix: string): string[];
  readonly bytes: number;
};

export function createByteLru<V>(limit: number): ByteLru<V> {
  const entries = new Map<string, { value: V; bytes: number }>();
  let total = 0;

  function remove(key: string): void {
    const entry = entries.get(key);
    if (entry === undefined) return;
    entries.delete(key);
    total -= entry.bytes;
  }

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, bytes) {
      remove(key);
      if (bytes > limit) return;
      entries.set(key, { value, bytes });
      total += bytes;
      for (const oldest of entries.keys()) {
        if (total <= limit) break;
        remove(oldest);
      }
    },
    forget(prefix) {
      for (const key of entries.keys()) if (key.startsWith(prefix)) remove(key);
    },
    keys: (prefix) => [...entries.keys()].filter((key) => key.startsWith(prefix)),
    get bytes() {
      return total;
    },
  };
}
