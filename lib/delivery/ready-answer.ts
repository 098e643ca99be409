import { CORS_HEADERS, cacheControl, expires, SAFETY_HEADERS } from './headers.ts';

/** Everything about an answer that does not change from request to request, computed once. */
export type ReadyAnswer = {
  /** Identifies the picture for clients; undefined when the template forbids keeping it. */
  etag: string | undefined;
  expirySecs: number;
  /** Headers of a 200, without those that depend on the moment. */
  full: readonly string[];
  /** Headers of a 304, likewise. */
  notModified: readonly string[];
};

type ReadyAnswerFacts = {
  etag: string;
  expirySecs: number;
  mime: string;
  /** Bytes of the body; undefined when it was not made. */
  length: number | undefined;
  disposition: string | undefined;
  /** Whether the answer depends on the Accept header. */
  negotiated: boolean;
  /** Whether everybody gets this answer. */
  shared: boolean;
  /** Whether a preview in the file stands for a picture that could not be read. */
  isPreview?: boolean | undefined;
};

/** Prepares the headers of a picture (contract: cache headers are the same on 200 and 304). */
export function readyAnswer(facts: ReadyAnswerFacts): ReadyAnswer {
  // A client that must never reuse an answer gets no tag either (contract of the original).
  const etag = facts.expirySecs < 0 ? undefined : facts.etag;
  const control = cacheControl(facts.expirySecs, facts.shared);
  const shared = [...CORS_HEADERS];
  if (etag !== undefined) shared.push('ETag', etag);
  if (control !== undefined) shared.push('Cache-Control', control);
  if (facts.negotiated) shared.push('Vary', 'Accept');
  const full = ['Content-Type', facts.mime, ...SAFETY_HEADERS, ...shared];
  if (facts.length !== undefined) full.push('Content-Length', String(facts.length));
  if (facts.isPreview) full.push('X-Emulsion-Source', 'embedded-preview');
  if (facts.disposition !== undefined) full.push('Content-Disposition', facts.disposition);
  return { etag, expirySecs: facts.expirySecs, full, notModified: shared };
}

/** `Expires` texts by cache time, renewed each second: formatting a date costs more than the rest of an answer. */
export function createExpiresClock(): (expirySecs: number) => string | undefined {
  let second = 0;
  const texts = new Map<number, string | undefined>();
  return (expirySecs) => {
    const now = Date.now();
    if (now - second >= 1000) {
      second = now - (now % 1000);
      texts.clear();
    }
    if (!texts.has(expirySecs)) texts.set(expirySecs, expires(expirySecs, second));
    return texts.get(expirySecs);
  };
}
