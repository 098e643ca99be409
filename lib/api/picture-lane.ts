import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Delivery } from '#lib/delivery/deliver.ts';
import { clientAddress } from './client-address.ts';

/** Paths that the lane answers, with what they mean. The last ones are aliases from the original's predecessor. */
const LANE: ReadonlyMap<string, 'image' | 'original'> = new Map([
  ['/image', 'image'],
  ['/original', 'original'],
  ...['', '1', '2', '3', '4', '5'].map((n) => [`/erez${n}/erez`, 'image'] as const),
]);

/** The same with a slash behind: 404 without redirect (contract of the original). */
const NOWHERE: ReadonlySet<string> = new Set([...LANE.keys()].map((path) => `${path}/`));

/**
 * Answers picture requests straight from node:http, before Next sees them: a cached picture costs a fraction
 * of what a route handler needs.
 * @param trustedProxies how many proxies stand in front and add to X-Forwarded-For
 * @returns a function that takes a request and returns false when it is not a picture's
 */
export function createPictureLane(
  delivery: Delivery,
  trustedProxies: number,
  onError: (error: unknown) => void,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  async function deliver(
    request: IncomingMessage,
    response: ServerResponse,
    kind: 'image' | 'original',
    query: string,
  ): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const { status, headers, body } = await delivery.deliver({
      method: request.method ?? 'GET',
      kind,
      query,
      ifNoneMatch: request.headers['if-none-match'],
      accept: request.headers.accept,
      range: request.headers.range,
      ifRange: request.headers['if-range']?.toString(),
      ifModifiedSince: request.headers['if-modified-since'],
      address: clientAddress(
        request.socket.remoteAddress,
        request.headers['x-forwarded-for'],
        trustedProxies,
      ),
      signal: gone.signal,
    });
    if (!(body instanceof Readable)) {
      response.writeHead(status, headers).end(body);
    } else if (request.method === 'HEAD') {
      body.destroy();
      response.writeHead(status, headers).end();
    } else {
      response.writeHead(status, headers);
      await pipeline(body, response);
    }
  }

  return (request, response) => {
    const url = request.url ?? '/';
    const question = url.indexOf('?');
    const path = question < 0 ? url : url.slice(0, question);
    const kind = LANE.get(path);
    if (kind === undefined) {
      if (!NOWHERE.has(path)) return false;
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
      return true;
    }
    const query = question < 0 ? '' : url.slice(question + 1);
    if (kind === 'image' && (request.method === 'GET' || request.method === 'HEAD')) {
      const hit = delivery.recall(query, request.headers.accept, request.headers['if-none-match']);
      if (hit) {
        response.writeHead(hit.status, hit.headers).end(hit.body);
        return true;
      }
    }
    deliver(request, response, kind, query).catch((error: unknown) => {
      // The client went away in the middle, or the file broke off: nothing more can be said on this connection.
      if (!isDisconnect(error)) onError(error);
      response.destroy();
    });
    return true;
  };
}

function isDisconnect(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
