import type { Settings } from '#lib/settings/settings.ts';

/** Header in which the middleware tells a page its own path and query. */
export const PAGE_ADDRESS = 'x-page-address';

/** What pages and forms know of a request. */
export type PageRequest = {
  /** Value of a header by lower-case name. */
  header(name: string): string | undefined;
  /** Address of the client; "" when nobody knows. */
  address: string;
  /** Whether it came over HTTPS. */
  secure: boolean;
  /** Port that the client spoke to; undefined when nobody knows. */
  port: number | undefined;
};

/** Reads what server.ts, or the platform in its place, has written into the X-Forwarded headers. */
export function readPageRequest(headers: Pick<Headers, 'get'>): PageRequest {
  const header = (name: string) => headers.get(name) ?? undefined;
  const secure = header('x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https';
  const port = Number(header('x-forwarded-port') || (secure ? 443 : 80));
  return {
    header,
    address: header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '',
    secure,
    port: Number.isInteger(port) ? port : undefined,
  };
}

/** The names by which this server is called: that of the request and that of the settings. */
export function ownHosts(request: PageRequest, web: Settings['web']): string[] {
  return [request.header('host'), web.hostName].filter((host) => host !== undefined);
}

/**
 * Whether another site makes a browser send the request. Browsers say so in Sec-Fetch-Site or, in writes, Origin;
 * programs send neither.
 */
export function comesFromElsewhere(request: PageRequest, web: Settings['web']): boolean {
  const origin = request.header('origin');
  if (origin !== undefined) {
    const host = URL.parse(origin)?.host;
    return !ownHosts(request, web).some((own) => own.toLowerCase() === host);
  }
  return request.header('sec-fetch-site') === 'cross-site';
}
