import type { z } from 'zod';
import type { group as shape } from '#lib/contracts/resources.ts';
import { FLAGS, type Flag } from '#lib/identity/principal.ts';
import type { StoredGroup } from '#lib/identity/store/groups.ts';

/** A group as the API shows it, without its members. */
export function groupResource(group: StoredGroup): z.input<typeof shape> {
  const flags = Object.fromEntries(FLAGS.map((flag) => [flag, group.flags.includes(flag)]));
  return {
    id: group.id,
    name: group.name,
    description: group.description,
    group_type: group.groupType,
    permissions: { group_id: group.id, ...(flags as Record<Flag, boolean>) },
  };
}
