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
      update: { access },
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
