import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';

const ACTIVE = 1;
const NORMAL_USERS = 2;
const OPENID_CONNECT = 3;

/** The account that belongs to a person of an OpenID provider, deleted ones included. */
export async function findByExternalId(
  db: Database,
  externalId: string,
): Promise<{ id: number; username: string; status: number } | undefined> {
  const found = await db.user.findUnique({
    where: { externalId },
    select: { id: true, username: true, status: true },
  });
  return found ?? undefined;
}

/**
 * Gives the only active account of this e-mail address to a person of an OpenID provider, unless it belongs to one
 * already. Returns its id; undefined when there is no such account, or more than one.
 */
export async function linkByEmail(
  db: Database,
  actor: Actor,
  email: string,
  externalId: string,
): Promise<number | undefined> {
  return db.$transaction(async (tx) => {
    // Not by Prisma's insensitive mode, which reads % and _ in the address as wildcards.
    const rows = await tx.$queryRaw<Array<{ id: number; username: string; externalId: string | null }>>`
      SELECT id, username, external_id AS "externalId" FROM users
      WHERE lower(email) = lower(${email}) AND status = ${ACTIVE} FOR NO KEY UPDATE`;
    const [only] = rows;
    if (!only || rows.length > 1 || only.externalId !== null) return undefined;
    await tx.user.update({ where: { id: only.id }, data: { externalId, version: { increment: 1 } } });
    await recordAudit(tx, actor, {
      action: 'user.link',
      objectType: 'user',
      objectId: only.id,
      objectName: only.username,
      details: { through: 'single sign-on', externalId },
    });
    return only.id;
  });
}

/** Creates an account; undefined when its name or the person has been taken in between. */
export async function createOidcAccount(
  db: Database,
  actor: Actor,
  person: {
    username: string;
    firstName: string;
    lastName: string;
    email: string;
    password: string;
    externalId: string;
  },
): Promise<number | undefined> {
  try {
    return await db.$transaction(async (tx) => {
      const { id, username, firstName, lastName, email } = await tx.user.create({
        data: { ...person, authType: OPENID_CONNECT, memberships: { create: { groupId: NORMAL_USERS } } },
      });
      await recordAudit(tx, actor, {
        action: 'user.create',
        objectType: 'user',
        objectId: id,
        objectName: username,
        details: { through: 'single sign-on', after: { username, firstName, lastName, email } },
      });
      return id;
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'P2002') return undefined;
    throw error;
  }
}

/** Names of accounts, in lower case, that are this one or this one with a number behind it. */
export async function takenNames(db: Database, username: string): Promise<ReadonlySet<string>> {
  const rows = await db.$queryRaw<Array<{ name: string }>>`
    SELECT lower(username) AS name FROM users
    WHERE lower(username) = lower(${username})
      OR starts_with(lower(username), lower(${`${username}-`}))`;
  return new Set(rows.map(({ name }) => name));
}
