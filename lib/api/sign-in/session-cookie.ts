import type { Settings } from '#lib/settings/settings.ts';

type SignIn = Settings['signIn'];

/** Attributes of the session cookie; `maxAge` in seconds. */
export function sessionCookieOptions(signIn: SignIn, secure: boolean) {
  return {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: signIn.cookieSecure ?? secure,
    maxAge: signIn.sessionSeconds,
  } as const;
}

/** Set-Cookie header that keeps a session in the browser, or takes it away when the value is empty. */
export function sessionCookieHeader(signIn: SignIn, secure: boolean, value: string): string {
  const { maxAge, secure: onlyHttps } = sessionCookieOptions(signIn, secure);
  const age = value === '' ? 0 : maxAge;
  const end = onlyHttps ? '; Secure' : '';
  return `${signIn.cookieName}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${end}`;
}
