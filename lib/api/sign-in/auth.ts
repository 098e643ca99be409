import { createHash, randomBytes } from 'node:crypto';
import type { ApiParts } from '#lib/boot/services.ts';
import { requireInternal } from '../door/internal.ts';
import { type Attempt, authOptions, authSecret } from './auth-options.ts';
import { type Failure, failureOf } from './failure.ts';
import { askNextAuth } from './next-auth.ts';
import { nextTarget } from './next-target.ts';
import { ownHosts, type PageRequest } from './page-request.ts';
import { loginPage, passwordPage } from './places.ts';
import { sessionCookieOptions } from './session-cookie.ts';

/** The operations of next-auth that are offered; its pages and its log are not. */
const OFFERED: ReadonlySet<string> = new Set([
  'GET session',
  'GET csrf',
  'GET providers',
  'GET signin',
  'GET callback oidc',
  'POST signin oidc',
  'POST callback credentials',
  'POST signout',
]);

/** A step of signing in or out. */
export type AuthStep = {
  method: 'GET' | 'POST';
  /** What stands behind /api/auth/. */
  path: readonly string[];
  query?: Readonly<Record<string, string>>;
  body?: Readonly<Record<string, string>>;
  /** Whether the caller has made sure that no other site sends this; else next-auth's token proves it. */
  trusted?: boolean;
};

type AuthAnswer = {
  status: number;
  /** Set-Cookie headers. */
  cookies: readonly string[];
  /** Where to send the browser, safe to follow; undefined when there is a body instead. */
  location: string | undefined;
  body: unknown;
  failure: Failure | undefined;
};

/**
 * Has next-auth do one step.
 * Throws unauthenticated where the settings keep signing in to a port or to HTTPS.
 */
export async function takeAuthStep(
  parts: ApiParts,
  request: PageRequest,
  step: AuthStep,
): Promise<AuthAnswer> {
  const { settings, log } = parts;
  const { signIn, web } = settings;
  const [action = '', provider = ''] = step.path;
  const name = [step.method, action, ...(provider === '' ? [] : [provider])].join(' ');
  const isAbsent = provider === 'oidc' && settings.oidc.issuer === undefined;
  if (!OFFERED.has(name) || step.path.length > 2 || isAbsent) return nothing(404);
  requireInternal(request, web);

  const secret = authSecret(settings.server.secretKey ?? '');
  const { secure } = sessionCookieOptions(signIn, request.secure);
  const cookies = ownCookies(request.header('cookie') ?? '', signIn.cookieName);
  let { body = {} } = step;
  if (step.trusted) {
    const token = randomBytes(32).toString('hex');
    const hash = createHash('sha256').update(`${token}${secret}`).digest('hex');
    cookies[`${secure ? '__Host-' : ''}next-auth.csrf-token`] = `${token}|${hash}`;
    body = { ...body, csrfToken: token };
  }
  const wishCookie = `${secure ? '__Secure-' : ''}next-auth.callback-url`;
  const wish = body.callbackUrl ?? step.query?.callbackUrl ?? cookies[wishCookie];
  const next = nextTarget(wish, ownHosts(request, web), signIn.redirectHosts);
  // A cookie that it does not like would end everything with an error. What it says goes along in the body.
  delete cookies[wishCookie];
  // Elsewhere it would pass what the client wrote on to the provider.
  const query = action === 'callback' ? { ...step.query } : {};
  delete query.callbackUrl;

  const attempt: Attempt = {};
  try {
    const reply = await askNextAuth(
      {
        method: step.method,
        path: step.path,
        query,
        body: { ...body, callbackUrl: next, json: '' },
        cookies,
      },
      authOptions(parts, request, attempt),
    );
    const location = reply.location === undefined ? undefined : placeFor(reply.location);
    return {
      status: attempt.failure ? 401 : reply.status,
      cookies: [reply.headers.get('set-cookie') ?? []].flat(),
      location,
      body: reply.body,
      failure: attempt.failure,
    };
  } catch (error) {
    log.error({ err: error, address: request.address }, 'signing in failed');
    attempt.failure = failureOf(error);
    return { ...nothing(401), location: loginPage(next, attempt.failure), failure: attempt.failure };
  }

  /** Its own pages become ours; all other places come from the redirect callback or are the provider's. */
  function placeFor(target: string): string {
    const url = URL.parse(target, 'http://localhost:3000');
    const isForgery = url?.searchParams.get('csrf') === 'true';
    const isRefusal = isForgery || url?.searchParams.has('error') === true;
    const isOwnPage =
      target.startsWith('/login/') || /^\/api\/auth\/(error|signin|signout)$/.test(url?.pathname ?? '');
    if (isOwnPage && step.method === 'GET' && action === 'signin') return loginPage(next);
    if (isOwnPage && (isRefusal || action !== 'signin')) {
      attempt.failure ??= { code: isForgery ? 'again' : 'provider' };
      return loginPage(next, attempt.failure);
    }
    if (action === 'signin') return target;
    return action === 'callback' && attempt.mustChangePassword ? passwordPage(next) : next;
  }
}

function nothing(status: number): AuthAnswer {
  return { status, cookies: [], location: undefined, body: undefined, failure: undefined };
}

/** The cookies of signing in: any that begins with the session cookie's name would count as a part of it. */
function ownCookies(header: string, sessionCookie: string): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, Math.max(equals, 0)).trim();
    if (name !== sessionCookie && !/^(__Host-|__Secure-)?next-auth\./.test(name)) continue;
    cookies[name] ??= decode(pair.slice(equals + 1).trim()) ?? '';
  }
  return cookies;
}

function decode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
