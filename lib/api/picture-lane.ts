import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Delivery } from '#lib/delivery/deliver.ts';
import type { Caller, Identity } from '#lib/identity/identity.ts';
import { type Principal, PUBLIC } from '#lib/identity/principal.ts';
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
  identity: Identity,
  trustedProxies: number,
  onError: (error: unknown) => void,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  async function deliver(
    request: IncomingMessage,
    response: ServerResponse,
    kind: 'image' | 'original',
    query: string,
    principal: Principal,
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
      referrer: request.headers.referer,
      principal,
      address: addressOf(request),
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

  function addressOf(request: IncomingMessage): string | undefined {
    return clientAddress(request.socket.remoteAddress, request.headers['x-forwarded-for'], trustedProxies);
  }

  /** Whoever asks; at once unless the database has to be asked. */
  function whoAsks(request: IncomingMessage): Principal | Promise<Principal> {
    const { authorization, cookie } = request.headers;
    if (authorization === undefined && cookie === undefined) return PUBLIC;
    const found = identity.identify({ authorization, cookie, address: addressOf(request) ?? '' });
    return found instanceof Promise ? found.then(readerOf) : readerOf(found);
  }

  function answer(
    request: IncomingMessage,
    response: ServerResponse,
    kind: 'image' | 'original',
    query: string,
    principal: Principal,
  ): void | Promise<void> {
    if (kind === 'image' && (request.method === 'GET' || request.method === 'HEAD')) {
      const { accept, referer, 'if-none-match': tag } = request.headers;
      const hit = delivery.recall(principal, query, accept, tag, referer);
      if (hit) {
        response.writeHead(hit.status, hit.headers).end(hit.body);
        return;
      }
    }
    return deliver(request, response, kind, query, principal);
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
    const fail = (error: unknown) => {
      // The client went away in the middle, or the file broke off: nothing more can be said on this connection.
      if (!isDisconnect(error)) onError(error);
      response.destroy();
    };
    const principal = whoAsks(request);
    const answered =
      principal instanceof Promise
        ? principal.then((known) => answer(request, response, kind, query, known))
        : answer(request, response, kind, query, principal);
    answered?.catch(fail);
    return true;
  };
}

/** A token that is not good for reading reads what everybody may. */
export function readerOf({ principal, scopes }: Caller): Principal {
  return scopes && !scopes.has('read') ? PUBLIC : principal;
}

function isDisconnect(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
