import { services } from '#lib/boot/services.ts';
import { isFirstRunOpen } from '#lib/identity/store/first-admin.ts';
import { takeAuthStep } from './auth.ts';
import { nextTarget, START_PAGE } from './next-target.ts';
import { comesFromElsewhere, ownHosts, readPageRequest } from './page-request.ts';
import { readForm, redirectTo, refusal } from './page-response.ts';
import { FIRST_RUN_PAGE, loginPage } from './places.ts';

/** Remembers for the sign-in page which name was typed; an address would keep it in histories and logs. */
export const TYPED_NAME = 'emulsion-typed-name';

const LONGEST_NAME = 120;
const SECONDS = 60;

/**
 * `POST /login/` with the form fields username, password and next (contract of the original): 302 to where the person
 * wants to go, with a session cookie, or back to the sign-in page, which says what was wrong.
 */
export async function answerLoginForm(request: Request): Promise<Response> {
  try {
    const { api } = await services();
    const page = readPageRequest(request.headers);
    const { signIn, web } = api.settings;
    const { username = '', password = '', next } = await readForm(request);
    const target = nextTarget(next, ownHosts(page, web), signIn.redirectHosts);
    if (comesFromElsewhere(page, web)) return redirectTo(loginPage(target, { code: 'again' }));
    const { location, cookies, failure } = await takeAuthStep(api, page, {
      method: 'POST',
      path: ['callback', 'credentials'],
      body: { username, password, callbackUrl: target },
      trusted: true,
    });
    const typed = failure ? Array.from(username).slice(0, LONGEST_NAME).join('') : '';
    const first = !failure && target === START_PAGE && (await isFirstRunOpen(api.db));
    return redirectTo(first ? FIRST_RUN_PAGE : (location ?? target), [...cookies, typedNameCookie(typed)]);
  } catch (error) {
    return refusal(error);
  }
}

function typedNameCookie(name: string): string {
  const age = name === '' ? 0 : SECONDS;
  const value = encodeURIComponent(name.toWellFormed());
  return `${TYPED_NAME}=${value}; Path=/login; Max-Age=${age}; HttpOnly; SameSite=Strict`;
}
