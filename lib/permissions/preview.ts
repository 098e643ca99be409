import { PUBLIC_GROUP } from './levels.ts';
import type { Crowd } from './store.ts';
import { type Grants, type Subject, traceAccess } from './trace.ts';

/** Folders that a preview looks at, and kinds of people. */
const MOST_FOLDERS = 200;
export const MOST_CROWDS = 500;

/** How many people go from one level to another; `people` of the Public group counts those signed in. */
type Shift = { before: number; after: number; people: number };

export type Preview = {
  /** Active people that the change is about. */
  people: number;
  /** The folder itself, and those below it with entries of their own where somebody's level changes. */
  folders: Array<{
    path: string;
    shifts: Shift[];
    /** For those who are not signed in. */
    anonymous: { before: number; after: number };
  }>;
  /** Whether there is more than was looked at. */
  truncated: boolean;
};

const ANONYMOUS: Subject = { groupIds: [], administersFiles: false };

/**
 * What a change of one entry would do, before it is made.
 *
 * @param change the entry's new level, undefined when it goes and the folder inherits
 * @param crowds the people it is about
 */
export function previewChange(
  grants: Grants,
  change: { folder: string; groupId: number; access: number | undefined },
  crowds: readonly Crowd[],
): Preview {
  const { folder, groupId, access } = change;
  const changed = withEntry(grants, folder, groupId, access);
  const prefix = folder === '/' ? '/' : `${folder}/`;
  const below = [...grants.keys()].filter((path) => path !== folder && path.startsWith(prefix)).sort();
  const folders = [folder, ...below.slice(0, MOST_FOLDERS)].map((path) => {
    const shifts = new Map<string, Shift>();
    for (const crowd of crowds) {
      const before = traceAccess(crowd, path, grants).access;
      const after = traceAccess(crowd, path, changed).access;
      const shift = shifts.get(`${before} ${after}`) ?? { before, after, people: 0 };
      shift.people += crowd.people;
      shifts.set(`${before} ${after}`, shift);
    }
    return {
      path,
      shifts: [...shifts.values()].sort((a, b) => a.before - b.before || a.after - b.after),
      anonymous: {
        before: traceAccess(ANONYMOUS, path, grants).access,
        after: traceAccess(ANONYMOUS, path, changed).access,
      },
    };
  });
  return {
    people: crowds.reduce((sum, crowd) => sum + crowd.people, 0),
    folders: folders.filter(
      ({ path, shifts, anonymous }) =>
        path === folder ||
        anonymous.before !== anonymous.after ||
        shifts.some(({ before, after }) => before !== after),
    ),
    truncated: below.length > MOST_FOLDERS || crowds.length >= MOST_CROWDS,
  };
}

/** Whose levels a change of a group's entry can touch: everybody's when it is the Public group. */
export function groupConcerned(groupId: number): number[] | undefined {
  return groupId === PUBLIC_GROUP ? undefined : [groupId];
}

function withEntry(grants: Grants, folder: string, groupId: number, access: number | undefined): Grants {
  const onFolder = new Map(grants.get(folder));
  if (access === undefined) onFolder.delete(groupId);
  else onFolder.set(groupId, access);
  return new Map(grants).set(folder, onFolder);
}
