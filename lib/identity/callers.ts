import type { Database } from '#lib/db/client.ts';
import { type CallerMemory, createCallerMemory, type Found } from './caller-memory.ts';
import { cookieOf, tokenOf } from './credentials.ts';
import type { Caller, Credentials } from './identity.ts';
import { hashPersonalToken, isPersonalToken } from './personal-token.ts';
import { type Principal, PUBLIC } from './principal.ts';
import { isSamePrincipal, principalOf } from './principal-of.ts';
import { createRecent } from './recent.ts';
import type { Scope } from './scopes.ts';
import type { SessionCookies } from './session-cookie.ts';
import {
  loadPerson,
  loadSession,
  loadTokenOwner,
  type Person,
  touchSession,
  touchToken,
} from './store/callers.ts';
import type { TimedTokens } from './timed-token.ts';

const ACTIVE = 1;
const MOST_PEOPLE = 10_000;

/** Milliseconds between two notes that a session, a token is in use. */
const SESSION_NOTE = 5 * 60_000;
const TOKEN_NOTE = 60_000;

/** Whoever shows nothing, or nothing that is worth anything. */
const ANONYMOUS: Caller = {
  principal: PUBLIC,
  via: 'none',
  sessionId: undefined,
  scopes: undefined,
  mustChangePassword: false,
};

type Parts = {
  db: Database;
  cookieName: string;
  cookies: SessionCookies;
  tokens: TimedTokens;
  clock: { readonly rules: number; readonly live: boolean };
  onError: (error: unknown) => void;
};

/**
 * Who makes a request: token, else session cookie, else nobody. Tokens of both kinds are good only while
 * the account is active and allowed to use the API, which is the administrator's switch for all programs.
 */
export function createCallers(parts: Parts): (credentials: Credentials) => Caller | Promise<Caller> {
  const { db, cookies, tokens } = parts;
  const memory: CallerMemory = createCallerMemory(parts.clock);
  const people = createRecent<Principal>(MOST_PEOPLE);

  /** The same object as before while nothing changed: decisions are remembered by it. */
  const remembered = (person: Person): Principal => {
    const key = String(person.userId);
    const principal = principalOf(person);
    const before = people.get(key);
    if (before && isSamePrincipal(before, principal)) return before;
    people.set(key, principal);
    return principal;
  };

  const callerOf = (person: Person, how: Pick<Caller, 'via'> & Partial<Caller>): Caller => ({
    principal: remembered(person),
    sessionId: undefined,
    scopes: undefined,
    mustChangePassword: person.mustChangePassword,
    ...how,
  });

  const mayUseApi = (person: Person): boolean => person.status === ACTIVE && person.allowApi;

  async function bySession(sessionId: string): Promise<Found | undefined> {
    const row = await loadSession(db, sessionId);
    if (row?.status !== ACTIVE) return undefined;
    const now = Date.now();
    const before = new Date(now - SESSION_NOTE);
    if (row.lastSeenAt < before) {
      touchSession(db, sessionId, new Date(now), before).catch(parts.onError);
    }
    return { caller: callerOf(row, { via: 'session', sessionId }), until: row.expiresAt.getTime() };
  }

  async function byTimedToken(
    read: NonNullable<ReturnType<TimedTokens['read']>>,
  ): Promise<Found | undefined> {
    const person = await loadPerson(db, read.userId);
    if (!person || !mayUseApi(person) || !tokens.isCurrent(read.stamp, person.password)) return undefined;
    return { caller: callerOf(person, { via: 'token' }), until: read.expiresAt };
  }

  async function byPersonalToken(token: string, address: string): Promise<Found | undefined> {
    const row = await loadTokenOwner(db, hashPersonalToken(token));
    if (!row || !mayUseApi(row)) return undefined;
    const now = Date.now();
    const until = row.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
    if (until <= now) return undefined;
    const before = new Date(now - TOKEN_NOTE);
    if (row.lastUsedAt === null || row.lastUsedAt < before) {
      touchToken(db, row.tokenId, { now: new Date(now), before, address }).catch(parts.onError);
    }
    const scopes = new Set(row.scopes as Scope[]);
    return { caller: callerOf(row, { via: 'personal-token', scopes }), until };
  }

  function byAuthorization({ authorization, address }: Credentials): ReturnType<CallerMemory['get']> {
    const token = authorization === undefined ? undefined : tokenOf(authorization);
    if (token === undefined) return undefined;
    return memory.get(`token ${token}`, () => {
      if (isPersonalToken(token)) return () => byPersonalToken(token, address);
      const read = tokens.read(token);
      return read && (() => byTimedToken(read));
    });
  }

  function byCookie({ cookie }: Credentials): ReturnType<CallerMemory['get']> {
    const value = cookie === undefined ? undefined : cookieOf(cookie, parts.cookieName);
    if (value === undefined) return undefined;
    return memory.get(`cookie ${value}`, () => {
      const sessionId = cookies.read(value);
      return sessionId === undefined ? undefined : () => bySession(sessionId);
    });
  }

  const orNobody = (caller: Caller | undefined | Promise<Caller | undefined>): Caller | Promise<Caller> =>
    caller instanceof Promise ? caller.then((found) => found ?? ANONYMOUS) : (caller ?? ANONYMOUS);

  return (credentials) => {
    if (credentials.authorization === undefined && credentials.cookie === undefined) return ANONYMOUS;
    const byToken = byAuthorization(credentials);
    if (byToken instanceof Promise) {
      return byToken.then((caller) => caller ?? orNobody(byCookie(credentials)));
    }
    return byToken ?? orNobody(byCookie(credentials));
  };
}
