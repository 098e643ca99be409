import { services } from '#lib/boot/services.ts';
import { EmulsionError } from '#lib/errors/error.ts';
import { changeOwnPassword } from '#lib/identity/change-password.ts';
import { requireInternal } from '../door/internal.ts';
import { nextTarget } from './next-target.ts';
import { comesFromElsewhere, ownHosts, readPageRequest } from './page-request.ts';
import { readForm, redirectTo, refusal } from './page-response.ts';
import { loginPage, passwordPage } from './places.ts';

/** Why a password was not changed; the page has a text for each. */
type PasswordProblem = 'current' | 'length' | 'same' | 'repeat' | 'wait' | 'again';

/** `POST /account/password/` of the page: changes the password and goes on, or back to the page with the reason. */
export async function answerPasswordForm(request: Request): Promise<Response> {
  try {
    const { api } = await services();
    const page = readPageRequest(request.headers);
    const { signIn, web } = api.settings;
    requireInternal(page, web);
    const fields = await readForm(request);
    const next = nextTarget(fields.next, ownHosts(page, web), signIn.redirectHosts);
    const back = (problem: PasswordProblem, seconds?: number) => {
      const question = passwordPage(next).includes('?') ? '&' : '?';
      const wait = seconds === undefined ? '' : `&seconds=${seconds}`;
      return redirectTo(`${passwordPage(next)}${question}error=${problem}${wait}`);
    };
    const { principal, sessionId } = await api.identity.identify({
      authorization: undefined,
      cookie: page.header('cookie'),
      address: page.address,
    });
    if (principal.userId === undefined || sessionId === undefined)
      return redirectTo(loginPage(passwordPage(next)));
    const isOwn = api.identity.isCsrfToken(sessionId, fields._csrf_token ?? '');
    if (!isOwn || comesFromElsewhere(page, web)) return back('again');

    const passwords = { current: fields.current_password ?? '', next: fields.new_password ?? '' };
    const length = Array.from(passwords.next).length;
    if (passwords.current === '') return back('current');
    if (length < 8 || length > 120) return back('length');
    if (passwords.next !== fields.repeated_password) return back('repeat');
    if (passwords.next === passwords.current) return back('same');
    try {
      const { userId, username } = principal;
      const actor = { userId, username, via: 'session', address: page.address, requestId: '' } as const;
      await changeOwnPassword(api, actor, passwords, sessionId);
      await api.announce();
    } catch (error) {
      if (!(error instanceof EmulsionError)) throw error;
      if (error.code === 'too_many_requests') return back('wait', error.retryAfter);
      if (error.code === 'forbidden') return back('current');
      throw error;
    }
    return redirectTo(next);
  } catch (error) {
    return refusal(error);
  }
}
