import { headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { cache } from 'react';
import { services } from '#lib/boot/services.ts';
import type { Caller } from '#lib/identity/identity.ts';
import type { Flag } from '#lib/identity/principal.ts';
import type { Scope } from '#lib/identity/scopes.ts';
import { PAGE_ADDRESS, readPageRequest } from './page-request.ts';
import { loginPage, passwordPage } from './places.ts';

/** Who looks at the page; asked once in a request. */
export const whoLooks = cache(async (): Promise<Caller> => {
  const request = readPageRequest(await headers());
  const { api } = await services();
  return api.identity.identify({
    authorization: request.header('authorization'),
    cookie: request.header('cookie'),
    address: request.address,
  });
});

/**
 * The person who looks at a page that takes somebody signed in. Others are sent to the sign-in page and come back, and
 * who must choose a new password does so first. A token for something else is shown the page forbidden.tsx.
 */
export async function requirePerson(scope: Scope = 'read'): Promise<Caller & { userId: number }> {
  const caller = await whoLooks();
  const address = (await headers()).get(PAGE_ADDRESS) ?? '/';
  const { userId } = caller.principal;
  if (userId === undefined) redirect(loginPage(address));
  if (caller.mustChangePassword && !address.startsWith('/account/password/')) redirect(passwordPage(address));
  if (caller.scopes && !caller.scopes.has(scope)) forbidden();
  return { ...caller, userId };
}

/**
 * The person who looks at a page that takes one of these flags, as requirePerson() has it. Others are shown the page
 * forbidden.tsx with status 403.
 */
export async function requireFlags(
  ...oneOf: readonly [Flag, ...Flag[]]
): Promise<Caller & { userId: number }> {
  const person = await requirePerson('admin');
  if (!oneOf.some((flag) => person.principal.flags.has(flag))) forbidden();
  return person;
}

/** The token that forms and scripts of the page send along; undefined for people without a session. */
export async function pageCsrfToken(): Promise<string | undefined> {
  const { sessionId } = await whoLooks();
  if (sessionId === undefined) return undefined;
  const { api } = await services();
  return api.identity.csrfToken(sessionId);
}
