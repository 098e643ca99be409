import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { type ApiParts, services } from '#lib/boot/services.ts';
import type { Api } from './door/door.ts';
import type { ApiAnswer } from './door/request.ts';
import { createServedApi } from './served-api.ts';

/** One to each set of services, as it keeps answers; it goes with them. */
const made = new WeakMap<ApiParts, Api>();

function apiOf(parts: ApiParts): Api {
  const known = made.get(parts) ?? createServedApi(parts);
  made.set(parts, known);
  return known;
}

/**
 * Answers an API request that came through Next, with the same function as the lane of server.ts. For deployments
 * without that lane.
 */
export async function answerApi(request: Request): Promise<Response> {
  const { api: parts } = await services();
  const url = new URL(request.url);
  const question = request.url.indexOf('?');
  const secure = (request.headers.get('x-forwarded-proto') ?? url.protocol).startsWith('https');
  const { status, headers, body } = await apiOf(parts).answer({
    method: request.method,
    path: url.pathname,
    query: question < 0 ? '' : request.url.slice(question + 1),
    header: (name) => request.headers.get(name) ?? undefined,
    body: request.body ? Readable.fromWeb(request.body as WebStream) : Readable.from([]),
    // Next keeps the socket to itself and puts its address at the end of this header.
    address: request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '',
    secure,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    id: randomUUID(),
    signal: request.signal,
  });
  const pairs = new Headers();
  for (let i = 0; i + 1 < headers.length; i += 2) pairs.append(headers[i] ?? '', headers[i + 1] ?? '');
  return new Response(toSend(body, request.signal), { status, headers: pairs });
}

/** A body as Next sends it; a stream is destroyed when the client goes. */
function toSend(body: ApiAnswer['body'], signal: AbortSignal): BodyInit | null {
  if (body === undefined || typeof body === 'string') return body ?? null;
  if (!(body instanceof Readable)) return Uint8Array.from(body);
  signal.addEventListener('abort', () => body.destroy(), { once: true });
  return Readable.toWeb(body) as ReadableStream;
}
