import type { CachedPicture, PictureAddress } from '#lib/cache/entry.ts';
import { CHECK_INTERVAL, type HeldImage } from '#lib/catalog/catalog.ts';
import { matchesTag } from './etag.ts';
import type { ReadyAnswer } from './ready-answer.ts';
import type { Delivered } from './request.ts';

/** An answer that an anonymous request with the same query may get again without anything being asked anew. */
export type Remembered = {
  address: PictureAddress;
  answer: ReadyAnswer;
  /** Images that the answer shows; their files must have been looked at within the last second. */
  images: readonly HeldImage[];
  versions: readonly string[];
  recordStats: boolean;
  xref: string | undefined;
  /** Data epoch under which rights and templates were settled. */
  epoch: number;
  /** performance.now ms. */
  since: number;
};

type RecallOptions = {
  peek: (address: PictureAddress) => CachedPicture | undefined;
  epoch: { readonly value: number; readonly live: boolean };
  /** Completes an answer with what depends on the moment, and counts it. */
  finish: (remembered: Remembered, picture: { body: Buffer } | undefined, start: number) => Delivered;
};

/** Queries remembered; each costs about 1.5 KB beside the picture in the memory tier. */
const MAX_REMEMBERED = 20_000;
/** Longer queries are not remembered, so that the bound in entries is one in bytes. */
const MAX_QUERY = 2_000;
/** Accept headers told apart for one negotiated query. */
const MAX_ACCEPTS = 16;
/** Rights and templates are settled anew after this many ms even if no change was announced. */
const MAX_AGE = 60_000;

export type Recall = {
  /** A finished answer, or undefined when the long way must be gone. Synchronous and cheap. */
  answer(query: string, accept: string | undefined, ifNoneMatch: string | undefined): Delivered | undefined;
  remember(query: string, accept: string | undefined, negotiated: boolean, entry: Remembered): void;
};

/**
 * Memory of answers by raw query text. It holds headers only: bodies are taken from the memory tier each
 * time, so that what was evicted or purged there is never served from here.
 */
export function createRecall({ peek, epoch, finish }: RecallOptions): Recall {
  const entries = new Map<string, Remembered | Map<string, Remembered>>();

  function isCurrent(entry: Remembered, now: number): boolean {
    return (
      epoch.live &&
      entry.epoch === epoch.value &&
      now - entry.since < MAX_AGE &&
      entry.images.every(
        (held, i) => now - held.checkedAt < CHECK_INTERVAL && held.image.version === entry.versions[i],
      )
    );
  }

  return {
    answer(query, accept, ifNoneMatch) {
      const found = entries.get(query);
      if (found === undefined) return undefined;
      const entry = found instanceof Map ? found.get(accept ?? '') : found;
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

    remember(query, accept, negotiated, entry) {
      if (query.length > MAX_QUERY) return;
      if (negotiated) {
        const known = entries.get(query);
        const variants = known instanceof Map ? known : new Map<string, Remembered>();
        if (variants.size >= MAX_ACCEPTS) variants.clear();
        if ((accept ?? '').length <= MAX_QUERY) variants.set(accept ?? '', entry);
        entries.delete(query);
        entries.set(query, variants);
      } else {
        entries.delete(query);
        entries.set(query, entry);
      }
      if (entries.size > MAX_REMEMBERED) {
        const oldest = entries.keys().next();
        if (!oldest.done) entries.delete(oldest.value);
      }
    },
  };
}
