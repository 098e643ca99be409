import type { Epoch } from '#lib/cache/epoch.ts';
import type { Keep } from './endpoint.ts';
import type { ApiRequest } from './request.ts';

/** A finished answer. */
export type Kept = {
  readonly status: number;
  /** Names and values in turn, without those that depend on the moment. */
  readonly headers: readonly string[];
  /** Text is nothing but ASCII: as many bytes as characters. */
  readonly body: string | Buffer;
};

/** The state of things when an answer was begun. */
type Stamp = {
  /** Data epoch under which rights and records were read. */
  epoch: number;
  /** How often something had been changed here. */
  writes: number;
  /** performance.now ms. */
  since: number;
};

type Entry = { answer: Kept; keep: Keep; stamp: Stamp };

export type KeptAnswers = {
  /** An answer that may be given again without anything being asked. Cheap. */
  recall(key: string): Kept | undefined;
  /** The same after another look at the disk. */
  renew(key: string): Promise<Kept | undefined>;
  /** To be called before anything is read for an answer. */
  stamp(): Stamp;
  remember(key: string, entry: Entry): void;
  /** Forgets everything: something was changed here. */
  clear(): void;
};

const MOST_ANSWERS = 10_000;
const MOST_BYTES = 64 * 1024 * 1024;
/** Headers, key and the objects around them. */
const OVERHEAD = 2_000;
/** Longer queries are not remembered. */
const MOST_QUERY = 2_000;
/** Rights and records are read anew after this many ms even if no change was announced. */
const MAX_AGE = 60_000;

/** What tells answers of list and details apart; undefined for what is never kept. */
export function keyOf(
  request: Pick<ApiRequest, 'method' | 'path' | 'query' | 'header' | 'secure'>,
  userId: number | undefined,
): string | undefined {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  if (request.query.length > MOST_QUERY) return undefined;
  // The sign between the parts stands in none of them.
  return `${userId ?? ''} ${request.secure ? 's' : ''} ${request.header('host')} ${request.path}?${request.query}`;
}

/** Answers kept by raw URL and person, as long as nothing that they rest on has changed. */
export function createKeptAnswers(epoch: Pick<Epoch, 'value' | 'live'>): KeptAnswers {
  /** The one made longest ago first. */
  const entries = new Map<string, Entry>();
  let bytes = 0;
  let writes = 0;

  function isCurrent({ stamp }: Entry): boolean {
    return (
      stamp.epoch === epoch.value && stamp.writes === writes && performance.now() - stamp.since < MAX_AGE
    );
  }

  function drop(key: string): void {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    bytes -= entry.answer.body.length + OVERHEAD;
  }

  function settled(key: string): Entry | undefined {
    const entry = entries.get(key);
    if (!entry || !epoch.live) return undefined;
    if (isCurrent(entry)) return entry;
    drop(key);
    return undefined;
  }

  return {
    recall(key) {
      const entry = settled(key);
      return entry?.keep.isFresh() ? entry.answer : undefined;
    },
    async renew(key) {
      const entry = settled(key);
      if (!entry?.keep.renew || !(await entry.keep.renew().catch(() => false))) return undefined;
      // Something may have changed during the look.
      return settled(key) === entry ? entry.answer : undefined;
    },
    stamp: () => ({ epoch: epoch.value, writes, since: performance.now() }),
    remember(key, entry) {
      drop(key);
      if (!isCurrent(entry)) return;
      entries.set(key, entry);
      bytes += entry.answer.body.length + OVERHEAD;
      for (const oldest of entries.keys()) {
        if (bytes <= MOST_BYTES && entries.size <= MOST_ANSWERS) break;
        drop(oldest);
      }
    },
    clear() {
      writes += 1;
      entries.clear();
      bytes = 0;
    },
  };
}
