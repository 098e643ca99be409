import type { z } from 'zod';
import type { ApiParts } from '#lib/boot/services.ts';
import type { permissionImpact } from '#lib/contracts/folder-rights.ts';
import type { Principal } from '#lib/identity/principal.ts';
import { groupsConcerned, impactOf, regionPaths, regionsFrom } from '#lib/permissions/impact.ts';
import { countFoldersWithin, listPeopleInCrowds } from '#lib/permissions/store/folder-rights.ts';
import { listCrowds } from '#lib/permissions/store.ts';

/** People that are named. */
const MOST_PEOPLE = 100;

/**
 * What changes of a folder's entries would do, with the names of those concerned.
 * @param levels new levels by group id; undefined where the entry goes
 */
export async function impactResource(
  { db, permissions }: Pick<ApiParts, 'db' | 'permissions'>,
  caller: Principal,
  folder: { id: number; path: string },
  levels: ReadonlyMap<number, number | undefined>,
  mostCrowds: number,
): Promise<z.input<typeof permissionImpact>> {
  const change = { folder: folder.path, levels };
  const grants = permissions.grants();
  const { paths, truncated } = regionPaths(grants, change);
  const [crowds, within] = await Promise.all([
    listCrowds(db, groupsConcerned(change), mostCrowds),
    countFoldersWithin(db, paths),
  ]);
  const impact = impactOf(grants, change, crowds, regionsFrom(paths, within));
  const turns = new Map(impact.concerned.map(({ crowd, ...turn }) => [crowd.groupIds.join(','), turn]));
  const people = await listPeopleInCrowds(
    db,
    impact.concerned.map(({ crowd }) => crowd),
    MOST_PEOPLE,
  );
  const self = { groupIds: caller.groupIds, administersFiles: caller.administersFiles, people: 1 };
  const [region] = regionsFrom([folder.path], [1]);
  const own = impactOf(grants, change, [{ ...self, groupIds: [...self.groupIds] }], region ? [region] : []);
  const [you] = own.concerned;
  return {
    folder_id: folder.id,
    path: folder.path,
    effects: impact.effects,
    anonymous: impact.anonymous,
    folders: impact.regions,
    people: people.flatMap(({ id, username, firstName, lastName, groupIds }) => {
      const turn = turns.get(groupIds.join(','));
      return turn ? [{ id, username, name: `${firstName} ${lastName}`.trim(), ...turn }] : [];
    }),
    people_total: impact.concerned.reduce((sum, { crowd }) => sum + crowd.people, 0),
    you: you ? { before: you.before, after: you.after } : null,
    truncated: truncated || crowds.length >= mostCrowds,
  };
}
