import type { Actor } from '#lib/audit/audit.ts';
import type { Database } from '#lib/db/client.ts';
import { notFound } from '#lib/errors/error.ts';
import type { Settings } from '#lib/settings/settings.ts';
import { createAuthenticate } from './authenticate.ts';
import { createCallers } from './callers.ts';
import { createDirectory } from './directory.ts';
import { createDownloadTokens, type DownloadTokens } from './download-token.ts';
import { hashPassword } from './password.ts';
import { createPersonalTokens } from './personal-tokens.ts';
import type { Principal } from './principal.ts';
import type { Scope } from './scopes.ts';
import { createSessionCookies } from './session-cookie.ts';
import { createSessions } from './sessions.ts';
import { findStoredPassword } from './store/accounts.ts';
import { createThrottle } from './throttle.ts';
import { createTimedTokens } from './timed-token.ts';
import { createTurns } from './turns.ts';
import { verifyPassword } from './verify-password.ts';

export type { Scope };

/** Who makes a request, and how that is known. */
export type Caller = {
  principal: Principal;
  via: 'none' | 'session' | 'token' | 'personal-token';
  /** Set when via is session. */
  sessionId: string | undefined;
  /** undefined = everything the person may do. */
  scopes: ReadonlySet<Scope> | undefined;
  mustChangePassword: boolean;
};

/** The headers of a request that tell who makes it, and the client's address. */
export type Credentials = {
  /** The Authorization header. */
  authorization: string | undefined;
  /** The whole Cookie header. */
  cookie: string | undefined;
  address: string;
};

/** Somebody whose name and password are right. Whether the account may be used is for the asker to decide. */
export type SignedIn = {
  userId: number;
  username: string;
  method: 'password' | 'ldap' | 'oidc';
  allowApi: boolean;
  /** 0 deleted, 1 active. */
  status: number;
  mustChangePassword: boolean;
};

export type PersonalToken = {
  id: number;
  name: string;
  /** The first characters of the token. */
  hint: string;
  scopes: Scope[];
  createdAt: Date;
  /** undefined = never. */
  expiresAt: Date | undefined;
  lastUsedAt: Date | undefined;
  lastAddress: string;
};

export type SessionInfo = {
  id: string;
  method: string;
  address: string;
  userAgent: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
};

export type Identity = {
  /**
   * Who makes a request: by token, else by session cookie, else nobody. What is invalid or has expired
   * counts as absent. Answers at once, without a promise, when nothing has to be asked: nobody, or known
   * within the last minute and no rules changed since. Rejects only when the database fails.
   */
  identify(credentials: Credentials): Caller | Promise<Caller>;
  /**
   * Checks name and password against the account or the directory; creates the account of somebody whom the
   * directory admits. Disabled accounts are returned too. Throws badRequest for a blank name or password
   * (name first), refused for wrong ones, tooManyRequests after too many failures, busy when too many are
   * signing in, and internal for a directory that cannot be asked.
   */
  authenticate(username: string, password: string, address: string): Promise<SignedIn>;
  /** The stored form of a password, computed when no other is: people choosing passwords stall no pictures. */
  hashPassword(password: string): Promise<string>;
  /** A token for the API. Throws notFound. Whether the person may use the API is checked at each use. */
  issueToken(userId: number): Promise<string>;
  /** Signs a person in. Throws refused when there is no such active account. */
  startSession(
    userId: number,
    method: 'password' | 'ldap' | 'oidc' | 'token',
    from: { address: string; userAgent: string },
  ): Promise<{ id: string; cookie: string; expiresAt: Date }>;
  /** Ends a session on all nodes at once; one that is over already is no error. */
  endSession(id: string): Promise<void>;
  /** Ends all sessions of a person but `except`; returns how many. */
  endSessionsOf(userId: number, except?: string): Promise<number>;
  /** The one used last first. */
  listSessions(userId: number): Promise<SessionInfo[]>;
  /** The session id in a cookie value; undefined when this server did not write it. */
  readCookie(cookie: string): string | undefined;
  /** A token for the forms of a session; another one each time, all of them good. */
  csrfToken(sessionId: string): string;
  /** In constant time. */
  isCsrfToken(sessionId: string, token: string): boolean;
  /**
   * The answer is the only place where the token is ever shown. Throws badRequest, notFound for the person,
   * refused when the account may not use the API, conflict when there are too many.
   */
  createPersonalToken(
    actor: Actor,
    userId: number,
    wish: { name: string; scopes: Scope[]; expiresAt: Date | undefined },
  ): Promise<PersonalToken & { token: string }>;
  /**
   * Whether a password opens something that is locked with one, such as a link. Wrong ones are counted as those of people
   * are, by what is locked and by address. Throws tooManyRequests, busy.
   * @param stored as hashPassword made it
   */
  unlock(what: string, address: string, stored: string, password: string): Promise<boolean>;
  downloads: DownloadTokens;
  /** The newest first. */
  listPersonalTokens(userId: number): Promise<PersonalToken[]>;
  /** Throws notFound. */
  revokePersonalToken(actor: Actor, userId: number, id: number): Promise<void>;
};

/** What one scrypt takes. */
const HASHING = { places: 1, waiting: 200, longestWaitMs: 60_000, usualMs: 300 };

/**
 * Who people are and how they show it.
 *
 * @param options.clock rises when people, groups, sessions or tokens change
 * @param options.announce raises that clock on all nodes
 * @param options.onError told of failures that nobody waits for
 */
export function createIdentity(options: {
  db: Database;
  secretKey: string;
  clock: { readonly rules: number; readonly live: boolean };
  settings: {
    cookieName: string;
    sessionSeconds: number;
    tokenSeconds: number;
    ldap: Settings['ldap'];
  };
  announce: () => Promise<unknown>;
  onError: (error: unknown) => void;
}): Identity {
  const { db, secretKey, clock, settings, announce, onError } = options;
  const cookies = createSessionCookies(secretKey);
  const tokens = createTimedTokens(secretKey);
  const hashing = createTurns(HASHING);
  const locks = createThrottle(db, 'lock ');
  return {
    identify: createCallers({ db, cookieName: settings.cookieName, cookies, tokens, clock, onError }),
    authenticate: createAuthenticate({
      db,
      directory: createDirectory(settings.ldap),
      directoryEnabled: settings.ldap.enabled,
      throttle: createThrottle(db),
      hashing,
      hashPassword,
    }),
    hashPassword: (password) => hashing.take(() => hashPassword(password)),
    async unlock(what, address, stored, password) {
      await locks.check(what, address);
      const { right } = await hashing.take(() => verifyPassword(stored, password));
      await (right ? locks.succeeded(what, address) : locks.failed(what, address));
      return right;
    },
    async issueToken(userId) {
      const stored = await findStoredPassword(db, userId);
      if (stored === undefined) throw notFound(`There is no user ${userId}.`);
      return tokens.issue(userId, stored, new Date(Date.now() + settings.tokenSeconds * 1000));
    },
    ...createSessions({ db, cookies, sessionSeconds: settings.sessionSeconds, announce }),
    readCookie: cookies.read,
    csrfToken: cookies.csrfToken,
    isCsrfToken: cookies.isCsrfToken,
    downloads: createDownloadTokens(secretKey),
    ...createPersonalTokens({ db, announce }),
  };
}
