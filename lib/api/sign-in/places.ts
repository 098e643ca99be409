import type { Failure } from './failure.ts';
import { START_PAGE } from './next-target.ts';

/** Greets the administrator of a new installation and sends everybody else on. */
export const FIRST_RUN_PAGE = '/welcome/';

/** The sign-in page that says why it did not work, and goes on to `next` all the same. */
export function loginPage(next: string, failure?: Failure): string {
  const query = new URLSearchParams();
  if (failure) query.set('error', failure.code);
  if (failure?.code === 'wait') query.set('seconds', String(failure.seconds));
  if (next !== START_PAGE) query.set('next', next);
  return query.size === 0 ? '/login/' : `/login/?${query}`;
}

/** The page where a new password is chosen, which goes on to `next`. */
export function passwordPage(next: string): string {
  return next === START_PAGE ? '/account/password/' : `/account/password/?${new URLSearchParams({ next })}`;
}
