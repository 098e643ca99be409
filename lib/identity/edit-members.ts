import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { refused } from '#lib/errors/error.ts';
import { type Authority, outranks } from './authority.ts';
import { knownGroup } from './edit-group.ts';
import { withoutLockingOut } from './lock-out.ts';
import { insertMember, removeMember, type StoredGroup } from './store/groups.ts';
import { findUser, findUsers, oneAtATime, type PeopleTables, type StoredUser } from './store/users.ts';

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
    const group = await requireGivable(tx, by, groupId);
    const user = await findUser(tx, userId);
    return user !== undefined && (await join(tx, actor, group, user));
  });
}

/**
 * Puts people into a group and takes others out, all or none; who is not known, in it or out of it already is no
 * error. Returns how many came and went. Throws what addMember and dropMember throw.
 */
export async function changeMembers(
  db: Database,
  actor: Actor,
  by: Authority,
  groupId: number,
  wish: { add: readonly number[]; remove: readonly number[] },
): Promise<{ added: number; removed: number }> {
  return db.$transaction(async (tx) => {
    await oneAtATime(tx);
    const group = wish.add.length > 0 ? await requireGivable(tx, by, groupId) : await knownGroup(tx, groupId);
    const coming = await findUsers(tx, wish.add);
    const going = await findUsers(tx, wish.remove);
    return withoutLockingOut(tx, by, async () => {
      let added = 0;
      let removed = 0;
      for (const user of coming) if (await join(tx, actor, group, user)) added += 1;
      for (const user of going) {
        if (!(await removeMember(tx, groupId, user.id))) continue;
        await note(tx, actor, 'removeMember', group, user);
        removed += 1;
      }
      return { added, removed };
    });
  });
}

/**
 * Puts a new person into groups, in the transaction that makes the account. Throws 404 for a group, and 403 when it
 * grants a rank that the caller does not hold.
 */
export async function joinGroups(
  tx: PeopleTables,
  actor: Actor,
  by: Authority,
  groupIds: readonly number[],
  user: StoredUser,
): Promise<void> {
  for (const groupId of groupIds) await join(tx, actor, await requireGivable(tx, by, groupId), user);
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

async function requireGivable(tx: PeopleTables, by: Authority, groupId: number): Promise<StoredGroup> {
  const group = await knownGroup(tx, groupId);
  if (outranks(new Set(group.flags), by)) {
    throw refused(`the group ${group.name} grants permissions that you do not hold yourself`);
  }
  return group;
}

async function join(tx: PeopleTables, actor: Actor, group: StoredGroup, user: StoredUser): Promise<boolean> {
  if (!(await insertMember(tx, group.id, user.id))) return false;
  await note(tx, actor, 'addMember', group, user);
  return true;
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
