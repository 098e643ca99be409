import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { connectionOf } from './connection.ts';
import type { Api } from './door/door.ts';
import type { ApiRequest } from './door/request.ts';

/** What is known of a request before anything is read. */
type Asked = Omit<ApiRequest, 'body' | 'signal'>;

/** Below /api, but pages and sessions that Next answers. */
const NOT_HERE = /^\/api\/(auth|help)(\/|$)/;

/** Milliseconds that an unread body gets to arrive after the answer, so that the client can read the answer. */
const DRAIN_TIME = 5_000;

/**
 * Answers requests to the API straight from node:http, before Next sees them.
 * @param trustedProxies how many proxies stand in front and add to X-Forwarded-*
 * @returns a function that takes a request and returns false when it is not the API's
 */
export function createApiLane(
  api: Api,
  trustedProxies: number,
  onError: (error: unknown) => void,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  async function answer(request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const { status, headers, body } = await api.answer({ ...asked, body: request, signal: gone.signal });
    if (response.destroyed) {
      if (body instanceof Readable) body.destroy();
      return;
    }
    if (!request.complete && request.headers['content-length'] !== '0' && hasBody(request)) {
      // A refused upload: what is still coming is thrown away for a while, then the connection ends. Were it ended at
      // once, a client that is still writing would see a broken connection in place of the answer.
      request.resume();
      const late = setTimeout(() => request.destroy(), DRAIN_TIME);
      late.unref();
      request.once('close', () => clearTimeout(late));
    }
    response.writeHead(status, headers);
    if (!(body instanceof Readable)) {
      response.end(body);
      return;
    }
    // Destroys the stream when the client goes, which is no failure.
    await pipeline(body, response).catch((error: unknown) => {
      if (!gone.signal.aborted || !isEarlyEnd(error)) onError(error);
    });
  }

  return (request, response) => {
    const url = request.url ?? '/';
    if (!url.startsWith('/api/')) return false;
    const question = url.indexOf('?');
    const path = question < 0 ? url : url.slice(0, question);
    if (NOT_HERE.test(path)) return false;
    const asked: Asked = {
      method: request.method ?? 'GET',
      path,
      query: question < 0 ? '' : url.slice(question + 1),
      header: (name) => request.headers[name]?.toString(),
      ...connectionOf(request, trustedProxies),
      id: randomUUID(),
    };
    const known = api.recall(asked);
    if (known) {
      // What is kept is whole.
      if (!(known.body instanceof Readable)) response.writeHead(known.status, known.headers).end(known.body);
      return true;
    }
    answer(request, response, asked).catch((error: unknown) => {
      onError(error);
      response.destroy();
    });
    return true;
  };
}

/** Whether a stream was ended by its reader. */
function isEarlyEnd(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function hasBody(request: IncomingMessage): boolean {
  return (
    request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined
  );
}
