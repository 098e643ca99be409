import type { Database } from '#lib/db/client.ts';

/** Failures under one key, and the seconds since the time they count from. */
export type FailureCount = { key: string; failures: number; age: number };

/** Keys of an account from an address that it has signed in from; they are kept longer. */
export const KNOWN = 'known:';

/** Seconds after which failures have faded whatever their number. */
const FADED = 3600;

/** By the clock of the database, which all nodes share. */
export async function countFailures(db: Database, keys: readonly string[]): Promise<FailureCount[]> {
  return db.$queryRaw<FailureCount[]>`
    SELECT key, failures, greatest(0, extract(epoch FROM now() - last_at))::float8 AS age
    FROM loginfailures WHERE key = ANY(${keys})`;
}

/**
 * Counts a failure. One fades every `fadeSeconds`; the time the rest counts from moves on by whole steps so
 * that nothing of it is lost. Never more than `limit` are kept, so that nobody is kept waiting for longer
 * than one takes to fade.
 */
export async function addFailure(
  db: Database,
  key: string,
  { limit, fadeSeconds }: { limit: number; fadeSeconds: number },
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO loginfailures AS f (key, failures, last_at) VALUES (${key}, 1, now())
    ON CONFLICT (key) DO UPDATE SET (failures, last_at) = (
      SELECT
        CASE WHEN faded >= f.failures THEN 1 ELSE least(${limit}::int, f.failures - faded + 1) END,
        CASE WHEN faded >= f.failures THEN now()
          ELSE f.last_at + faded * make_interval(secs => ${fadeSeconds}::float8) END
      FROM (
        SELECT floor(greatest(0, extract(epoch FROM now() - f.last_at)) / ${fadeSeconds}::float8)::int AS faded
      ) past
    )`;
}

/** Forgets the failures of an account and remembers the address that it signed in from. */
export async function forgiveFailures(db: Database, account: string, known: string): Promise<void> {
  await db.loginFailure.deleteMany({ where: { key: account } });
  // Written only when it says something new: programs ask for tokens all the time.
  await db.$executeRaw`
    INSERT INTO loginfailures AS f (key, failures, last_at) VALUES (${known}, 0, now())
    ON CONFLICT (key) DO UPDATE SET failures = 0, last_at = now()
    WHERE f.failures > 0 OR f.last_at < now() - interval '1 day'`;
}

/**
 * For housekeeping: removes failures that have faded, and addresses that accounts have not signed in from
 * since `before` (some weeks ago). Returns how many rows went.
 */
export async function forgetOldLoginFailures(db: Database, before: Date): Promise<number> {
  return db.$executeRaw`
    DELETE FROM loginfailures
    WHERE last_at < ${before}
      OR (key NOT LIKE ${`${KNOWN}%`} AND last_at < now() - make_interval(secs => ${FADED}))`;
}
