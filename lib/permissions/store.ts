import type { Database } from '#lib/db/client.ts';
import type { Grants } from './trace.ts';

/** All folder entries of all groups. Rows are few: folders without an entry inherit. */
export async function loadGrants(db: Database): Promise<Grants> {
  const rows = await db.folderPermission.findMany({
    select: { groupId: true, access: true, folder: { select: { path: true } } },
  });
  const grants = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const onFolder = grants.get(row.folder.path) ?? new Map<number, number>();
    onFolder.set(row.groupId, row.access);
    grants.set(row.folder.path, onFolder);
  }
  return grants;
}

/** Sets, or with undefined removes, the entry of a group (by name, any case) on a known folder. */
export async function saveGrant(
  db: Database,
  folderId: number,
  groupName: string,
  access: number | undefined,
): Promise<'saved' | 'unknown group'> {
  const group = await db.group.findFirst({ where: { name: { equals: groupName, mode: 'insensitive' } } });
  if (!group) return 'unknown group';
  if (access === undefined) {
    await db.folderPermission.deleteMany({ where: { folderId, groupId: group.id } });
  } else {
    await db.folderPermission.upsert({
      where: { folderId_groupId: { folderId, groupId: group.id } },
      create: { folderId, groupId: group.id, access },
      update: { access, version: { increment: 1 } },
    });
  }
  return 'saved';
}

/** Folder entries with names, for people to read. */
export async function listGrants(
  db: Database,
): Promise<Array<{ folder: string; group: string; access: number }>> {
  const rows = await db.folderPermission.findMany({
    select: { access: true, folder: { select: { path: true } }, group: { select: { name: true } } },
    orderBy: [{ folder: { path: 'asc' } }, { groupId: 'asc' }],
  });
  return rows.map((row) => ({ folder: row.folder.path, group: row.group.name, access: row.access }));
}

/** Most rows that a list gives. */
const MOST_ENTRIES = 100_000;

/** The database, or a transaction on it. */
export type PermissionTables = Pick<
  Database,
  'folderPermission' | 'folder' | 'group' | 'auditEntry' | '$queryRaw'
>;

/** What a group may do in a folder and below. */
export type FolderEntry = { id: number; folderId: number; groupId: number; access: number; version: number };

/** The same with the folder and the group. */
export type NamedEntry = FolderEntry & {
  folder: { id: number; path: string; parentId: number | null; status: number };
  group: { id: number; name: string; groupType: number };
};

const NAMES = {
  folder: { select: { id: true, path: true, parentId: true, status: true } },
  group: { select: { id: true, name: true, groupType: true } },
} as const;

/** Folder entries by id; of one folder, of one group, or all. At most 100,000. */
export async function listEntries(
  db: PermissionTables,
  which: { folderId?: number | undefined; groupId?: number | undefined },
): Promise<FolderEntry[]> {
  const { folderId, groupId } = which;
  return db.folderPermission.findMany({
    where: { ...(folderId === undefined ? {} : { folderId }), ...(groupId === undefined ? {} : { groupId }) },
    orderBy: { id: 'asc' },
    take: MOST_ENTRIES,
  });
}

/** A folder entry by its id. */
export async function findEntry(db: PermissionTables, id: number): Promise<NamedEntry | undefined> {
  return (await db.folderPermission.findUnique({ where: { id }, include: NAMES })) ?? undefined;
}

/** Inserts an entry; undefined when this group has one on this folder. Both have to be there. */
export async function insertEntry(
  db: PermissionTables,
  fields: { folderId: number; groupId: number; access: number },
): Promise<NamedEntry | undefined> {
  const [created] = await db.folderPermission.createManyAndReturn({
    data: fields,
    skipDuplicates: true,
    select: { id: true },
  });
  return created && findEntry(db, created.id);
}

/** Changes an entry of a certain version; undefined when it is not of that version any more. */
export async function changeEntry(
  db: PermissionTables,
  id: number,
  version: number,
  access: number,
): Promise<NamedEntry | undefined> {
  const { count } = await db.folderPermission.updateMany({
    where: { id, version },
    data: { access, version: { increment: 1 } },
  });
  return count === 0 ? undefined : findEntry(db, id);
}

/** Removes an entry. */
export async function removeEntry(db: PermissionTables, id: number): Promise<void> {
  await db.folderPermission.deleteMany({ where: { id } });
}

/** A folder that is there, by its id or its path. */
export async function findActiveFolder(
  db: PermissionTables,
  which: { id: number } | { path: string },
): Promise<{ id: number; path: string } | undefined> {
  const where = { ...which, status: 1 };
  return (await db.folder.findFirst({ where, select: { id: true, path: true } })) ?? undefined;
}

/** Whether there is a group of this id. */
export async function isGroup(db: PermissionTables, id: number): Promise<boolean> {
  return (await db.group.count({ where: { id } })) > 0;
}

/** People who are in the same groups: how many active ones, and whether every folder is open to them. */
export type Crowd = { groupIds: number[]; administersFiles: boolean; people: number };

/** All active people as crowds, the largest first; members of some groups only, unless they are undefined. */
export async function listCrowds(
  db: PermissionTables,
  groupIds: readonly number[] | undefined,
  most: number,
): Promise<Crowd[]> {
  return db.$queryRaw<Crowd[]>`
    SELECT "groupIds", "administersFiles", count(*)::int AS people
    FROM (
      SELECT
        coalesce(array_agg(m.group_id ORDER BY m.group_id) FILTER (WHERE m.group_id IS NOT NULL), '{}')
          AS "groupIds",
        coalesce(bool_or(s.admin_files OR s.admin_all), false) AS "administersFiles"
      FROM users u
        LEFT JOIN usergroups m ON m.user_id = u.id
        LEFT JOIN syspermissions s ON s.group_id = m.group_id
      WHERE u.status = 1
      GROUP BY u.id
    ) persons
    WHERE ${groupIds === undefined} OR "groupIds" && ${[...(groupIds ?? [])]}::int[]
    GROUP BY 1, 2 ORDER BY people DESC, "groupIds" LIMIT ${most}`;
}
