import { PUBLIC_GROUP } from './levels.ts';
import { type Grants, type Subject, traceAccess } from './trace.ts';

/** Where in the tree of folders somebody has a level, without naming every folder. */
export type Regions = {
  /** Whether the level is there at the root, and below it up to the next turn. */
  root: boolean;
  /** Folders at which it begins or ends, for them and all below, up to the next turn. Sorted. */
  turns: readonly string[];
};

/** Where a person has at least this level. Levels change only at folders with an entry. */
export function regionsOf(subject: Subject, grants: Grants, level: number): Regions {
  const reaches = (folder: string) => traceAccess(subject, folder, grants).access >= level;
  if (subject.administersFiles) return { root: true, turns: [] };
  const root = reaches('/');
  const groups = [PUBLIC_GROUP, ...subject.groupIds];
  const turns: string[] = [];
  for (const [folder, onFolder] of grants) {
    if (folder === '/' || !groups.some((group) => onFolder.has(group))) continue;
    const above = folder.slice(0, folder.lastIndexOf('/')) || '/';
    if (reaches(folder) !== reaches(above)) turns.push(folder);
  }
  return { root, turns: turns.sort() };
}
