import type { Database } from '#lib/db/client.ts';
import { generatePassword, hashPassword } from './password.ts';
import { createFirstAdmin, hasFirstAdmin } from './store/first-admin.ts';

const USERNAME = 'admin';

/**
 * Makes sure that there is a first administrator.
 * @param preset the operator's choice of password; else one is generated and must be changed at first login
 * @returns what to tell the operator, only when the account was created by this call. `password` is set
 *   only when it was generated: a preset one is known and must not be printed.
 */
export async function ensureFirstAdmin(
  db: Database,
  preset: string | undefined,
): Promise<{ username: string; password: string | undefined } | undefined> {
  if (await hasFirstAdmin(db)) return undefined;
  const password = preset ?? generatePassword();
  const created = await createFirstAdmin(db, USERNAME, await hashPassword(password), preset === undefined);
  return created ? { username: USERNAME, password: preset === undefined ? password : undefined } : undefined;
}
