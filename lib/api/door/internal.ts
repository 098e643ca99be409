import { unauthenticated } from '#lib/errors/error.ts';
import type { Settings } from '#lib/settings/settings.ts';
import type { ApiRequest } from './request.ts';

/** Throws 401 where the settings keep sign-in, uploads and administration to a port or to HTTPS (port first). */
export function requireInternal(request: Pick<ApiRequest, 'port' | 'secure'>, web: Settings['web']): void {
  if (web.internalPort !== 0 && request.port !== web.internalPort) {
    throw unauthenticated('this service is not offered on this port');
  }
  if (web.internalHttps && !request.secure) throw unauthenticated('this service is offered over HTTPS only');
}
