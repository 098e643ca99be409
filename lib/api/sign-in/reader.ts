import type { Services } from '#lib/boot/services.ts';
import { refused } from '#lib/errors/error.ts';
import type { Caller } from '#lib/identity/identity.ts';
import { readPageRequest } from './page-request.ts';
import { redirectTo } from './page-response.ts';
import { loginPage, passwordPage } from './places.ts';

/**
 * Who asks for an address that only people who are signed in may read; or the answer that leads them to sign in, or to the
 * password that they have to choose first. Throws refused for a token that is not good for reading.
 */
export async function readerOf({ api }: Pick<Services, 'api'>, request: Request): Promise<Caller | Response> {
  const page = readPageRequest(request.headers);
  const caller = await api.identity.identify({
    authorization: page.header('authorization'),
    cookie: page.header('cookie'),
    address: page.address,
  });
  const { pathname, search } = new URL(request.url);
  if (caller.principal.userId === undefined) return redirectTo(loginPage(pathname + search));
  if (caller.mustChangePassword) return redirectTo(passwordPage(pathname + search));
  if (caller.scopes && !caller.scopes.has('read')) throw refused('this token is not good for reading');
  return caller;
}
