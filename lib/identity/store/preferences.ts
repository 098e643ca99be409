import { type Preferences, readPreferences } from '#lib/contracts/preferences.ts';
import type { Database } from '#lib/db/client.ts';

/** What a page says of who looks at it. */
export type Profile = { firstName: string; lastName: string; preferences: Preferences };

/** Name and preferences of an account; undefined when there is none. */
export async function readProfile(db: Database, userId: number): Promise<Profile | undefined> {
  const row = await db.user.findUnique({
    where: { id: userId },
    select: { firstName: true, lastName: true, preferences: true },
  });
  return row ? { ...row, preferences: readPreferences(row.preferences) } : undefined;
}

/** Stores some preferences and leaves the others as they are. Returns all of them; undefined without an account. */
export async function savePreferences(
  db: Database,
  userId: number,
  changed: Partial<Preferences>,
): Promise<Preferences | undefined> {
  // In one statement: two windows of one person may save at once.
  const rows = await db.$queryRaw<Array<{ preferences: unknown }>>`
    UPDATE users SET preferences = preferences || ${JSON.stringify(changed)}::jsonb
    WHERE id = ${userId}::int RETURNING preferences`;
  const row = rows[0];
  return row && readPreferences(row.preferences);
}
