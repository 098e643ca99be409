export type LoaderOptions<Picture> = {
  /** Fetches a picture; rejects when there is none. Aborted when nobody waits for it any more. */
  fetch(url: string, signal: AbortSignal): Promise<Picture>;
  onLoad(key: string, picture: Picture): void;
  /** A picture that did not come after all attempts. */
  onGiveUp(key: string): void;
  /** Called after every change of `pending`. */
  onProgress?(): void;
  /** Requests under way at a time. Default 2. */
  requests?: number;
  /** Attempts per picture. Default 3. */
  attempts?: number;
  /** Ms before the second attempt; twice as long before each further one. Default 400. */
  backoff?: number;
};

/** A bounded queue of pictures to fetch, first in, first out. */
export type TileLoader = {
  /** Queues a picture unless it is queued or under way. */
  want(key: string, url: string): void;
  /** Drops what is queued and does not meet `keep`; what is under way goes on. */
  retain(keep: (key: string) => boolean): void;
  isWanted(key: string): boolean;
  /** Pictures that are queued, under way or waiting for their next attempt. */
  readonly pending: number;
  /** Ends all requests; nothing is reported any more. */
  destroy(): void;
};

type Entry = {
  key: string;
  url: string;
  failures: number;
  state: 'queued' | 'loading' | 'resting';
  timer?: ReturnType<typeof setTimeout>;
};

const DEFAULTS = { requests: 2, attempts: 3, backoff: 400 };

export function createTileLoader<Picture>(options: LoaderOptions<Picture>): TileLoader {
  const { requests, attempts, backoff } = { ...DEFAULTS, ...options };
  const entries = new Map<string, Entry>();
  const abort = new AbortController();
  let loading = 0;

  function startNext(): void {
    if (abort.signal.aborted) return;
    for (const entry of entries.values()) {
      if (loading >= requests) return;
      if (entry.state === 'queued') load(entry);
    }
  }

  function load(entry: Entry): void {
    entry.state = 'loading';
    loading++;
    options
      .fetch(entry.url, abort.signal)
      .then(
        (picture) => settle(entry, () => options.onLoad(entry.key, picture)),
        () => fail(entry),
      )
      .finally(startNext);
  }

  function settle(entry: Entry, report: () => void): void {
    loading--;
    if (abort.signal.aborted) return;
    entries.delete(entry.key);
    report();
    options.onProgress?.();
  }

  function fail(entry: Entry): void {
    entry.failures++;
    if (entry.failures >= attempts) return settle(entry, () => options.onGiveUp(entry.key));
    loading--;
    entry.state = 'resting';
    entry.timer = setTimeout(
      () => {
        entry.state = 'queued';
        startNext();
      },
      backoff * 2 ** (entry.failures - 1),
    );
  }

  return {
    want(key, url) {
      if (abort.signal.aborted || entries.has(key)) return;
      entries.set(key, { key, url, failures: 0, state: 'queued' });
      startNext();
      options.onProgress?.();
    },
    retain(keep) {
      let dropped = false;
      for (const entry of entries.values()) {
        if (entry.state === 'loading' || keep(entry.key)) continue;
        clearTimeout(entry.timer);
        entries.delete(entry.key);
        dropped = true;
      }
      if (dropped) options.onProgress?.();
    },
    isWanted: (key) => entries.has(key),
    get pending() {
      return entries.size;
    },
    destroy() {
      abort.abort();
      for (const { timer } of entries.values()) clearTimeout(timer);
      entries.clear();
    },
  };
}
