import type { Actor } from '#lib/audit/audit.ts';
import { changedMeanwhile } from '#lib/audit/changed-meanwhile.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { badRequest, conflict, notFound, refused } from '#lib/errors/error.ts';
import type { Authority } from './authority.ts';
import { changedFields } from './changed-fields.ts';
import { withoutLockingOut } from './lock-out.ts';
import { FLAGS, type Flag } from './principal.ts';
import {
  changeGroup,
  findGroup,
  type GroupFields,
  insertGroup,
  removeGroup,
  type StoredGroup,
} from './store/groups.ts';
import { oneAtATime, type PeopleTables } from './store/users.ts';

/** Kinds of group (contract of the original's tables). */
const TYPE = { system: 1, local: 2, ldap: 3 } as const;

const SHOWN = ['name', 'description', 'groupType', 'flags'] as const;

/** Changes of a group; what is missing stays, flags too. */
export type GroupChanges = Partial<Omit<GroupFields, 'flags'>> & {
  flags?: Partial<Record<Flag, boolean>>;
};

/**
 * Creates a group. Throws 400 for a system group or an empty name, 403 for a flag that the caller does not hold,
 * 409 when the name is taken.
 */
export async function createGroup(
  db: Database,
  actor: Actor,
  by: Authority,
  fields: GroupFields,
): Promise<StoredGroup> {
  requireName(fields.name);
  if (fields.groupType === TYPE.system) throw badRequest('group_type: system groups cannot be made');
  requireHeld(fields.flags, by);
  return db.$transaction(async (tx) => {
    const created = await insertGroup(tx, fields);
    if (!created) throw nameTaken(fields.name);
    await recordAudit(tx, actor, {
      action: 'group.create',
      objectType: 'group',
      objectId: created.id,
      objectName: created.name,
      details: { after: fields },
    });
    return created;
  });
}

/**
 * Changes a group. Of system groups name and type stay, of directory groups the name; flags stay when the caller does
 * not administer permissions (contract of the original). Throws 404; 409 when the name is taken or the version is
 * another one; 400 when the change would lock somebody out or make a system group; 403 for granting a flag that the
 * caller does not hold.
 */
export async function updateGroup(
  db: Database,
  actor: Actor,
  by: Authority,
  id: number,
  changes: GroupChanges,
  expected: number | undefined,
): Promise<StoredGroup> {
  return db.$transaction(async (tx) => {
    await oneAtATime(tx);
    const before = await knownGroup(tx, id);
    if (expected !== undefined && expected !== before.version) throw await changedMeanwhile(tx, 'group', id);
    const wish = wished(before, changes, by);
    if (SHOWN.every((name) => String(wish[name]) === String(before[name]))) return before;
    requireHeld(
      wish.flags.filter((flag) => !before.flags.includes(flag)),
      by,
    );
    const after = await withoutLockingOut(tx, by, async () => {
      const changed = await changeGroup(tx, id, wish);
      if (!changed) throw nameTaken(wish.name);
      return changed;
    });
    await recordAudit(tx, actor, {
      action: 'group.update',
      objectType: 'group',
      objectId: id,
      objectName: after.name,
      details: changedFields(before, after, SHOWN),
    });
    return after;
  });
}

/**
 * Deletes a local group with its memberships, flags and folder entries. Throws 404, and 400 for other groups and when
 * it would lock somebody out (not looked at in the original).
 */
export async function deleteGroup(db: Database, actor: Actor, by: Authority, id: number): Promise<void> {
  await db.$transaction(async (tx) => {
    await oneAtATime(tx);
    const before = await knownGroup(tx, id);
    if (before.groupType !== TYPE.local) throw badRequest('only local groups can be deleted');
    await withoutLockingOut(tx, by, () => removeGroup(tx, id));
    const { name, description, groupType, flags } = before;
    await recordAudit(tx, actor, {
      action: 'group.delete',
      objectType: 'group',
      objectId: id,
      objectName: name,
      details: { before: { name, description, groupType, flags } },
    });
  });
}

/** A group by its id. Throws 404. */
export async function knownGroup(db: PeopleTables, id: number): Promise<StoredGroup> {
  const found = await findGroup(db, id);
  if (!found) throw notFound(`there is no group ${id}`);
  return found;
}

function wished(before: StoredGroup, changes: GroupChanges, by: Authority): GroupFields {
  const system = before.groupType === TYPE.system;
  const groupType = system ? TYPE.system : (changes.groupType ?? before.groupType);
  if (groupType === TYPE.system && !system) throw badRequest('group_type: system groups cannot be made');
  const name = groupType === TYPE.local ? (changes.name ?? before.name) : before.name;
  if (groupType === TYPE.local) requireName(name);
  const flags = by.flags.has('admin_permissions')
    ? FLAGS.filter((flag) => changes.flags?.[flag] ?? before.flags.includes(flag))
    : before.flags;
  return { name, description: changes.description ?? before.description, groupType, flags };
}

function requireName(name: string): void {
  if (name === '') throw badRequest('name: expected text of 1 to 120 characters');
}

/** Nobody gives away what they do not hold; in the original anyone with both rights could make super users. */
function requireHeld(flags: readonly Flag[], by: Authority): void {
  const missing = flags.filter((flag) => !by.flags.has(flag));
  if (missing.length === 0) return;
  throw refused(`access_${missing.join(', access_')}: you do not hold this permission yourself`);
}

function nameTaken(name: string) {
  return conflict(`a group named ${name} already exists`);
}
