import { z } from 'zod';
import { text } from '#lib/contracts/fields.ts';
import { cookieOf } from '#lib/identity/credentials.ts';
import type { Call, Outcome } from '../door/endpoint.ts';
import { endpoint, outcome } from '../door/endpoint.ts';
import { nextTarget } from '../sign-in/next-target.ts';
import { comesFromElsewhere, ownHosts } from '../sign-in/page-request.ts';
import { sessionCookieHeader } from '../sign-in/session-cookie.ts';

/** Turning a token into a browser session. */
export const tokenLoginEndpoints = [
  endpoint({
    method: 'GET',
    path: '/tokenlogin/',
    name: 'signInWithToken',
    summary: 'Turn a token into a browser session',
    description:
      'Takes a token from the token endpoint; a personal token is good for less than a session and is refused. Sends the browser to `next`, a path of this server or a URL of a host that the settings allow, else answers a page. Failures are pages too, and end the session.',
    tag: 'Signing in',
    access: 'anyone',
    scope: 'read',
    internal: true,
    query: z.object({ token: text(0, 2000).default(''), next: text(0, 4096).default('') }),
    answer: undefined,
    pageType: 'text/html; charset=utf-8',
    statuses: [302, 400, 403],
    async handle(call) {
      const { parts, request, query } = call;
      const { identity, settings } = parts;
      if (query.token === '') return refuse(call, 400, 'A token is needed.');
      const { principal, via, mustChangePassword } = await identity.identify({
        authorization: `Bearer ${query.token}`,
        cookie: undefined,
        address: request.address,
      });
      if (principal.userId === undefined || via !== 'token' || mustChangePassword) {
        return refuse(call, 403, 'This token is not valid, or no longer.');
      }
      // Whoever only looks at the headers does not sign in.
      if (request.method === 'HEAD') return page(200, 'This token is valid', 'It opens a session.', []);
      const userAgent = request.header('user-agent') ?? '';
      const session = await identity.startSession(principal.userId, 'token', {
        address: request.address,
        userAgent,
      });
      const cookie = sessionCookieHeader(settings.signIn, request.secure, session.cookie);
      const headers = ['Set-Cookie', cookie, 'Cache-Control', 'private, no-store'];
      const target = nextTarget(query.next, ownHosts(request, settings.web), settings.signIn.redirectHosts);
      if (query.next === '') return page(200, 'You are signed in', 'You can go on where you were.', headers);
      headers.push('Location', target);
      return page(302, 'You are signed in', 'The browser is being sent on.', headers);
    },
  }),
];

/** A session that was there ends (contract of the original), unless another site is behind the request. */
async function refuse(
  { parts, request }: Call<unknown, unknown>,
  status: number,
  reason: string,
): Promise<Outcome> {
  const { identity, settings } = parts;
  const headers = ['Cache-Control', 'private, no-store'];
  if (!comesFromElsewhere(request, settings.web)) {
    headers.push('Set-Cookie', sessionCookieHeader(settings.signIn, request.secure, ''));
    const cookie = cookieOf(request.header('cookie') ?? '', settings.signIn.cookieName) ?? '';
    const sessionId = identity.readCookie(cookie);
    if (sessionId !== undefined) await identity.endSession(sessionId);
  }
  return page(status, 'You are not signed in', reason, headers);
}

function page(status: number, title: string, sentence: string, headers: string[]): Outcome {
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body><h1>${title}</h1><p>${sentence}</p></body>
</html>
`;
  return outcome({ data: null, status, headers, page: { type: 'text/html; charset=utf-8', text: html } });
}
