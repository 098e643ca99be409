import type { CachedPicture, PictureAddress } from '#lib/cache/entry.ts';
import { CHECK_INTERVAL, type HeldImage } from '#lib/catalog/catalog.ts';
import { matchesTag } from './etag.ts';
import type { ReadyAnswer } from './ready-answer.ts';
import type { Delivered } from './request.ts';
import type { Negotiation } from './resolve.ts';

/** An answer that the same person with the same query may get again without anything being asked anew. */
export type Remembered = {
  address: PictureAddress;
  answer: ReadyAnswer;
  /** Images that the answer shows; their files must have been looked at within the last second. */
  images: readonly HeldImage[];
  versions: readonly string[];
  recordStats: boolean;
  xref: string | undefined;
  format: string;
  /** The format that a browser without wishes gets, where the browser's wish decided. */
  fallback: string | undefined;
  /** Data epoch under which rights and templates were settled. */
  epoch: number;
  /** performance.now ms. */
  since: number;
  /** When the right to it is over, ms since 1970; undefined = as long as the epoch stands. */
  until: number | undefined;
};

type RecallOptions = {
  peek: (address: PictureAddress) => CachedPicture | undefined;
  epoch: { readonly value: number; readonly live: boolean };
  /** The format that a negotiated query gets: what tells its variants apart. */
  formatFor: (accept: string | undefined, negotiation: Negotiation) => string;
  /** Completes an answer with what depends on the moment, and counts it. */
  finish: (remembered: Remembered, picture: { body: Buffer } | undefined, start: number) => Delivered;
};

/** Queries remembered; each costs about 1.5 KB for every format it was answered in. */
const MAX_REMEMBERED = 10_000;
/** Longer queries are not remembered, so that the bound in entries is one in bytes. */
const MAX_QUERY = 1_000;
/** Rights and templates are settled anew after this many ms even if no change was announced. */
const MAX_AGE = 60_000;

/** Answers to one negotiated query; as many as there are formats to choose from. */
type Variants = { negotiation: Negotiation; byFormat: Map<string, Remembered> };

export type Recall = {
  /** A finished answer, or undefined when the long way must be gone. Synchronous and cheap. */
  answer(
    userId: number | undefined,
    query: string,
    accept: string | undefined,
    ifNoneMatch: string | undefined,
  ): Delivered | undefined;
  /** @param variant set for a negotiated answer: its format and what else decided about it */
  remember(
    userId: number | undefined,
    query: string,
    entry: Remembered,
    variant?: Negotiation & { format: string },
  ): void;
};

/** Answers of one person are not those of another. The sign stands in no query. */
function keyFor(userId: number | undefined, query: string): string {
  return userId === undefined ? query : `${userId} ${query}`;
}

/**
 * Memory of answers by raw query text. It holds headers only: bodies are taken from the memory tier each
 * time, so that what was evicted or purged there is never served from here.
 */
export function createRecall({ peek, epoch, formatFor, finish }: RecallOptions): Recall {
  const entries = new Map<string, Remembered | Variants>();

  function isCurrent(entry: Remembered, now: number): boolean {
    return (
      epoch.live &&
      entry.epoch === epoch.value &&
      now - entry.since < MAX_AGE &&
      (entry.until === undefined || Date.now() < entry.until) &&
      entry.images.every(
        (held, i) => now - held.checkedAt < CHECK_INTERVAL && held.image.version === entry.versions[i],
      )
    );
  }

  return {
    answer(userId, query, accept, ifNoneMatch) {
      const found = entries.get(keyFor(userId, query));
      if (found === undefined) return undefined;
      const entry = 'byFormat' in found ? found.byFormat.get(formatFor(accept, found.negotiation)) : found;
      if (entry === undefined) return undefined;
      const start = performance.now();
      if (!isCurrent(entry, start)) return undefined;
      const { etag } = entry.answer;
      if (ifNoneMatch !== undefined && etag !== undefined && matchesTag(ifNoneMatch, etag)) {
        return finish(entry, undefined, start);
      }
      const picture = peek(entry.address);
      return picture?.kind === 'picture' ? finish(entry, picture, start) : undefined;
    },

    remember(userId, query, entry, variant) {
      if (query.length > MAX_QUERY) return;
      const key = keyFor(userId, query);
      const known = entries.get(key);
      entries.delete(key);
      if (variant) {
        const byFormat = known && 'byFormat' in known ? known.byFormat : new Map<string, Remembered>();
        byFormat.set(variant.format, entry);
        entries.set(key, { negotiation: variant, byFormat });
      } else entries.set(key, entry);
      if (entries.size > MAX_REMEMBERED) {
        const oldest = entries.keys().next();
        if (!oldest.done) entries.delete(oldest.value);
      }
    },
  };
}
