import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';

/** Sessions that one person may have; the oldest goes. */
const MOST_SESSIONS = 50;

const ACTIVE = 1;

export type NewSession = {
  id: string;
  userId: number;
  method: string;
  address: string;
  userAgent: string;
  now: Date;
  expiresAt: Date;
};

/**
 * Writes a session down, with an audit entry, and ends those of the person that are too many or over.
 * Returns how many were ended before their time; undefined when there is no such active account.
 */
export async function createSession(db: Database, session: NewSession): Promise<number | undefined> {
  const { now, ...row } = session;
  const address = row.address.slice(0, 64);
  return db.$transaction(async (tx) => {
    // Locked, so that sessions that begin at the same time count each other.
    const people = await tx.$queryRaw<Array<{ username: string; status: number }>>`
      SELECT username, status FROM users WHERE id = ${row.userId} FOR NO KEY UPDATE`;
    const [person] = people;
    if (person?.status !== ACTIVE) return undefined;
    await tx.session.deleteMany({ where: { userId: row.userId, expiresAt: { lte: now } } });
    const surplus = await tx.session.findMany({
      where: { userId: row.userId },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: MOST_SESSIONS - 1,
      select: { id: true },
    });
    if (surplus.length > 0) {
      await tx.session.deleteMany({ where: { id: { in: surplus.map(({ id }) => id) } } });
    }
    await tx.session.create({
      data: {
        ...row,
        address,
        userAgent: Array.from(row.userAgent).slice(0, 300).join(''),
        createdAt: now,
        lastSeenAt: now,
      },
    });
    const actor = {
      userId: row.userId,
      username: person.username,
      via: 'session',
      address,
      requestId: '',
    } as const;
    await recordAudit(tx, actor, {
      action: 'session.create',
      objectType: 'session',
      objectId: row.id,
      objectName: person.username,
      details: { method: row.method },
    });
    return surplus.length;
  });
}

/** Returns how many were ended: all of a person but `except`, or the one named. */
export async function deleteSessions(
  db: Database,
  which: { id: string } | { userId: number; except: string | undefined },
): Promise<number> {
  const where =
    'id' in which
      ? { id: which.id }
      : { userId: which.userId, ...(which.except === undefined ? {} : { id: { not: which.except } }) };
  return (await db.session.deleteMany({ where })).count;
}

/** The sessions of a person that are not over, the one used last first. */
export async function findSessions(db: Database, userId: number, now: Date) {
  return db.session.findMany({
    where: { userId, expiresAt: { gt: now } },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
    select: {
      id: true,
      method: true,
      address: true,
      userAgent: true,
      createdAt: true,
      lastSeenAt: true,
      expiresAt: true,
    },
  });
}

/** Removes the sessions that were over before a time; returns how many. */
export async function forgetOldSessions(db: Database, before: Date): Promise<number> {
  return (await db.session.deleteMany({ where: { expiresAt: { lt: before } } })).count;
}
