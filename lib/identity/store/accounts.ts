import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';

export type Account = {
  id: number;
  username: string;
  password: string;
  /** 1 password, 2 LDAP, 3 OpenID Connect. */
  authType: number;
  allowApi: boolean;
  status: number;
  mustChangePassword: boolean;
};

const NORMAL_USERS = 2;
const LDAP = 2;

/** The account of a name in any case, deleted ones included. */
export async function findAccount(db: Database, username: string): Promise<Account | undefined> {
  // Not by Prisma's insensitive mode, which reads % and _ in the name as wildcards.
  const rows = await db.$queryRaw<Account[]>`
    SELECT id, username, password, auth_type AS "authType", allow_api AS "allowApi", status,
      must_change_password AS "mustChangePassword"
    FROM users WHERE lower(username) = lower(${username})`;
  return rows[0];
}

/** The stored password of an account; undefined when there is none of this id. */
export async function findStoredPassword(db: Database, userId: number): Promise<string | undefined> {
  return (await db.user.findUnique({ where: { id: userId }, select: { password: true } }))?.password;
}

/**
 * Puts a better hash of the same password in place, unless it was changed in between. The version of the
 * row stays: nothing that anybody can see has changed.
 */
export async function replaceHash(
  db: Database,
  userId: number,
  before: string,
  after: string,
): Promise<void> {
  await db.user.updateMany({ where: { id: userId, password: before }, data: { password: after } });
}

/**
 * Creates the account of somebody whom the directory knows, with an audit entry. Returns it, or the one of
 * that name that came in between.
 */
export async function createDirectoryAccount(
  db: Database,
  person: { username: string; firstName: string; lastName: string; password: string; address: string },
): Promise<Account> {
  const { address, ...names } = person;
  try {
    return await db.$transaction(async (tx) => {
      const user = await tx.user.create({
        data: { ...names, email: '', authType: LDAP, memberships: { create: { groupId: NORMAL_USERS } } },
      });
      const { username } = user;
      await recordAudit(
        tx,
        { userId: user.id, username, via: 'none', address, requestId: '' },
        {
          action: 'user.create',
          objectType: 'user',
          objectId: user.id,
          objectName: username,
          details: {
            through: 'login',
            after: { username, firstName: user.firstName, lastName: user.lastName },
          },
        },
      );
      return user;
    });
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'P2002';
    const account = taken ? await findAccount(db, person.username) : undefined;
    if (account) return account;
    throw error;
  }
}
