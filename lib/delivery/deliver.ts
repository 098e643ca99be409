import type { Readable } from 'node:stream';
import type { Epoch } from '#lib/cache/epoch.ts';
import { isDatabaseAway } from '#lib/db/unavailable.ts';
import { busy, EmulsionError, STATUS, unsupported } from '#lib/errors/error.ts';
import { PUBLIC } from '#lib/identity/principal.ts';
import type { Logger } from '#lib/log/log.ts';
import type { Outcome } from '#lib/stats/counts.ts';
import type { Statistics } from '#lib/stats/statistics.ts';
import { mimeOf } from '#lib/transform/formats.ts';
import { errorPage } from './error-page.ts';
import { matchesTag } from './etag.ts';
import { CORS_HEADERS, SAFETY_HEADERS } from './headers.ts';
import { wantOriginal } from './original.ts';
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
import type { Delivered, PictureRequest } from './request.ts';
import type { createXrefTracker } from './xref.ts';

export type DeliveryParts = PictureParts & {
  epoch: Epoch;
  statistics: Statistics;
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
   * The answer to an anonymous GET of a picture that was answered before and may be answered again without
   * looking at anything anew; undefined otherwise. Synchronous.
   */
  recall(query: string, accept: string | undefined, ifNoneMatch: string | undefined): Delivered | undefined;
};

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const ALLOW = 'GET, HEAD, OPTIONS';

/** Bytes from which a file that is asked for as it is is not read into memory. */
const LARGE_FILE = 16 * 1024 * 1024;

/** The one path from a request to the bytes of a picture. */
export function createDelivery(parts: DeliveryParts): Delivery {
  const { statistics, epoch, observe } = parts;
  const expiresAt = createExpiresClock();

  function complete(
    answer: ReadyAnswer,
    status: 200 | 304,
    from: string,
    cached: boolean,
    body: Delivered['body'],
    start: number,
  ): Delivered {
    const elapsed = performance.now() - start;
    const headers = status === 200 ? answer.full.slice() : answer.notModified.slice();
    const expires = expiresAt(answer.expirySecs);
    if (expires !== undefined) headers.push('Expires', expires);
    if (status === 200) headers.push('X-From-Cache', cached ? 'True' : 'False');
    headers.push('X-Time-Taken', String(Math.round(elapsed * 1000)));
    observe(status, from, elapsed / 1000);
    return { status, headers, body };
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
    finish({ address, answer, recordStats, xref }, picture, start) {
      if (!picture) {
        count(address.imageId, 'not_modified', 0, start, recordStats);
        return complete(answer, 304, 'memory', true, undefined, start);
      }
      count(address.imageId, 'cached', picture.body.length, start, recordStats);
      parts.track(xref);
      return complete(answer, 200, 'memory', true, picture.body, start);
    },
  });

  /** Rights and templates as of now; free when nothing has changed. */
  async function refresh(): Promise<void> {
    await parts.permissions.refresh(epoch.value);
    await parts.templates.refresh(epoch.value);
  }

  async function deliverImage(request: PictureRequest, start: number): Promise<Delivered> {
    const settledAt = epoch.value;
    await refresh();
    const wanted = await wantPicture(parts, PUBLIC, request.query, request.accept);
    const { query, resolved, image, overlay, address } = wanted;
    const imageId = image.image.id;
    const fresh = parts.benchmarking && query.recache === true;
    if (!fresh && isNotModified(wanted, request.ifNoneMatch)) {
      count(imageId, 'not_modified', 0, start, resolved.recordStats);
      return complete(answerOf(wanted, '', 0), 304, 'etag', true, undefined, start);
    }
    if (resolved.verbatim && image.image.size > LARGE_FILE) return deliverFile(wanted, start);
    const { picture, cached, from } = await obtainPicture(parts, wanted, request.signal);
    const answer = answerOf(wanted, picture.mime, picture.body.length);
    if (!wanted.postCheck && query.cache === undefined && query.recache === undefined) {
      const images = overlay ? [image, overlay] : [image];
      recall.remember(request.query, request.accept, resolved.negotiated, {
        address,
        answer,
        images,
        versions: images.map((held) => held.image.version),
        recordStats: resolved.recordStats,
        xref: query.xref,
        epoch: settledAt,
        since: start,
      });
    }
    count(imageId, cached ? 'cached' : 'rendered', picture.body.length, start, resolved.recordStats);
    parts.track(query.xref);
    return complete(answer, 200, from, cached, picture.body, start);
  }

  /** A large file that is asked for as it is goes out as a stream, past the cache. */
  async function deliverFile(wanted: WantedPicture, start: number): Promise<Delivered> {
    const { image, resolved, query } = wanted;
    const mime = mimeOf(resolved.format);
    if (mime === undefined) throw unsupported('The file is not a supported image.');
    const stream = await openStable(query.src, image.image.size);
    count(image.image.id, 'rendered', image.image.size, start, resolved.recordStats);
    parts.track(query.xref);
    return complete(answerOf(wanted, mime, image.image.size), 200, 'original', false, stream, start);
  }

  /** A file's bytes; busy when its size is no longer the one that the headers promise. */
  async function openStable(src: string, size: number): Promise<Readable> {
    const { stream, size: found } = await parts.storage.read(src);
    if (found === size) return stream;
    stream.destroy();
    throw busy('The file is being changed; try again.', 1);
  }

  async function deliverOriginal(request: PictureRequest, start: number): Promise<Delivered> {
    await refresh();
    const { query, imageId, size, answer } = await wantOriginal(parts, PUBLIC, request.query);
    const record = query.recordStats ?? true;
    if (request.ifNoneMatch !== undefined && answer.etag !== undefined) {
      if (matchesTag(request.ifNoneMatch, answer.etag)) {
        count(imageId, 'not_modified', 0, start, record);
        return complete(answer, 304, 'etag', true, undefined, start);
      }
    }
    const stream = await openStable(query.src, size);
    count(imageId, 'downloaded', size, start, record);
    parts.track(query.xref);
    return complete(answer, 200, 'original', false, stream, start);
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
      status,
    };
    if (!known) parts.log.error({ ...entry, err: error }, 'a picture request failed');
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
    observe(status, 'error', (performance.now() - start) / 1000);
    return { status, headers, body };
  }

  return {
    recall: recall.answer,

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
        return request.kind === 'image'
          ? await deliverImage(request, start)
          : await deliverOriginal(request, start);
      } catch (error) {
        return refuse(error, request, start);
      }
    },
  };
}
