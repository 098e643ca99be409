import { services } from '#lib/boot/services.ts';
import { badRequest, EmulsionError, STATUS } from '#lib/errors/error.ts';
import { linksFor } from '../door/links.ts';
import { readerOf } from '../picture-lane.ts';
import { ownHosts, readPageRequest } from '../sign-in/page-request.ts';
import { describePhoto } from './photo.ts';
import { describePortfolio } from './portfolio.ts';
import type { Description, Limits, Question } from './question.ts';
import { toXml } from './xml.ts';

/** Seconds that a consumer may keep an answer; rights may be taken back. */
const KEEP = 300;

/** Kinds of addresses, each of which says undefined of those that are none of its own. */
const SOURCES: ReadonlyArray<(question: Question) => Promise<Description | undefined>> = [
  describePhoto,
  describePortfolio,
];

/**
 * `/oembed?url=&format=&maxwidth=&maxheight=`: how another site shows a picture or a portfolio of which it has the address
 * (oEmbed 1.0). 404 for what there is none of, 401 for what the caller may not see, 501 for formats other than json and
 * xml, 400 for what cannot be read.
 */
export async function answerOembed(request: Request): Promise<Response> {
  try {
    const { searchParams } = new URL(request.url);
    const format = searchParams.get('format') || 'json';
    if (format !== 'json' && format !== 'xml') {
      return failure(501, `format: expected json or xml, not ${format.slice(0, 40)}`);
    }
    const { api: parts } = await services();
    const page = readPageRequest(request.headers);
    const { web } = parts.settings;
    const links = linksFor(page, web);
    const path = pathOf(searchParams.get('url') ?? '', ownHosts(page, web), web.rootPath);
    if (path === undefined) return failure(404, 'url: expected an address of this server');
    const caller = await parts.identity.identify({
      authorization: page.header('authorization'),
      cookie: page.header('cookie'),
      address: page.address,
    });
    await parts.refresh();
    const question = { ...path, limits: limitsOf(searchParams), principal: readerOf(caller), parts, links };
    for (const describe of SOURCES) {
      // Most addresses are of the first kind.
      // oxlint-disable-next-line no-await-in-loop
      const found = await describe(question);
      if (found) return success(format, { ...found, provider_url: links.to('/') }, caller.principal.userId);
    }
    return failure(404, 'url: there is nothing to embed at this address');
  } catch (error) {
    if (!(error instanceof EmulsionError)) throw error;
    // The specification knows one status for what is private, whoever asks.
    const isPrivate = error.code === 'forbidden' || error.code === 'unauthenticated';
    if (isPrivate) return failure(401, 'this may not be seen by everybody');
    return failure(STATUS[error.code], error.message);
  }
}

/** Path and query of an address of this server; the scheme does not matter. */
function pathOf(
  url: string,
  hosts: readonly string[],
  rootPath: string,
): { path: string; query: URLSearchParams } | undefined {
  if (url === '') throw badRequest('url: expected the address of a picture or portfolio');
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return undefined;
  if (!hosts.some((host) => host.toLowerCase() === parsed.host)) return undefined;
  const root = rootPath.replace(/\/$/, '');
  const isBelow = root !== '' && parsed.pathname.startsWith(`${root}/`);
  return {
    path: isBelow ? parsed.pathname.slice(root.length) : parsed.pathname,
    query: parsed.searchParams,
  };
}

function limitsOf(query: URLSearchParams): Limits {
  const read = (name: string) => {
    const text = query.get(name);
    if (text === null || text === '') return undefined;
    if (!/^[1-9]\d{0,5}$/.test(text)) throw badRequest(`${name}: expected pixels, a whole number above 0`);
    return Number(text);
  };
  return { width: read('maxwidth'), height: read('maxheight') };
}

function success(
  format: 'json' | 'xml',
  found: Description & { provider_url: string },
  userId: number | undefined,
): Response {
  const answer = { version: '1.0', ...found, provider_name: 'Emulsion', cache_age: KEEP };
  const isJson = format === 'json';
  return new Response(isJson ? JSON.stringify(answer) : toXml(answer), {
    headers: {
      'Access-Control-Allow-Origin': '*',
      'Cache-Control': userId === undefined ? `public, max-age=${KEEP}` : 'private, no-store',
      'Content-Type': isJson ? 'application/json; charset=utf-8' : 'text/xml; charset=utf-8',
      Vary: 'Cookie, Authorization, Host',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

function failure(status: number, message: string): Response {
  return new Response(`${message}\n`, {
    status,
    headers: {
      'Access-Control-Allow-Origin': '*',
      'Cache-Control': 'no-store',
      'Content-Type': 'text/plain; charset=utf-8',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
