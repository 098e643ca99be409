import { FLAGS, type Flag, type Principal } from './principal.ts';
import type { Person } from './store/callers.ts';

/** Flags that follow from what groups were given: admin_all means all, admin_folios means folios. */
export function effectiveFlags(granted: Iterable<Flag>): ReadonlySet<Flag> {
  const flags = new Set(granted);
  if (flags.has('admin_all')) return new Set(FLAGS);
  if (flags.has('admin_folios')) flags.add('folios');
  return flags;
}

/** What permissions need to know of a person. */
export function principalOf(person: Person): Principal {
  const granted: Record<Flag, boolean> = {
    folios: person.folios,
    reports: person.reports,
    admin_users: person.adminUsers,
    admin_files: person.adminFiles,
    admin_folios: person.adminFolios,
    admin_permissions: person.adminPermissions,
    admin_all: person.adminAll,
  };
  const flags = effectiveFlags(FLAGS.filter((flag) => granted[flag]));
  return {
    userId: person.userId,
    username: person.username,
    groupIds: person.groupIds,
    flags,
    administersFiles: flags.has('admin_files'),
  };
}

/** Whether two principals are the same person with the same rights. */
export function isSamePrincipal(a: Principal, b: Principal): boolean {
  return (
    a.userId === b.userId &&
    a.username === b.username &&
    a.groupIds.length === b.groupIds.length &&
    a.groupIds.every((id, at) => id === b.groupIds[at]) &&
    a.flags.size === b.flags.size &&
    [...a.flags].every((flag) => b.flags.has(flag))
  );
}
