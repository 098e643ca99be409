import type { Database } from '#lib/db/client.ts';

/** Removes the personal tokens that expired before a time; returns how many. */
export async function forgetExpiredTokens(db: Database, before: Date): Promise<number> {
  return (await db.personalToken.deleteMany({ where: { expiresAt: { lt: before } } })).count;
}
