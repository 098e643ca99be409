import { hkdfSync } from 'node:crypto';
import type { AuthOptions, User } from 'next-auth';
import imported from 'next-auth/providers/credentials';
import type { ApiParts } from '#lib/boot/services.ts';
import { EmulsionError, refused } from '#lib/errors/error.ts';
import { cookieOf } from '#lib/identity/credentials.ts';
import { accountOfOidcPerson } from '#lib/identity/oidc-account.ts';
import { linksFor } from '../door/links.ts';
import { type Failure, failureOf } from './failure.ts';
import { nextTarget } from './next-target.ts';
import { type OidcClaims, oidcProvider } from './oidc-provider.ts';
import { ownHosts, type PageRequest } from './page-request.ts';
import { sessionCookieOptions } from './session-cookie.ts';

/** What became of one request; next-auth itself passes on no more than a text. */
export type Attempt = {
  failure?: Failure;
  /** The person must choose a password before anything else. */
  mustChangePassword?: boolean;
};

const ACTIVE = 1;

/** Its default export is CommonJS: outside of a bundle it is wrapped once more. */
const Credentials = (imported as unknown as { default?: typeof imported }).default ?? imported;

/** The key of next-auth's own cookies, which live for the minutes of one sign-in. */
export function authSecret(secretKey: string): string {
  return Buffer.from(hkdfSync('sha256', secretKey, '', 'emulsion next-auth', 32)).toString('hex');
}

/**
 * Settings of next-auth for one request. Its session token is our session cookie, which names a row: written when
 * somebody signs in, looked up when it is read, deleted on signing out.
 *
 * @param attempt is told why somebody was not let in
 */
export function authOptions(parts: ApiParts, request: PageRequest, attempt: Attempt): AuthOptions {
  const { identity, settings, log } = parts;
  const { signIn, web, oidc } = settings;
  const { address } = request;
  const { maxAge, ...cookie } = sessionCookieOptions(signIn, request.secure);

  async function enter(userId: number, method: 'password' | 'ldap' | 'oidc'): Promise<string> {
    const userAgent = request.header('user-agent') ?? '';
    const session = await identity.startSession(userId, method, { address, userAgent });
    const before = identity.readCookie(cookieOf(request.header('cookie') ?? '', signIn.cookieName) ?? '');
    if (before !== undefined) await identity.endSession(before);
    return session.cookie;
  }

  async function byPassword(username: string, password: string): Promise<User> {
    const person = await identity.authenticate(username, password, address);
    // The same answer as to a wrong password: only its owner knows that the account is there.
    if (person.status !== ACTIVE)
      throw refused('The username or password is incorrect.', 'a disabled account');
    attempt.mustChangePassword = person.mustChangePassword;
    return { id: String(person.userId), name: person.username, method: person.method } as User;
  }

  async function byOidc(claims: OidcClaims): Promise<string | undefined> {
    const isVerified = claims.email_verified === true || claims.email_verified === 'true';
    const account = await accountOfOidcPerson(
      {
        db: parts.db,
        address,
        createAccounts: oidc.createAccounts,
        hashPassword: identity.hashPassword,
      },
      {
        issuer: claims.iss ?? oidc.issuer ?? '',
        subject: claims.sub ?? '',
        email: isVerified ? claims.email : undefined,
        preferredName: claims.preferred_username ?? claims.email,
        firstName: claims.given_name,
        lastName: claims.family_name,
      },
    );
    if (account?.changed) await parts.announce();
    return account && String(account.userId);
  }

  const complain = (code: string, details: unknown) => {
    // A cookie whose session is over is nothing to speak of.
    if (code === 'JWT_SESSION_ERROR') return;
    const error = details instanceof Error ? details : (details as { error?: unknown } | undefined)?.error;
    log.warn({ err: error, code, address }, 'signing in failed');
  };

  return {
    secret: authSecret(settings.server.secretKey ?? ''),
    useSecureCookies: cookie.secure,
    cookies: { sessionToken: { name: signIn.cookieName, options: cookie } },
    session: { strategy: 'jwt', maxAge },
    pages: { signIn: '/login/', signOut: '/login/', error: '/login/' },
    logger: { error: complain, warn: () => undefined, debug: () => undefined },
    providers: [
      Credentials({
        id: 'credentials',
        credentials: { username: {}, password: {} },
        async authorize(given) {
          try {
            return await byPassword(given?.username ?? '', given?.password ?? '');
          } catch (error) {
            attempt.failure = failureOf(error);
            if (error instanceof EmulsionError && error.code !== 'internal') {
              log.warn({ address }, `a sign-in was refused: ${error.message}`);
            } else log.error({ err: error, address }, 'signing in failed');
            return null;
          }
        },
      }),
      ...(oidc.issuer === undefined
        ? []
        : [oidcProvider(oidc, oidc.issuer, linksFor(request, web).to('/api/auth/callback/oidc'))]),
    ],
    callbacks: {
      redirect: async ({ url }) => nextTarget(url, ownHosts(request, web), signIn.redirectHosts),
      async signIn({ account, user, profile }) {
        if (account?.provider !== 'oidc') return true;
        const userId = await byOidc(profile ?? {});
        if (userId === undefined) {
          attempt.failure = { code: 'unknown' };
          return false;
        }
        Object.assign(user, { id: userId, method: 'oidc' });
        return true;
      },
      async jwt({ token, user, account }) {
        if (!account) return token;
        const { method } = user as User & { method: 'password' | 'ldap' | 'oidc' };
        return { ...token, cookie: await enter(Number(user.id), method) };
      },
      session: async ({ session, token }) => ({
        expires: session.expires,
        user: { id: token.sub, name: token.name },
        csrfToken: identity.csrfToken(String(token.sessionId)),
      }),
    },
    jwt: {
      encode: async ({ token }) => (typeof token?.cookie === 'string' ? token.cookie : ''),
      async decode({ token }) {
        const pair = `${signIn.cookieName}=${token ?? ''}`;
        const { via, principal, sessionId } = await identity.identify({
          authorization: undefined,
          cookie: pair,
          address,
        });
        if (via !== 'session' || sessionId === undefined) return null;
        return {
          sub: String(principal.userId),
          name: principal.username,
          sessionId,
          cookie: token ?? '',
        };
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sessionId === 'string') await identity.endSession(token.sessionId);
      },
    },
  };
}
