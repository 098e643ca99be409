import type { Readable } from 'node:stream';
import { STATUS } from '#lib/errors/error.ts';
import type { Keep, Outcome } from './endpoint.ts';
import { API_HEADERS, envelope, successMessage } from './messages.ts';
import type { ApiAnswer, ApiRequest } from './request.ts';

/** An answer before it has all its headers. */
export type Reply = {
  status: number;
  headers: readonly string[];
  body: string | Buffer;
  /** In place of the body. */
  stream?: (() => Readable) | undefined;
  keep?: Keep | undefined;
  /** Has all headers already. */
  complete?: boolean;
};

/** A reply with all headers that do not depend on the moment. */
export function completed(found: Reply, asText: boolean): Reply {
  if (found.complete) return found;
  const headers = [...found.headers, ...API_HEADERS, 'Vary', 'Cookie, Authorization'];
  if (!headers.includes('Content-Type') && found.body !== '') {
    headers.push('Content-Type', asText ? 'text/plain; charset=utf-8' : 'application/json');
  }
  if (!headers.includes('Cache-Control')) headers.push('Cache-Control', 'private, no-cache');
  if (found.status !== 304 && !found.stream) {
    headers.push('Content-Length', String(Buffer.byteLength(found.body)));
  }
  // Old browsers' upload forms could read nothing but a 200 (contract of the original; not for 413).
  const status = asText && found.status !== STATUS.too_large ? 200 : found.status;
  return { status, headers, body: found.body, stream: found.stream };
}

/** The answer itself. `start` is when the request came, performance.now ms. */
export function finish(found: Reply, request: Pick<ApiRequest, 'method' | 'id'>, start: number): ApiAnswer {
  const micros = String(Math.round((performance.now() - start) * 1000));
  return {
    status: found.status,
    headers: [...found.headers, 'X-Time-Taken', micros, 'X-Request-Id', request.id],
    body: request.method === 'HEAD' ? undefined : found.body === '' ? found.stream?.() : found.body,
  };
}

/** 308 to the address with its slash. */
export function moved(request: ApiRequest): Reply {
  const question = request.query === '' ? '' : `?${request.query}`;
  // Of this server only: a path that begins with two slashes would name another.
  const target = `${request.path.replace(/^\/+/, '/')}/${question}`;
  return {
    status: 308,
    headers: ['Location', target],
    body: envelope(target, 'Moved Permanently', 308),
  };
}

/** What a handler's outcome looks like on the wire; 304 when the client has it already. */
export function replyTo(request: ApiRequest, outcome: Outcome): Reply {
  const status = outcome.status ?? 200;
  const headers = [...(outcome.headers ?? [])];
  if (outcome.etag !== undefined) {
    const tag = `"${outcome.etag}"`;
    headers.push('ETag', tag);
    const known = request.header('if-none-match');
    const read = request.method === 'GET' || request.method === 'HEAD';
    if (read && known?.split(',').some((each) => each.trim().replace(/^W\//, '') === tag)) {
      return { status: 304, headers, body: '' };
    }
  }
  if (outcome.page) {
    headers.push('Content-Type', outcome.page.type);
    return { status, headers, body: outcome.page.text };
  }
  if (outcome.stream) {
    headers.push('Content-Type', outcome.stream.type);
    return { status, headers, body: '', stream: outcome.stream.open };
  }
  const body = envelope(outcome.data, outcome.message ?? successMessage(status), status);
  return { status, headers, body, keep: outcome.keep };
}
