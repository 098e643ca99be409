import { FLAGS, type Flag, type Principal } from './principal.ts';

/** What decides how far somebody's orders about people and groups go. A principal is one. */
export type Authority = Pick<Principal, 'userId' | 'flags'>;

/** Whoever runs commands on the server itself. */
export const OPERATOR: Authority = { userId: undefined, flags: new Set(FLAGS) };

/** Flags that put people beyond the reach of administrators who lack them. */
const RANKS: readonly Flag[] = ['admin_permissions', 'admin_all'];

/**
 * Whether somebody holds a rank that the other one lacks. Without this, a user administrator could set a
 * super user's password and become one (open in the original).
 */
export function outranks(flags: ReadonlySet<Flag>, by: Authority): boolean {
  return RANKS.some((flag) => flags.has(flag) && !by.flags.has(flag));
}
