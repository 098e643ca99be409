export type IndexedFile = {
  /** Bytes on disk. */
  size: number;
  /** Milliseconds since 1970 of the last use that this process knows of. */
  used: number;
  /** The time that the file itself bears, which other processes and the next start go by. */
  stamped: number;
};

/** What one process knows of the files in a cache folder, least recently used first. */
export type DiskIndex = {
  get(id: string): IndexedFile | undefined;
  /** Adds or replaces a file, now the most recently used one. */
  set(id: string, file: IndexedFile): void;
  remove(id: string): void;
  removeImage(imageId: number): void;
  /** Removes and returns the least recently used file. */
  takeOldest(): string | undefined;
  hasImage(imageId: number): boolean;
  /** To be called when a count of the folder begins. */
  beginCount(): void;
  /**
   * Takes over what a count of the folder has found. What changed since it began is newer than its finds:
   * files used since stay, files removed since stay away.
   */
  endCount(found: ReadonlyMap<string, IndexedFile>): void;
  clear(): void;
  bytes(): number;
  entries(): number;
};

/** The image that an id belongs to. */
export function imageOf(id: string): number {
  return Number(id.slice(0, id.indexOf('-')));
}

/** An empty index. Synchronous and without I/O. */
export function createDiskIndex(): DiskIndex {
  // A map keeps the order of insertion; using a file moves it to the end.
  let files = new Map<string, IndexedFile>();
  const images = new Map<number, Set<string>>();
  let bytes = 0;
  let count: { began: number; removed: Set<string>; valid: boolean } | undefined;

  const remove = (id: string): void => {
    count?.removed.add(id);
    const file = files.get(id);
    if (!file) return;
    files.delete(id);
    bytes -= file.size;
    const ids = images.get(imageOf(id));
    ids?.delete(id);
    if (ids?.size === 0) images.delete(imageOf(id));
  };

  const set = (id: string, file: IndexedFile): void => {
    remove(id);
    files.set(id, file);
    bytes += file.size;
    const ids = images.get(imageOf(id));
    if (ids) ids.add(id);
    else images.set(imageOf(id), new Set([id]));
  };

  return {
    get: (id) => files.get(id),
    set,
    remove,
    removeImage(imageId) {
      for (const id of images.get(imageId) ?? []) remove(id);
    },
    takeOldest() {
      const [id] = files.keys();
      if (id !== undefined) remove(id);
      return id;
    },
    hasImage: (imageId) => images.has(imageId),
    beginCount() {
      count = { began: Date.now(), removed: new Set(), valid: true };
    },
    endCount(found) {
      if (!count) return;
      const { began, removed, valid } = count;
      count = undefined;
      if (!valid) return;
      for (const [id, file] of files) if (!found.has(id) && file.used < began) remove(id);
      for (const [id, file] of found) {
        const known = files.get(id);
        if (known) known.used = Math.max(known.used, file.used);
        else if (!removed.has(id)) set(id, file);
      }
      files = new Map([...files].sort(([, one], [, other]) => one.used - other.used));
    },
    clear() {
      if (count) count.valid = false;
      files.clear();
      images.clear();
      bytes = 0;
    },
    bytes: () => bytes,
    entries: () => files.size,
  };
}
