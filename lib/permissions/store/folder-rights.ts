import type { Database } from '#lib/db/client.ts';
import type { PermissionTables } from '../store.ts';

/** Most rows that a list gives. */
const MOST_FOLDERS = 10_000;
const MOST_OF_GROUP = 1_000;

/** The entries of one folder by group. */
export async function listOwnEntries(
  db: PermissionTables,
  folderId: number,
): Promise<ReadonlyMap<number, { id: number; access: number; version: number }>> {
  const rows = await db.folderPermission.findMany({
    where: { folderId },
    select: { id: true, groupId: true, access: true, version: true },
  });
  return new Map(rows.map(({ groupId, ...entry }) => [groupId, entry]));
}

/** Present folders that have entries, by path, with how many. At most 10,000. */
export async function listPermittedFolders(
  db: Database,
): Promise<Array<{ folderId: number; path: string; groups: number }>> {
  const rows = await db.folder.findMany({
    where: { status: 1, permissions: { some: {} } },
    select: { id: true, path: true, _count: { select: { permissions: true } } },
    orderBy: { path: 'asc' },
    take: MOST_FOLDERS,
  });
  return rows.map(({ id, path, _count }) => ({ folderId: id, path, groups: _count.permissions }));
}

/** How many present folders each group has an entry on; groups without any are left out. */
export async function countPermittedFolders(db: Database): Promise<ReadonlyMap<number, number>> {
  const rows = await db.folderPermission.groupBy({
    by: ['groupId'],
    where: { folder: { status: 1 } },
    _count: { folderId: true },
  });
  return new Map(rows.map(({ groupId, _count }) => [groupId, _count.folderId]));
}

/** The entries of one group on present folders, by path. At most 1,000. */
export async function listFoldersOf(
  db: Database,
  groupId: number,
): Promise<Array<{ path: string; access: number }>> {
  const rows = await db.folderPermission.findMany({
    where: { groupId, folder: { status: 1 } },
    select: { access: true, folder: { select: { path: true } } },
    orderBy: { folder: { path: 'asc' } },
    take: MOST_OF_GROUP,
  });
  return rows.map(({ access, folder }) => ({ path: folder.path, access }));
}

/** How many present folders there are at and below each of some paths, in their order. */
export async function countFoldersWithin(db: Database, paths: readonly string[]): Promise<number[]> {
  // "0" is the character after "/"; the index on (path || '') is by bytes.
  const from = paths.map((path) => (path === '/' ? '/' : `${path}/`));
  const to = paths.map((path) => (path === '/' ? '\u{10ffff}' : `${path}0`));
  const rows = await db.$queryRaw<Array<{ folders: number }>>`
    SELECT (
      (SELECT count(*) FROM folders f WHERE f.status = 1 AND f.path = w.path AND f.path <> '/') +
      (SELECT count(*) FROM folders f
        WHERE f.status = 1 AND (f.path || '') ~>=~ w.lower AND (f.path || '') ~<~ w.upper)
    )::int AS folders
    FROM unnest(${[...paths]}::text[], ${from}::text[], ${to}::text[]) WITH ORDINALITY AS w(path, lower, upper, n)
    ORDER BY w.n`;
  return rows.map(({ folders }) => folders);
}

/** Somebody whose level changes. */
export type ConcernedPerson = {
  id: number;
  username: string;
  firstName: string;
  lastName: string;
  groupIds: number[];
};

/** Active people whose own groups are exactly one of these sets, by user name. */
export async function listPeopleInCrowds(
  db: Database,
  crowds: ReadonlyArray<{ groupIds: readonly number[] }>,
  most: number,
): Promise<ConcernedPerson[]> {
  const keys = crowds.map(({ groupIds }) => groupIds.join(','));
  return db.$queryRaw<ConcernedPerson[]>`
    SELECT id, username, "firstName", "lastName", "groupIds" FROM (
      SELECT u.id, u.username, u.first_name AS "firstName", u.last_name AS "lastName",
        coalesce(array_agg(m.group_id ORDER BY m.group_id) FILTER (WHERE m.group_id IS NOT NULL), '{}')
          AS "groupIds"
      FROM users u LEFT JOIN usergroups m ON m.user_id = u.id
      WHERE u.status = 1 GROUP BY u.id
    ) persons
    WHERE array_to_string("groupIds", ',') = ANY(${keys}::text[])
    ORDER BY lower(username) LIMIT ${most}`;
}
