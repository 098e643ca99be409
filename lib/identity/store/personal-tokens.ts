import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';
import { conflict, notFound, refused } from '#lib/errors/error.ts';

/** Tokens that one person may have. */
const MOST_TOKENS = 100;

const ACTIVE = 1;

/** What may be shown of a token: not the token, not its hash. */
const SHOWN = {
  id: true,
  name: true,
  hint: true,
  scopes: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  lastAddress: true,
} as const;

export type PersonalTokenRow = {
  id: number;
  name: string;
  hint: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  lastAddress: string;
};

/**
 * Writes a token down. Throws notFound for an unknown person, refused when the account may not use the API,
 * conflict when there are too many tokens.
 */
export async function createTokenRow(
  db: Database,
  actor: Actor,
  data: {
    userId: number;
    name: string;
    hash: string;
    hint: string;
    scopes: string[];
    expiresAt: Date | null;
  },
): Promise<PersonalTokenRow> {
  return db.$transaction(async (tx) => {
    // Locked, so that tokens made at the same time count each other.
    const people = await tx.$queryRaw<Array<{ username: string; status: number; allowApi: boolean }>>`
      SELECT username, status, allow_api AS "allowApi" FROM users
      WHERE id = ${data.userId} FOR NO KEY UPDATE`;
    const [person] = people;
    if (!person) throw notFound(`There is no user ${data.userId}.`);
    if (person.status !== ACTIVE || !person.allowApi) {
      throw refused('This account may not use the API; an administrator can allow it.');
    }
    if ((await tx.personalToken.count({ where: { userId: data.userId } })) >= MOST_TOKENS) {
      throw conflict(`There are ${MOST_TOKENS} tokens already; revoke one first.`);
    }
    const row = await tx.personalToken.create({ data, select: SHOWN });
    await recordAudit(tx, actor, {
      action: 'token.create',
      objectType: 'token',
      objectId: row.id,
      objectName: row.name,
      details: {
        userId: data.userId,
        username: person.username,
        scopes: row.scopes,
        expiresAt: row.expiresAt,
      },
    });
    return row;
  });
}

/** The tokens of a person, the newest first. */
export async function findTokens(db: Database, userId: number): Promise<PersonalTokenRow[]> {
  return db.personalToken.findMany({ where: { userId }, orderBy: { id: 'desc' }, select: SHOWN });
}

/** Throws notFound unless the person has this token. */
export async function deleteToken(db: Database, actor: Actor, userId: number, id: number): Promise<void> {
  await db.$transaction(async (tx) => {
    const row = await tx.personalToken.findFirst({
      where: { id, userId },
      select: { name: true, hint: true, user: { select: { username: true } } },
    });
    const { count } = await tx.personalToken.deleteMany({ where: { id, userId } });
    if (!row || count === 0) throw notFound(`There is no token ${id}.`);
    await recordAudit(tx, actor, {
      action: 'token.delete',
      objectType: 'token',
      objectId: id,
      objectName: row.name,
      details: { userId, username: row.user.username, hint: row.hint },
    });
  });
}
