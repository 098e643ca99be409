import { type NextRequest, NextResponse } from 'next/server';
import { pageHeaders, pagePolicy } from '#lib/api/page-headers.ts';
import { PAGE_ADDRESS, readPageRequest } from '#lib/api/sign-in/page-request.ts';
import { services } from '#lib/boot/services.ts';

/** Pages that everybody may see on every port and without HTTPS, whatever the settings say of the others. */
const PUBLIC_PAGES: ReadonlySet<string> = new Set(['/', '/demo', '/demo/']);

/** Portfolios as visitors see them, by their own address or by a link. */
const PUBLIC_PORTFOLIO = /^\/(portfolios|shared)\/[^/]+\/?$/;

/** Forms that are posted to the address of their page; a page and a route cannot have one address. */
const FORMS: ReadonlyMap<string, string> = new Map([
  ['/login', '/login/form'],
  ['/account/password', '/account/password/form'],
]);

/**
 * Gives each page a request id that the log and the answer share, its own address, and the headers that keep foreign
 * scripts out. Decides no permission.
 */
export async function middleware(request: NextRequest): Promise<NextResponse> {
  const { settings } = await services();
  const { web } = settings;
  const { pathname, search } = request.nextUrl;
  const page = readPageRequest(request.headers);

  if (!PUBLIC_PAGES.has(pathname) && !PUBLIC_PORTFOLIO.test(pathname)) {
    if (web.internalPort !== 0 && page.port !== web.internalPort) {
      return new NextResponse('This page is not offered on this port.\n', { status: 401 });
    }
    if (web.internalHttps && !page.secure) {
      const host = web.hostName ?? request.headers.get('host')?.replace(/:\d+$/, '') ?? 'localhost';
      return NextResponse.redirect(`https://${host}${pathname}${search}`, 302);
    }
  }

  const id = crypto.randomUUID();
  const nonce = crypto.getRandomValues(Buffer.alloc(16)).toString('base64');
  const policy = pagePolicy(pathname, nonce, settings);
  const headers = new Headers(request.headers);
  headers.set('x-request-id', id);
  headers.set(PAGE_ADDRESS, pathname + search);
  // Next reads the nonce out of this one and gives it to its scripts.
  headers.set('content-security-policy', policy);

  const form = request.method === 'POST' ? FORMS.get(pathname.replace(/\/$/, '')) : undefined;
  const response = form
    ? NextResponse.rewrite(new URL(form, request.url), { request: { headers } })
    : NextResponse.next({ request: { headers } });
  response.headers.set('X-Request-Id', id);
  response.headers.set('Content-Security-Policy', policy);
  for (const [name, value] of pageHeaders(page.secure, web)) response.headers.set(name, value);
  return response;
}

/** Pictures, the API, uploads and files stay outside: a matched request's body would be cut at 10 MB. */
export const config = {
  matcher: [
    '/((?!(?:image|original|api|oembed|static|_next|healthz|readyz|metrics)(?:/|$)|erez|.*\\.).*)',
    '/api/help/:slash*',
  ],
  runtime: 'nodejs',
};
