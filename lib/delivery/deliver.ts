import type { Readable } from 'node:stream';
import type { Epoch } from '#lib/cache/epoch.ts';
import { isDatabaseAway } from '#lib/db/unavailable.ts';
import { busy, EmulsionError, STATUS, unsupported } from '#lib/errors/error.ts';
import type { Principal } from '#lib/identity/principal.ts';
import type { Logger } from '#lib/log/log.ts';
import type { Outcome } from '#lib/stats/counts.ts';
import type { Answered, Statistics } from '#lib/stats/statistics.ts';
import { mimeOf } from '#lib/transform/formats.ts';
import { type ByteRange, parseRange, rangeStillValid, unchangedSince } from './byte-range.ts';
import { errorPage } from './error-page.ts';
import { matchesTag } from './etag.ts';
import { CORS_HEADERS, SAFETY_HEADERS } from './headers.ts';
import { createNegotiationSavings } from './negotiation-savings.ts';
import { type WantedOriginal, wantOriginal } from './original.ts';
import {
  answerOf,
  isNotModified,
  obtainPicture,
  type PictureParts,
  type WantedPicture,
  wantPicture,
} from './picture.ts';
import { createExpiresClock, type ReadyAnswer } from './ready-answer.ts';
import { createRecall } from './recall.ts';
import type { Delivered, PictureGrant, PictureRequest } from './request.ts';
import { bestFormat } from './resolve.ts';
import type { createXrefTracker } from './xref.ts';

export type DeliveryParts = PictureParts & {
  epoch: Epoch;
  statistics: Statistics;
  /** What a text in the address opens; undefined when it is none of this server's or is over. */
  grants: (text: string) => PictureGrant | undefined;
  track: ReturnType<typeof createXrefTracker>;
  log: Logger;
  /** Takes what people may not read out of a message. */
  redact: (message: string) => string;
  /** Told of each answer: its status, which tier or renderer it came from, and seconds taken. */
  observe: (status: number, from: string, seconds: number) => void;
};

export type Delivery = {
  /** Answers a request for a picture or an original. Never rejects. */
  deliver(request: PictureRequest): Promise<Delivered>;
  /**
   * The answer to a GET or HEAD of a picture that this person was given before and may be given again without
   * looking at anything anew; undefined otherwise. Synchronous.
   */
  recall(
    principal: Principal,
    query: string,
    accept: string | undefined,
    ifNoneMatch: string | undefined,
    referrer: string | undefined,
  ): Delivered | undefined;
};

/** What an answer brings, as statistics know it. */
type Sent = Pick<Answered, 'bytes' | 'format' | 'negotiated'>;

const NOTHING: Sent = { bytes: 0 };

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const ALLOW = 'GET, HEAD, OPTIONS';

/** The grant in the address of a picture that a link of a portfolio shows. */
const GRANT = /(?:^|[&;])grant=([\w-]{1,100})(?:&|$)/;

/** How metrics call an answer that nobody waited for (a number of nginx's, never sent). */
const CLIENT_GONE = 499;

/** Bytes from which a file that is asked for as it is is not read into memory. */
const LARGE_FILE = 16 * 1024 * 1024;

