import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Services, services } from '#lib/boot/services.ts';
import type { Delivered } from '#lib/delivery/request.ts';
import { downloadExport } from '#lib/portfolios/download-export.ts';
import { connectionOf } from './connection.ts';
import type { Lane } from './lanes.ts';
import { readerOf } from './picture-lane.ts';

/** `/portfolios/<human id>/downloads/<file>.zip`, without a slash at the end (contract of the original). */
const PATH = /^\/portfolios\/([^/?]+)\/downloads\/([^/?]+\.zip)$/;

/** A request as either way in has it. */
type Asked = {
  method: string;
  path: string;
  /** Raw text after the question mark. */
  query: string;
  header(name: string): string | undefined;
  address: string;
};

function isDownload(path: string): boolean {
  return PATH.test(path);
}

async function answer({ api: parts, log }: Pick<Services, 'api' | 'log'>, asked: Asked): Promise<Delivered> {
  const [, humanId = '', filename = ''] = PATH.exec(asked.path) ?? [];
  const { header, address } = asked;
  const caller = await parts.identity.identify({
    authorization: header('authorization'),
    cookie: header('cookie'),
    address,
  });
  const principal = readerOf(caller);
  return downloadExport(
    { ...parts, onError: (error) => log.error({ err: error }, 'a zip of a portfolio could not be sent') },
    {
      method: asked.method,
      humanId: decoded(humanId),
      filename: decoded(filename),
      grant: new URLSearchParams(asked.query).get('grant') ?? undefined,
      range: header('range'),
      ifRange: header('if-range'),
      ifNoneMatch: header('if-none-match'),
      ifModifiedSince: header('if-modified-since'),
      principal,
      actor: {
        userId: principal.userId,
        username: principal.username,
        via: principal.userId === undefined ? 'none' : caller.via,
        address,
        requestId: randomUUID(),
      },
    },
  );
}

/** Text of a path; "" where it cannot be read, which no portfolio is called. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Answers downloads of portfolios straight from node:http. */
export function createDownloadLane(
  { api, log, settings }: Services,
  onError: (error: unknown) => void,
): Lane {
  async function send(request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> {
    const { status, headers, body } = await answer({ api, log }, asked);
    response.writeHead(status, headers);
    if (!(body instanceof Readable)) {
      response.end(request.method === 'HEAD' ? undefined : body);
      return;
    }
    // Destroys the stream when the client goes, which is no failure.
    await pipeline(body, response).catch((error: unknown) => {
      if (!response.destroyed) onError(error);
    });
  }

  return (request, response) => {
    const url = request.url ?? '/';
    const question = url.indexOf('?');
    const path = question < 0 ? url : url.slice(0, question);
    if (!isDownload(path)) return false;
    const asked = {
      method: request.method ?? 'GET',
      path,
      query: question < 0 ? '' : url.slice(question + 1),
      header: (name: string) => request.headers[name]?.toString(),
      address: connectionOf(request, settings.server.proxyServers).address,
    };
    send(request, response, asked).catch((error: unknown) => {
      onError(error);
      response.destroy();
    });
    return true;
  };
}

/** The same for requests that came through Next, in deployments without the lane. */
export async function answerDownload(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  if (!isDownload(pathname)) return new Response('Not found\n', { status: 404 });
  const { status, headers, body } = await answer(await services(), {
    method: request.method,
    path: pathname,
    query: search.slice(1),
    header: (name) => request.headers.get(name) ?? undefined,
    // Next keeps the socket to itself and puts its address at the end of this header.
    address: request.headers.get('x-forwarded-for') ?? '',
  });
  const pairs = new Headers();
  for (let i = 0; i + 1 < headers.length; i += 2) pairs.append(headers[i] ?? '', headers[i + 1] ?? '');
  if (body === undefined || request.method === 'HEAD') {
    if (body instanceof Readable) body.destroy();
    return new Response(null, { status, headers: pairs });
  }
  const content =
    body instanceof Readable ? (Readable.toWeb(body) as ReadableStream<Uint8Array>) : new Uint8Array(body);
  return new Response(content, { status, headers: pairs });
}
