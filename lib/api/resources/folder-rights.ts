import type { z } from 'zod';
import type { ApiParts } from '#lib/boot/services.ts';
import type { folderRights } from '#lib/contracts/folder-rights.ts';
import { listGroups } from '#lib/identity/store/groups.ts';
import { countMembers } from '#lib/identity/store/people.ts';
import { parentFolders } from '#lib/paths/image-path.ts';
import { isRemovable } from '#lib/permissions/edit-entry.ts';
import { OPENERS } from '#lib/permissions/explain.ts';
import { listOwnEntries } from '#lib/permissions/store/folder-rights.ts';
import { listCrowds } from '#lib/permissions/store.ts';
import { type Grants, traceAccess } from '#lib/permissions/trace.ts';

/**
 * What every group may do in a folder, and how many people that lets do what.
 * @param mostCrowds kinds of people that are counted, the largest first
 */
export async function folderRightsResource(
  { db, permissions }: Pick<ApiParts, 'db' | 'permissions'>,
  folder: { id: number; path: string },
  mostCrowds: number,
): Promise<z.input<typeof folderRights>> {
  const [groups, members, own, crowds] = await Promise.all([
    listGroups(db),
    countMembers(db),
    listOwnEntries(db, folder.id),
    listCrowds(db, undefined, mostCrowds),
  ]);
  const grants = permissions.grants();
  const reach = new Map<number, number>();
  for (const crowd of crowds) {
    const { access } = traceAccess(crowd, folder.path, grants);
    reach.set(access, (reach.get(access) ?? 0) + crowd.people);
  }
  return {
    folder_id: folder.id,
    path: folder.path,
    groups: groups.map((group) => ({
      group_id: group.id,
      name: group.name,
      group_type: group.groupType,
      members: members.get(group.id) ?? 0,
      overrides: OPENERS.filter((flag) => group.flags.includes(flag)),
      own: own.get(group.id) ?? null,
      inherited: inheritedBy(group.id, folder.path, grants),
      can_reset: isRemovable(folder.path, group.groupType),
    })),
    reach: [...reach].map(([access, people]) => ({ access, people })).sort((a, b) => b.access - a.access),
    anonymous: traceAccess({ groupIds: [], administersFiles: false }, folder.path, grants).access,
  };
}

/** The entry of a group on the nearest folder above. */
function inheritedBy(
  groupId: number,
  path: string,
  grants: Grants,
): { access: number; folder: string } | null {
  for (const folder of parentFolders(path).slice(1)) {
    const access = grants.get(folder)?.get(groupId);
    if (access !== undefined) return { access, folder };
  }
  return null;
}
