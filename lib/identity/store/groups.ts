import { FLAGS, type Flag } from '../principal.ts';
import { effectiveFlags } from '../principal-of.ts';
import { isTaken, type PeopleTables, type StoredUser, USER_COLUMNS } from './users.ts';

/** Most rows that a list gives. */
const MOST_ROWS = 10_000;

/** A group with the flags that it grants, as they were set. */
export type StoredGroup = {
  id: number;
  name: string;
  description: string;
  /** 1 system, 2 local, 3 LDAP. */
  groupType: number;
  version: number;
  flags: readonly Flag[];
};

/** What a group is made of. */
export type GroupFields = Omit<StoredGroup, 'id' | 'version'>;

const WITH_FLAGS = { systemPermission: true } as const;

type FlagRow = {
  folios: boolean;
  reports: boolean;
  adminUsers: boolean;
  adminFiles: boolean;
  adminFolios: boolean;
  adminPermissions: boolean;
  adminAll: boolean;
};

type GroupRow = Omit<StoredGroup, 'flags'> & { systemPermission: FlagRow | null };

const COLUMNS: Readonly<Record<Flag, keyof FlagRow>> = {
  folios: 'folios',
  reports: 'reports',
  admin_users: 'adminUsers',
  admin_files: 'adminFiles',
  admin_folios: 'adminFolios',
  admin_permissions: 'adminPermissions',
  admin_all: 'adminAll',
};

function toGroup({ systemPermission, ...group }: GroupRow): StoredGroup {
  return { ...group, flags: FLAGS.filter((flag) => systemPermission?.[COLUMNS[flag]]) };
}

function toRow(flags: readonly Flag[]): FlagRow {
  const row = Object.fromEntries(FLAGS.map((flag) => [COLUMNS[flag], flags.includes(flag)]));
  return row as FlagRow;
}

/** Groups by name. At most 10,000. */
export async function listGroups(db: PeopleTables): Promise<StoredGroup[]> {
  const rows = await db.group.findMany({ orderBy: { name: 'asc' }, include: WITH_FLAGS, take: MOST_ROWS });
  return rows.map(toGroup);
}

/** A group by its id. */
export async function findGroup(db: PeopleTables, id: number): Promise<StoredGroup | undefined> {
  const row = await db.group.findUnique({ where: { id }, include: WITH_FLAGS });
  return row ? toGroup(row) : undefined;
}

/** Inserts a group; undefined when the name is taken (in the same case). */
export async function insertGroup(db: PeopleTables, fields: GroupFields): Promise<StoredGroup | undefined> {
  const { flags, ...rest } = fields;
  try {
    const row = await db.group.create({
      data: { ...rest, systemPermission: { create: toRow(flags) } },
      include: WITH_FLAGS,
    });
    return toGroup(row);
  } catch (error) {
    if (isTaken(error)) return undefined;
    throw error;
  }
}

/** Changes a group; undefined when the name is taken (in the same case). */
export async function changeGroup(
  db: PeopleTables,
  id: number,
  fields: Partial<GroupFields>,
): Promise<StoredGroup | undefined> {
  const { flags, ...rest } = fields;
  try {
    const row = await db.group.update({
      where: { id },
      data: {
        ...rest,
        ...(flags === undefined
          ? {}
          : { systemPermission: { upsert: { create: toRow(flags), update: toRow(flags) } } }),
        version: { increment: 1 },
      },
      include: WITH_FLAGS,
    });
    return toGroup(row);
  } catch (error) {
    if (isTaken(error)) return undefined;
    throw error;
  }
}

/** Removes a group with its memberships, flags and folder entries. */
export async function removeGroup(db: PeopleTables, id: number): Promise<void> {
  await db.group.delete({ where: { id } });
}

/** The members of a group by user name, deleted accounts included. At most 10,000. */
export async function listMembers(db: PeopleTables, groupId: number): Promise<StoredUser[]> {
  return db.user.findMany({
    where: { memberships: { some: { groupId } } },
    orderBy: { username: 'asc' },
    select: USER_COLUMNS,
    take: MOST_ROWS,
  });
}

/** Puts a person into a group; false when they are in it already. */
export async function insertMember(db: PeopleTables, groupId: number, userId: number): Promise<boolean> {
  const { count } = await db.membership.createMany({ data: { groupId, userId }, skipDuplicates: true });
  return count > 0;
}

/** Takes a person out of a group; false when they are not in it. */
export async function removeMember(db: PeopleTables, groupId: number, userId: number): Promise<boolean> {
  const { count } = await db.membership.deleteMany({ where: { groupId, userId } });
  return count > 0;
}

/** The groups of a person by name, with their flags. */
export async function listGroupsOf(db: PeopleTables, userId: number): Promise<StoredGroup[]> {
  const rows = await db.group.findMany({
    where: { memberships: { some: { userId } } },
    orderBy: { name: 'asc' },
    include: WITH_FLAGS,
  });
  return rows.map(toGroup);
}

/** The effective flags of a person, whether or not the account is active. */
export async function flagsOf(db: PeopleTables, userId: number): Promise<ReadonlySet<Flag>> {
  const groups = await listGroupsOf(db, userId);
  return effectiveFlags(FLAGS.filter((flag) => groups.some((group) => group.flags.includes(flag))));
}
