import { badRequest } from '#lib/errors/error.ts';
import { FIRST_ADMIN } from './account-rules.ts';
import type { Authority } from './authority.ts';
import type { Flag } from './principal.ts';
import { flagsOf } from './store/groups.ts';
import type { PeopleTables } from './store/users.ts';

/**
 * Carries out a change of groups, and throws 400 when it takes the administration of people away from whoever makes
 * it, or that of people or of rights from the first administrator (contract of the original). The caller's
 * transaction is then rolled back. What somebody had lost before does not count against the change.
 */
export async function withoutLockingOut<T>(
  tx: PeopleTables,
  by: Authority,
  change: () => Promise<T>,
): Promise<T> {
  const guarded: Array<{ id: number; needed: readonly Flag[]; who: string }> = [
    { id: FIRST_ADMIN, needed: ['admin_users', 'admin_permissions'], who: 'the first administrator' },
  ];
  if (by.userId !== undefined) guarded.unshift({ id: by.userId, needed: ['admin_users'], who: 'you' });
  const before: Array<ReadonlySet<Flag>> = [];
  for (const { id } of guarded) before.push(await flagsOf(tx, id));
  const result = await change();
  for (const [at, { id, needed, who }] of guarded.entries()) {
    const after = await flagsOf(tx, id);
    const lost = needed.filter((flag) => before[at]?.has(flag) && !after.has(flag));
    if (lost.length > 0) throw badRequest(`this would lock ${who} out of administration`);
  }
  return result;
}
