import type { Database } from '#lib/db/client.ts';
import { loginName } from '../login-name.ts';

/** Most rows that a list gives. */
const MOST_USERS = 10_000;

/** New accounts of every origin belong to it (contract of the original). */
const NORMAL_USERS = 2;

/** An account as administrators see it; the stored password stays in the database. */
export type StoredUser = {
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  username: string;
  /** 1 password, 2 LDAP, 3 OpenID Connect. */
  authType: number;
  allowApi: boolean;
  /** 0 deleted, 1 active. */
  status: number;
  mustChangePassword: boolean;
  version: number;
};

/** The columns of it. */
export const USER_COLUMNS = {
  id: true,
  firstName: true,
  lastName: true,
  email: true,
  username: true,
  authType: true,
  allowApi: true,
  status: true,
  mustChangePassword: true,
  version: true,
} as const;

/** The database, or a transaction on it. */
export type PeopleTables = Pick<
  Database,
  | 'user'
  | 'group'
  | 'membership'
  | 'systemPermission'
  | 'session'
  | 'loginFailure'
  | 'auditEntry'
  | '$executeRaw'
  | '$queryRaw'
>;

/**
 * Lets one change of people and groups happen at a time until the transaction ends: each is checked against
 * what others may do (ranks, locking out), which two at once could get around.
 */
export async function oneAtATime(tx: PeopleTables): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${0x656d756c}::int, 10)`;
}

/** Accounts by user name; of one status, or all. At most 10,000. */
export async function listUsers(db: PeopleTables, status: number | undefined): Promise<StoredUser[]> {
  return db.user.findMany({
    where: status === undefined ? {} : { status },
    orderBy: { username: 'asc' },
    select: USER_COLUMNS,
    take: MOST_USERS,
  });
}

/** An account by its id. */
export async function findUser(db: PeopleTables, id: number): Promise<StoredUser | undefined> {
  return (await db.user.findUnique({ where: { id }, select: USER_COLUMNS })) ?? undefined;
}

/** Accounts by their ids, in no order; those that are not there are left out. */
export async function findUsers(db: PeopleTables, ids: readonly number[]): Promise<StoredUser[]> {
  if (ids.length === 0) return [];
  return db.user.findMany({ where: { id: { in: [...ids] } }, select: USER_COLUMNS });
}

/** An account by its name in any case, deleted ones included. */
export async function findUserByName(db: PeopleTables, username: string): Promise<StoredUser | undefined> {
  // Not by Prisma's insensitive mode, which reads % and _ in the name as wildcards.
  const rows = await db.$queryRaw<Array<{ id: number }>>`
    SELECT id FROM users WHERE lower(username) = lower(${username})`;
  return rows[0] && findUser(db, rows[0].id);
}

export type NewUser = Pick<
  StoredUser,
  'firstName' | 'lastName' | 'email' | 'username' | 'authType' | 'allowApi'
> & {
  mustChangePassword: boolean;
  /** In stored form. */
  password: string;
};

/** Inserts an active account into Normal users; undefined when the name is taken, without regard to case. */
export async function insertUser(db: PeopleTables, fields: NewUser): Promise<StoredUser | undefined> {
  try {
    return await db.user.create({
      data: { ...fields, memberships: { create: { groupId: NORMAL_USERS } } },
      select: USER_COLUMNS,
    });
  } catch (error) {
    if (isTaken(error)) return undefined;
    throw error;
  }
}

/** Changes an account; undefined when the name is taken, without regard to case. */
export async function changeUser(
  db: PeopleTables,
  id: number,
  fields: Partial<Omit<StoredUser, 'id' | 'version'>> & { password?: string; externalId?: null },
): Promise<StoredUser | undefined> {
  try {
    return await db.user.update({
      where: { id },
      data: { ...fields, version: { increment: 1 } },
      select: USER_COLUMNS,
    });
  } catch (error) {
    if (isTaken(error)) return undefined;
    throw error;
  }
}

/** Whether a statement failed because a name is in use. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2002';
}

/** Ends the sessions of a person in the transaction that is the reason; returns how many. */
export async function endSessions(
  db: PeopleTables,
  userId: number,
  except: string | undefined,
): Promise<number> {
  const { count } = await db.session.deleteMany({
    where: { userId, ...(except === undefined ? {} : { id: { not: except } }) },
  });
  return count;
}

/** Lets an account sign in again at once, however often somebody has failed to. */
export async function forgetLoginFailures(db: PeopleTables, username: string): Promise<void> {
  const name = loginName(username);
  await db.$executeRaw`
    DELETE FROM loginfailures WHERE key = ${`user:${name}`} OR starts_with(key, ${`known:${name}@`})`;
}
