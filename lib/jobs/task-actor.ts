import { type Actor, SYSTEM } from '#lib/audit/audit.ts';
import type { Database } from '#lib/db/client.ts';
import { findUsers } from '#lib/identity/store/users.ts';

/** Who a task acts for, as the audit log names them. */
export async function taskActor(db: Database, userId: number | null): Promise<Actor> {
  if (userId === null) return SYSTEM;
  const [user] = await findUsers(db, [userId]);
  return { ...SYSTEM, userId, username: user?.username ?? '' };
}
