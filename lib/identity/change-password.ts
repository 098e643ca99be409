import type { Actor } from '#lib/audit/audit.ts';
import type { Database } from '#lib/db/client.ts';
import { badRequest, EmulsionError, refused } from '#lib/errors/error.ts';
import type { Identity } from './identity.ts';
import { findOwnAccount, storePassword } from './store/own-password.ts';

const SHORTEST = 8;
const LONGEST = 120;
const PASSWORD = 1;

/**
 * Changes the password of the person who asks, who has to know the current one. A forced change is then done, and all
 * other sessions of the person end.
 *
 * Throws badRequest for a new password of a wrong length or that is no other one, refused when the current one is
 * wrong or when the password is kept elsewhere, tooManyRequests after too many wrong ones.
 *
 * @param actor who asks; its own password is changed
 * @param keep the session that goes on
 */
export async function changeOwnPassword(
  parts: { db: Database; identity: Pick<Identity, 'authenticate' | 'hashPassword' | 'endSessionsOf'> },
  actor: Actor,
  passwords: { current: string; next: string },
  keep: string | undefined,
): Promise<void> {
  const { db, identity } = parts;
  const { current, next } = passwords;
  const length = Array.from(next).length;
  if (length < SHORTEST || length > LONGEST || !next.isWellFormed() || next.includes('\0')) {
    throw badRequest(`new_password: expected ${SHORTEST} to ${LONGEST} characters`);
  }
  if (next === current) throw badRequest('new_password: expected another one than the current');
  const account = actor.userId === undefined ? undefined : await findOwnAccount(db, actor.userId);
  if (!account) throw refused('Sign in to change your password.');
  if (account.authType !== PASSWORD) throw refused('The password of this account is kept elsewhere.');
  await checkCurrent(identity, account.username, current, actor.address);
  await storePassword(db, actor, account, await identity.hashPassword(next));
  await identity.endSessionsOf(account.id, keep);
}

/** Whether a person signs in with a password that is kept here. */
export async function hasPassword(db: Database, userId: number): Promise<boolean> {
  return (await findOwnAccount(db, userId))?.authType === PASSWORD;
}

/** By way of signing in, which slows guessing down. */
async function checkCurrent(
  identity: Pick<Identity, 'authenticate'>,
  username: string,
  current: string,
  address: string,
): Promise<void> {
  try {
    await identity.authenticate(username, current, address);
  } catch (error) {
    if (!(error instanceof EmulsionError)) throw error;
    if (error.code === 'forbidden') throw refused('The current password is wrong.');
    if (error.code === 'invalid_request') throw badRequest('current_password: expected a password');
    throw error;
  }
}
