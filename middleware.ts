import { type NextRequest, NextResponse } from 'next/server';

/** Gives each page request an id that the log and the answer share. Decides no permission. */
export function middleware(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  const id = crypto.randomUUID();
  headers.set('x-request-id', id);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('X-Request-Id', id);
  return response;
}

/** Pictures, the API, uploads and files stay outside: a matched request's body would be cut at 10 MB. */
export const config = {
  matcher: '/((?!image|original|erez|api|upload|static|_next|healthz|readyz|metrics|.*\\.).*)',
  runtime: 'nodejs',
};
