import { randomUUID } from 'node:crypto';
import type { Database } from '#lib/db/client.ts';
import { refused } from '#lib/errors/error.ts';
import type { Identity } from './identity.ts';
import type { SessionCookies } from './session-cookie.ts';
import { createSession, deleteSessions, findSessions } from './store/sessions.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Sessions = Pick<Identity, 'startSession' | 'endSession' | 'endSessionsOf' | 'listSessions'>;

/** Browser sessions: rows that cookies name. They end at a fixed time after signing in. */
export function createSessions(parts: {
  db: Database;
  cookies: SessionCookies;
  sessionSeconds: number;
  announce: () => Promise<unknown>;
}): Sessions {
  const { db, cookies, announce } = parts;
  return {
    async startSession(userId, method, from) {
      const id = randomUUID();
      const now = new Date();
      const expiresAt = new Date(now.getTime() + parts.sessionSeconds * 1000);
      const ended = await createSession(db, { id, userId, method, ...from, now, expiresAt });
      if (ended === undefined) throw refused('This account is disabled.', `user ${userId} may not sign in`);
      if (ended > 0) await announce();
      return { id, cookie: cookies.write(id), expiresAt };
    },
    async endSession(id) {
      if (UUID.test(id) && (await deleteSessions(db, { id })) > 0) await announce();
    },
    async endSessionsOf(userId, except) {
      const ended = await deleteSessions(db, { userId, except });
      if (ended > 0) await announce();
      return ended;
    },
    listSessions: (userId) => findSessions(db, userId, new Date()),
  };
}
