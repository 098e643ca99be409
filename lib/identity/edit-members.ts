import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { refused } from '#lib/errors/error.ts';
import { type Authority, outranks } from './authority.ts';
import { knownGroup } from './edit-group.ts';
import { withoutLockingOut } from './lock-out.ts';
import { insertMember, removeMember, type StoredGroup } from './store/groups.ts';
import { findUser, oneAtATime, type PeopleTables, type StoredUser } from './store/users.ts';

/**
 * Puts somebody into a group. Unknown people and members are no error (contract of the original); returns whether
 * anything changed. Throws 404 for the group, and 403 when it grants a rank that the caller does not hold: in the
 * original admin_permissions was enough for making oneself a super user.
 */
export async function addMember(
  db: Database,
  actor: Actor,
  by: Authority,
  groupId: number,
  userId: number,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    await oneAtATime(tx);
    const group = await knownGroup(tx, groupId);
    if (outranks(new Set(group.flags), by)) {
      throw refused('this group grants permissions that you do not hold yourself');
    }
    const user = await findUser(tx, userId);
    if (!user || !(await insertMember(tx, groupId, userId))) return false;
    await note(tx, actor, 'addMember', group, user);
    return true;
  });
}

/**
 * Takes somebody out of a group; who is no member is no error (contract of the original). Returns whether anything
 * changed. Throws 404 for the group, and 400 when it would lock somebody out.
 */
export async function dropMember(
  db: Database,
  actor: Actor,
  by: Authority,
  groupId: number,
  userId: number,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    await oneAtATime(tx);
    const group = await knownGroup(tx, groupId);
    const user = await findUser(tx, userId);
    if (!user || !(await withoutLockingOut(tx, by, () => removeMember(tx, groupId, userId)))) return false;
    await note(tx, actor, 'removeMember', group, user);
    return true;
  });
}

function note(
  tx: PeopleTables,
  actor: Actor,
  verb: 'addMember' | 'removeMember',
  group: StoredGroup,
  user: StoredUser,
): Promise<void> {
  return recordAudit(tx, actor, {
    action: `group.${verb}`,
    objectType: 'group',
    objectId: group.id,
    objectName: group.name,
    details: { userId: user.id, username: user.username },
  });
}
