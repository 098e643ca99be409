import type { Database } from '#lib/db/client.ts';
import { Prisma } from '../../../prisma/generated/client.ts';
import type { StoredUser } from './users.ts';

/** Orders of people, each also backwards with a minus in front. */
export const PEOPLE_ORDERS = ['username', 'name', 'email', 'created', 'last_seen'] as const;
type Order = (typeof PEOPLE_ORDERS)[number];
export type PeopleSort = Order | `-${Order}`;

/** Which people are wanted. What is undefined does not matter. */
export type PeopleSearch = {
  /** Words that user name, name or e-mail address hold, all of them, in any case. */
  words: readonly string[];
  status?: number | undefined;
  authType?: number | undefined;
  allowApi?: boolean | undefined;
  /** Members of this group. */
  groupId?: number | undefined;
  /** Not members of this group. */
  notInGroupId?: number | undefined;
};

/** An account with what is known of its use. */
export type SeenUser = StoredUser & {
  createdAt: Date;
  /** Last use of a session or token, or last action. */
  lastSeenAt: Date | null;
};

const LAST_SEEN = Prisma.sql`greatest(
  (SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = u.id),
  (SELECT max(t.last_used_at) FROM personaltokens t WHERE t.user_id = u.id),
  (SELECT a.time FROM auditlog a WHERE a.user_id = u.id ORDER BY a.id DESC LIMIT 1))`;

const COLUMNS = Prisma.sql`u.id, u.first_name AS "firstName", u.last_name AS "lastName", u.email, u.username,
  u.auth_type AS "authType", u.allow_api AS "allowApi", u.status,
  u.must_change_password AS "mustChangePassword", u.version,
  u.created_at AS "createdAt", ${LAST_SEEN} AS "lastSeenAt"`;

const KEYS: Readonly<Record<Order, Prisma.Sql>> = {
  username: Prisma.sql`lower(u.username)`,
  name: Prisma.sql`lower(u.first_name || ' ' || u.last_name)`,
  email: Prisma.sql`lower(u.email)`,
  created: Prisma.sql`u.created_at`,
  last_seen: LAST_SEEN,
};

/** A part of the people who are wanted, and how many there are. */
export async function searchPeople(
  db: Database,
  search: PeopleSearch,
  page: { sort: PeopleSort; start: number; limit: number },
): Promise<{ total: number; people: SeenUser[] }> {
  const backwards = page.sort.startsWith('-');
  const key = KEYS[(backwards ? page.sort.slice(1) : page.sort) as Order];
  const where = Prisma.join([Prisma.sql`true`, ...conditions(search)], ' AND ');
  const direction = backwards ? Prisma.sql`DESC NULLS LAST` : Prisma.sql`ASC NULLS FIRST`;
  const [people, counts] = await Promise.all([
    db.$queryRaw<SeenUser[]>`
      SELECT ${COLUMNS} FROM users u WHERE ${where}
      ORDER BY ${key} ${direction}, u.id LIMIT ${page.limit} OFFSET ${page.start}`,
    db.$queryRaw<Array<{ total: number }>>`SELECT count(*)::int AS total FROM users u WHERE ${where}`,
  ]);
  return { people, total: counts[0]?.total ?? 0 };
}

/** A person by id, with what is known of the account's use. */
export async function findPerson(db: Database, id: number): Promise<SeenUser | undefined> {
  const rows = await db.$queryRaw<SeenUser[]>`SELECT ${COLUMNS} FROM users u WHERE u.id = ${id}`;
  return rows[0];
}

/** The groups of several people, by name. */
export async function listMemberships(
  db: Database,
  userIds: readonly number[],
): Promise<ReadonlyMap<number, Array<{ id: number; name: string }>>> {
  const rows = await db.membership.findMany({
    where: { userId: { in: [...userIds] } },
    select: { userId: true, group: { select: { id: true, name: true } } },
    orderBy: { group: { name: 'asc' } },
  });
  const groups = new Map<number, Array<{ id: number; name: string }>>();
  for (const { userId, group } of rows) groups.set(userId, [...(groups.get(userId) ?? []), group]);
  return groups;
}

/** How many active people each group has; groups without any are left out. */
export async function countMembers(db: Database): Promise<ReadonlyMap<number, number>> {
  const rows = await db.membership.groupBy({
    by: ['groupId'],
    where: { user: { status: 1 } },
    _count: { userId: true },
  });
  return new Map(rows.map(({ groupId, _count }) => [groupId, _count.userId]));
}

function conditions(search: PeopleSearch): Prisma.Sql[] {
  const { status, authType, allowApi, groupId, notInGroupId } = search;
  const isMember = (id: number) =>
    Prisma.sql`EXISTS (SELECT 1 FROM usergroups m WHERE m.user_id = u.id AND m.group_id = ${id})`;
  return [
    ...(status === undefined ? [] : [Prisma.sql`u.status = ${status}`]),
    ...(authType === undefined ? [] : [Prisma.sql`u.auth_type = ${authType}`]),
    ...(allowApi === undefined ? [] : [Prisma.sql`u.allow_api = ${allowApi}`]),
    ...(groupId === undefined ? [] : [isMember(groupId)]),
    ...(notInGroupId === undefined ? [] : [Prisma.sql`NOT ${isMember(notInGroupId)}`]),
    ...search.words.map(
      (word) => Prisma.sql`strpos(
        lower(u.username || ' ' || u.first_name || ' ' || u.last_name || ' ' || u.email), lower(${word})) > 0`,
    ),
  ];
}
