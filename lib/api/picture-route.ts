import { Readable } from 'node:stream';
import { services } from '#lib/boot/services.ts';
import { readerOf } from './picture-lane.ts';

/**
 * Answers a picture request that came through Next, with the same function, bytes and headers as the
 * picture lane of server.ts. For deployments without that lane.
 */
export async function answerPicture(kind: 'image' | 'original', request: Request): Promise<Response> {
  if (new URL(request.url).pathname.endsWith('/')) {
    // As in the lane: 404 without a redirect (contract of the original).
    return new Response('Not found\n', { status: 404, headers: { 'Content-Type': 'text/plain' } });
  }
  const { delivery, api } = await services();
  // Next keeps the socket to itself and puts its address at the end of this header.
  const address = request.headers.get('x-forwarded-for') ?? undefined;
  const caller = await api.identity.identify({
    authorization: request.headers.get('authorization') ?? undefined,
    cookie: request.headers.get('cookie') ?? undefined,
    address: address ?? '',
  });
  const question = request.url.indexOf('?');
  const { status, headers, body } = await delivery.deliver({
    method: request.method,
    kind,
    query: question < 0 ? '' : request.url.slice(question + 1),
    ifNoneMatch: request.headers.get('if-none-match') ?? undefined,
    accept: request.headers.get('accept') ?? undefined,
    range: request.headers.get('range') ?? undefined,
    ifRange: request.headers.get('if-range') ?? undefined,
    ifModifiedSince: request.headers.get('if-modified-since') ?? undefined,
    referrer: request.headers.get('referer') ?? undefined,
    principal: readerOf(caller),
    address,
    signal: request.signal,
  });
  const pairs = new Headers();
  for (let i = 0; i + 1 < headers.length; i += 2) pairs.append(headers[i] ?? '', headers[i + 1] ?? '');
  if (body === undefined || request.method === 'HEAD') {
    if (body instanceof Readable) body.destroy();
    return new Response(null, { status, headers: pairs });
  }
  const content = body instanceof Readable ? webStream(body) : new Uint8Array(body);
  return new Response(content, { status, headers: pairs });
}

function webStream(body: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(body) as ReadableStream<Uint8Array>;
}
