import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { badRequest, conflict } from '#lib/errors/error.ts';
import { AUTH, requireOwnPassword, requirePassword } from './account-rules.ts';
import type { Authority } from './authority.ts';
import { joinGroups } from './edit-members.ts';
import { generatePassword } from './password.ts';
import { listGroupsOf, type StoredGroup } from './store/groups.ts';
import { insertUser, oneAtATime, type StoredUser } from './store/users.ts';

/** An account to be made. The password is as typed. */
export type UserFields = Pick<
  StoredUser,
  'firstName' | 'lastName' | 'email' | 'username' | 'authType' | 'allowApi'
> & { password: string; mustChangePassword?: boolean };

/** Groups that a new person is put into beside Normal users, by somebody. */
export type FirstGroups = { by: Authority; groupIds: readonly number[] };

/**
 * Creates an active account in the group Normal users. The password of a directory account is demanded like any
 * other and then replaced by one that nobody knows (contract of the original). Throws 400, and 409 when the name is
 * taken without regard to case, by a deleted account too; for groups what joinGroups throws.
 *
 * @param hash makes the stored form of a password
 */
export async function createUser(
  db: Database,
  actor: Actor,
  fields: UserFields,
  hash: (password: string) => Promise<string>,
  first?: FirstGroups,
): Promise<{ user: StoredUser; groups: StoredGroup[] }> {
  const { password, mustChangePassword = false, ...rest } = fields;
  if (rest.username === '') throw badRequest('username: expected text of 1 to 120 characters');
  if (rest.authType === AUTH.openId) throw badRequest('auth_type: such accounts are made at the first login');
  if (mustChangePassword) requireOwnPassword(rest.authType);
  requirePassword(password);
  const stored = await hash(rest.authType === AUTH.password ? password : generatePassword());
  return db.$transaction(async (tx) => {
    if (first && first.groupIds.length > 0) await oneAtATime(tx);
    const user = await insertUser(tx, { ...rest, mustChangePassword, password: stored });
    if (!user) throw nameTaken(rest.username);
    await recordAudit(tx, actor, {
      action: 'user.create',
      objectType: 'user',
      objectId: user.id,
      objectName: user.username,
      details: { after: { ...rest, ...(mustChangePassword ? { mustChangePassword } : {}) } },
    });
    if (first && first.groupIds.length > 0) await joinGroups(tx, actor, first.by, first.groupIds, user);
    return { user, groups: await listGroupsOf(tx, user.id) };
  });
}

/** The 409 for a user name in use. */
export function nameTaken(username: string) {
  return conflict(`a user named ${username} already exists`);
}
