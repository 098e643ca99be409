import type { Database } from '#lib/db/client.ts';
import { forgetExpiredTokens } from '#lib/identity/store/expiry.ts';
import { forgetOldLoginFailures } from '#lib/identity/store/login-failures.ts';
import { forgetOldSessions } from '#lib/identity/store/sessions.ts';
import type { TaskHandler } from '#lib/tasks/task.ts';

const DAY = 86_400_000;

/** Days that an expired personal token is still shown to its owner. */
const TOKENS_SHOWN = 30;

/** Days that an address is known from which somebody signed in. */
const ADDRESSES_KNOWN = 90;

/** Removes sessions that are over, personal tokens that expired long ago and old failures to sign in. */
export function expireSignIns(db: Database): TaskHandler {
  return async () => {
    const now = Date.now();
    return {
      sessions: await forgetOldSessions(db, new Date(now)),
      tokens: await forgetExpiredTokens(db, new Date(now - TOKENS_SHOWN * DAY)),
      failures: await forgetOldLoginFailures(db, new Date(now - ADDRESSES_KNOWN * DAY)),
    };
  };
}