/** The one path from a request to the bytes of a picture. */
export function createDelivery(parts: DeliveryParts): Delivery {
  const { statistics, epoch, observe } = parts;
  const expiresAt = createExpiresClock();
  const savings = createNegotiationSavings();

  function complete(
    answer: ReadyAnswer,
    status: 200 | 206 | 304,
    from: string,
    cached: boolean,
    body: Delivered['body'],
    start: number,
    sent = NOTHING,
  ): Delivered {
    const elapsed = performance.now() - start;
    const headers = status === 304 ? answer.notModified.slice() : answer.full.slice();
    const expires = expiresAt(answer.expirySecs);
    if (expires !== undefined) headers.push('Expires', expires);
    if (status !== 304) headers.push('X-From-Cache', cached ? 'True' : 'False');
    const micros = Math.round(elapsed * 1000);
    headers.push('X-Time-Taken', String(micros), 'Server-Timing', `${from};dur=${micros / 1000}`);
    note(status, from, elapsed / 1000, sent);
    return { status, headers, body };
  }

  function note(status: number, from: string, seconds: number, sent: Sent): void {
    observe(status, from, seconds);
    const { bytes, format, negotiated } = sent;
    statistics.answered({ status, from, seconds, bytes, format, negotiated });
  }

  /** @param fallback the format that a browser without wishes gets, where the browser's wish decided */
  function pictureSent(bytes: number, format: string, fallback: string | undefined): Sent {
    if (fallback === undefined) return { bytes, format };
    return { bytes, format, negotiated: { saved: savings.saved(format, fallback, bytes) } };
  }

  /** Compares a picture that was made in a negotiated format with the one for other browsers, now and then. */
  async function compareFormats(request: PictureRequest, wanted: WantedPicture, bytes: number) {
    const fallback = fallbackOf(wanted);
    if (fallback === undefined) return;
    await savings.sample(wanted.resolved.format, fallback, bytes, async () => {
      // Not while somebody waits for a picture.
      if (parts.queue.stats().render.queued > 0) return undefined;
      const other = await wantPicture(parts, request.principal, request.query, undefined);
      return (await obtainPicture(parts, other)).picture.body.length;
    });
  }

  function fallbackOf({ resolved: { negotiated } }: WantedPicture): string | undefined {
    return negotiated && bestFormat(undefined, negotiated, parts.autoFormats);
  }

  function count(
    imageId: number,
    outcome: Outcome,
    bytes: number,
    start: number,
    recordImage: boolean,
  ): void {
    statistics.count(imageId, outcome, bytes, (performance.now() - start) / 1000, recordImage);
  }

  const recall = createRecall({
    peek: parts.cache.peek,
    epoch,
    formatFor: (accept, negotiation) => bestFormat(accept, negotiation, parts.autoFormats),
    finish({ address, answer, recordStats, xref, format, fallback }, picture, start) {
      if (!picture) {
        count(address.imageId, 'not_modified', 0, start, recordStats);
        return complete(answer, 304, 'memory', true, undefined, start);
      }
      count(address.imageId, 'cached', picture.body.length, start, recordStats);
      parts.track(xref);
      const sent = pictureSent(picture.body.length, format, fallback);
      return complete(answer, 200, 'memory', true, picture.body, start, sent);
    },
  });

  /** Rights and templates as of now; free when nothing has changed. */
  async function refresh(): Promise<void> {
    await parts.permissions.refresh(epoch.rules);
    await parts.templates.refresh(epoch.rules);
  }

  function grantOf(query: string): PictureGrant | undefined {
    const text = GRANT.exec(query)?.[1];
    return text === undefined ? undefined : parts.grants(text);
  }

  async function deliverImage(request: PictureRequest, start: number): Promise<Delivered> {
    const settledAt = epoch.value;
    await refresh();
    const wanted = await wantPicture(
      parts,
      request.principal,
      request.query,
      request.accept,
      grantOf(request.query),
    );
    const { query, resolved, image, overlay, address } = wanted;
    const imageId = image.image.id;
    const fresh = parts.benchmarking && query.recache === true;
    if (!fresh && isNotModified(wanted, request.ifNoneMatch)) {
      count(imageId, 'not_modified', 0, start, resolved.recordStats);
      return complete(answerOf(wanted, '', 0), 304, 'etag', true, undefined, start);
    }
    if (resolved.verbatim && image.image.size > LARGE_FILE) return deliverFile(wanted, start);
    if (request.method === 'HEAD' && !wanted.postCheck && !(await parts.cache.get(address))) {
      // Nothing is rendered for a body that is not wanted. Its length is left out, as RFC 9110 9.3.2 allows.
      count(imageId, 'not_modified', 0, start, resolved.recordStats);
      const unmade = answerOf(wanted, mimeOf(resolved.format) ?? 'application/octet-stream', undefined);
      return complete(unmade, 200, 'head', false, undefined, start);
    }
    const { picture, cached, from } = await obtainPicture(parts, wanted, request.signal);
    const answer = answerOf(wanted, picture.mime, picture.body.length, picture.isPreview);
    if (!wanted.postCheck && query.cache === undefined && query.recache === undefined) {
      const images = overlay ? [image, overlay] : [image];
      const entry = {
        address,
        answer,
        images,
        versions: images.map((held) => held.image.version),
        recordStats: resolved.recordStats,
        xref: query.xref,
        format: resolved.format,
        fallback: fallbackOf(wanted),
        epoch: settledAt,
        since: start,
        until: wanted.until,
      };
      recall.remember(request.principal.userId, request.query, entry, resolved.negotiated);
    }
    count(imageId, cached ? 'cached' : 'rendered', picture.body.length, start, resolved.recordStats);
    parts.track(query.xref);
    if (from === 'render') {
      compareFormats(request, wanted, picture.body.length).catch((error: unknown) =>
        parts.log.debug({ err: error }, 'a picture could not be made in its fallback format'),
      );
    }
    const sent = pictureSent(picture.body.length, resolved.format, fallbackOf(wanted));
    return complete(answer, 200, from, cached, picture.body, start, sent);
  }

  /** A large file that is asked for as it is goes out as a stream, past the cache. */
  async function deliverFile(wanted: WantedPicture, start: number): Promise<Delivered> {
    const { image, resolved, query } = wanted;
    const mime = mimeOf(resolved.format);
    if (mime === undefined) throw unsupported('The file is not a supported image.');
    const stream = await openStable(query.src, image.image.size);
    count(image.image.id, 'rendered', image.image.size, start, resolved.recordStats);
    parts.track(query.xref);
    const sent = { bytes: image.image.size, format: resolved.format };
    return complete(answerOf(wanted, mime, image.image.size), 200, 'original', false, stream, start, sent);
  }

  /** A file's bytes; busy when its size is no longer the one that the headers promise. */
  async function openStable(src: string, size: number, range?: ByteRange): Promise<Readable> {
    const { stream, size: found } = await parts.storage.read(src, range);
    if (found === size) return stream;
    stream.destroy();
    throw busy('The file is being changed; try again.', 1);
  }

  async function deliverOriginal(request: PictureRequest, start: number): Promise<Delivered> {
    await refresh();
    const grant = grantOf(request.query);
    const wanted = await wantOriginal(parts, request.principal, request.query, grant);
    const { query, imageId, size, lastModified, answer } = wanted;
    const record = query.recordStats ?? true;
    const own = ['Accept-Ranges', 'bytes', 'Last-Modified', lastModified];
    if (hasCopy(request, wanted)) {
      count(imageId, 'not_modified', 0, start, record);
      const unchanged = complete(answer, 304, 'etag', true, undefined, start);
      unchanged.headers.push('Last-Modified', lastModified);
      return unchanged;
    }
    const valid = rangeStillValid(request.ifRange, answer.etag, lastModified);
    const range = valid && request.method === 'GET' ? parseRange(request.range, size) : undefined;
    if (range === 'unsatisfiable') {
      throw new EmulsionError('unsatisfiable_range', `The file has ${size} bytes.`, { size });
    }
    const head = request.method === 'HEAD';
    const stream = head ? undefined : await openStable(query.src, size, range);
    const length = range ? range.end - range.start + 1 : size;
    // A viewer that fetches a file in many parts has downloaded it once.
    const outcome = range && range.start > 0 ? 'continued' : 'downloaded';
    count(imageId, outcome, head ? 0 : length, start, record);
    if (wanted.granted && !head && outcome === 'downloaded') grant?.downloaded();
    parts.track(query.xref);
    const sent = { bytes: head ? 0 : length };
    const delivered = complete(answer, range ? 206 : 200, 'original', false, stream, start, sent);
    delivered.headers.push(...own);
    if (range) {
      setHeader(delivered.headers, 'Content-Length', String(length));
      delivered.headers.push('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
    }
    return delivered;
  }

  function refuse(thrown: unknown, request: PictureRequest, start: number): Delivered {
    const error = isDatabaseAway(thrown)
      ? new EmulsionError('busy', 'The server cannot look this up at the moment; try again.', {
          retryAfter: 5,
          log: `the database is away (${thrown instanceof Error ? thrown.message : ''})`,
        })
      : thrown;
    const known = error instanceof EmulsionError;
    const status = known ? error.status : STATUS.internal;
    const entry = {
      method: request.method,
      url: `/${request.kind}?${request.query.slice(0, 2000)}`,
      address: request.address,
      user: request.principal.username || undefined,
      status,
    };
    // Nobody reads this answer: viewers give up on tiles all the time.
    const gone = request.signal?.aborted === true && known;
    if (gone) parts.log.debug(entry, 'the client has gone');
    else if (!known) parts.log.error({ ...entry, err: error }, 'a picture request failed');
    else if (status >= 500 || status === 403) parts.log.warn(entry, error.message);
    else parts.log.debug(entry, error.message);
    const message = known ? error.publicMessage : 'The server could not answer this request.';
    const body = errorPage(status, parts.redact(message));
    const headers = [
      'Content-Type',
      'text/html; charset=utf-8',
      'Content-Length',
      String(body.length),
      ...SAFETY_HEADERS,
      ...CORS_HEADERS,
      'X-Time-Taken',
      String(Math.round((performance.now() - start) * 1000)),
    ];
    if (known && error.retryAfter !== undefined) headers.push('Retry-After', String(error.retryAfter));
    if (status === STATUS.method_not_allowed) headers.push('Allow', ALLOW);
    if (known && error.size !== undefined) headers.push('Content-Range', `bytes */${error.size}`);
    note(gone ? CLIENT_GONE : status, 'error', (performance.now() - start) / 1000, NOTHING);
    return { status, headers, body };
  }

  return {
    recall(principal, query, accept, ifNoneMatch, referrer) {
      const answer = recall.answer(principal.userId, query, accept, ifNoneMatch);
      if (answer) statistics.referred(referrer);
      return answer;
    },

    async deliver(request) {
      const start = performance.now();
      try {
        if (request.method === 'OPTIONS') {
          return {
            status: 200,
            headers: ['Allow', ALLOW, 'Content-Length', '0', ...CORS_HEADERS],
            body: undefined,
          };
        }
        if (!METHODS.has(request.method)) {
          throw new EmulsionError('method_not_allowed', `Expected one of ${ALLOW}.`);
        }
        const answer =
          request.kind === 'image'
            ? await deliverImage(request, start)
            : await deliverOriginal(request, start);
        statistics.referred(request.referrer);
        return answer;
      } catch (error) {
        return refuse(error, request, start);
      }
    },
  };
}

/** Whether the client's copy of a file is good: by its tag, or where it has none by its date. */
function hasCopy(request: PictureRequest, { answer, time }: WantedOriginal): boolean {
  if (answer.etag === undefined) return false;
  if (request.ifNoneMatch !== undefined) return matchesTag(request.ifNoneMatch, answer.etag);
  return unchangedSince(request.ifModifiedSince, time);
}

/** Replaces a header in a list of names and values. */
function setHeader(headers: string[], name: string, value: string): void {
  const at = headers.indexOf(name);
  if (at >= 0) headers[at + 1] = value;
}
