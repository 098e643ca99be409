import type { Database } from '#lib/db/client.ts';
import { Prisma } from '../../../prisma/generated/client.ts';

/** A person as the database has them at this moment, with what their groups grant. */
export type Person = {
  userId: number;
  username: string;
  /** 0 deleted, 1 active. */
  status: number;
  allowApi: boolean;
  mustChangePassword: boolean;
  /** The stored form. */
  password: string;
  groupIds: number[];
  folios: boolean;
  reports: boolean;
  adminUsers: boolean;
  adminFiles: boolean;
  adminFolios: boolean;
  adminPermissions: boolean;
  adminAll: boolean;
};

/** One person in one statement, since it is asked for by each request that is not known yet. */
const PERSON = Prisma.sql`
  u.id AS "userId", u.username, u.status, u.allow_api AS "allowApi",
  u.must_change_password AS "mustChangePassword", u.password, g.*
  FROM users u CROSS JOIN LATERAL (
    SELECT
      coalesce(array_agg(m.group_id ORDER BY m.group_id), '{}') AS "groupIds",
      coalesce(bool_or(s.folios), false) AS folios,
      coalesce(bool_or(s.reports), false) AS reports,
      coalesce(bool_or(s.admin_users), false) AS "adminUsers",
      coalesce(bool_or(s.admin_files), false) AS "adminFiles",
      coalesce(bool_or(s.admin_folios), false) AS "adminFolios",
      coalesce(bool_or(s.admin_permissions), false) AS "adminPermissions",
      coalesce(bool_or(s.admin_all), false) AS "adminAll"
    FROM usergroups m LEFT JOIN syspermissions s ON s.group_id = m.group_id
    WHERE m.user_id = u.id
  ) g`;

/** undefined when there is no such id. */
export async function loadPerson(db: Database, userId: number): Promise<Person | undefined> {
  const rows = await db.$queryRaw<Person[]>`SELECT ${PERSON} WHERE u.id = ${userId}`;
  return rows[0];
}

/** A session with its person; undefined when it has ended. */
export async function loadSession(
  db: Database,
  sessionId: string,
): Promise<(Person & { lastSeenAt: Date; expiresAt: Date }) | undefined> {
  const rows = await db.$queryRaw<Array<Person & { lastSeenAt: Date; expiresAt: Date }>>`
    SELECT t.last_seen_at AS "lastSeenAt", t.expires_at AS "expiresAt", ${PERSON}
    JOIN sessions t ON t.user_id = u.id
    WHERE t.id = ${sessionId}::uuid`;
  return rows[0];
}

type TokenOwner = Person & {
  tokenId: number;
  scopes: string[];
  lastUsedAt: Date | null;
  expiresAt: Date | null;
};

/** A personal token, by its hash, with its person; undefined when it was revoked. */
export async function loadTokenOwner(db: Database, hash: string): Promise<TokenOwner | undefined> {
  const rows = await db.$queryRaw<TokenOwner[]>`
    SELECT t.id AS "tokenId", t.scopes, t.last_used_at AS "lastUsedAt", t.expires_at AS "expiresAt", ${PERSON}
    JOIN personaltokens t ON t.user_id = u.id
    WHERE t.hash = ${hash}`;
  return rows[0];
}

/** Notes that a session is in use, unless another node has since `before`. */
export async function touchSession(db: Database, id: string, now: Date, before: Date): Promise<void> {
  await db.session.updateMany({ where: { id, lastSeenAt: { lt: before } }, data: { lastSeenAt: now } });
}

/** Notes that a personal token is in use, unless another node has since `before`. */
export async function touchToken(
  db: Database,
  id: number,
  use: { now: Date; before: Date; address: string },
): Promise<void> {
  await db.personalToken.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: use.before } }] },
    data: { lastUsedAt: use.now, lastAddress: use.address.slice(0, 64) },
  });
}
