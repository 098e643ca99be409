import { EmulsionError } from '#lib/errors/error.ts';
import type { Caller, Identity } from '#lib/identity/identity.ts';
import type { Settings } from '#lib/settings/settings.ts';
import type { ApiRequest } from './request.ts';

/** Methods that change nothing. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A write that another site may be behind. Its message begins with other words than those of a wrong value (contract). */
export class CrossSiteError extends EmulsionError {
  constructor(message: string) {
    super('invalid_request', message);
  }
}

/**
 * Refuses writes that another site makes a signed-in browser send. Only the session cookie is sent by itself, so only
 * it needs this; a token in a header proves intent. Throws 400 as the original does, with the words that its clients
 * look for.
 */
export function refuseCrossSite(
  request: ApiRequest,
  caller: Caller,
  fields: Readonly<Record<string, unknown>>,
  identity: Identity,
  web: Settings['web'],
): void {
  if (SAFE.has(request.method) || caller.via !== 'session' || caller.sessionId === undefined) return;
  const origin = request.header('origin');
  if (origin !== undefined && !isOwnOrigin(origin, request, web)) {
    throw new CrossSiteError('the request comes from another site');
  }
  const token = request.header('x-csrf-token') ?? fields._csrf_token;
  if (typeof token !== 'string' || token === '') {
    throw new CrossSiteError('missing CSRF token');
  }
  if (!identity.isCsrfToken(caller.sessionId, token)) {
    throw new CrossSiteError('the CSRF token is not the one of this session');
  }
}

/** Whether a page of this server sent the request. Schemes are not compared: a proxy may have ended HTTPS. */
function isOwnOrigin(origin: string, request: ApiRequest, web: Settings['web']): boolean {
  const host = URL.parse(origin)?.host;
  return (
    host !== undefined &&
    (host === request.header('host')?.toLowerCase() || host === web.hostName?.toLowerCase())
  );
}
