import { parentFolders } from '#lib/paths/image-path.ts';
import { LEVEL, PUBLIC_GROUP } from './levels.ts';

/** The part of a principal that decides about folders. */
export type Subject = {
  /** Own groups; the Public group counts for everybody and need not be listed. */
  groupIds: readonly number[];
  /** File administrators and super users pass everywhere. */
  administersFiles: boolean;
};

/** Access by folder path, then by group id. */
export type Grants = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** What one group contributes: its entry on the folder nearest to the one asked for. */
type TraceEntry = { groupId: number; folder: string; access: number };

/** A decision with everything that led to it. */
export type Trace = { access: number; administrator: boolean; entries: readonly TraceEntry[] };

/**
 * How a person's access to a folder comes about. Each group counts with its nearest entry on the way up
 * from the folder to the root; the highest of them wins (contract of the original). No entry at all means
 * no access.
 */
export function traceAccess(subject: Subject, folder: string, grants: Grants): Trace {
  const open = new Set<number>([PUBLIC_GROUP, ...subject.groupIds]);
  const entries: TraceEntry[] = [];
  for (const path of parentFolders(folder)) {
    const onFolder = grants.get(path);
    if (!onFolder) continue;
    for (const groupId of open) {
      const access = onFolder.get(groupId);
      if (access === undefined) continue;
      entries.push({ groupId, folder: path, access });
      open.delete(groupId);
    }
    if (open.size === 0) break;
  }
  const granted = entries.reduce<number>((highest, entry) => Math.max(highest, entry.access), LEVEL.none);
  return {
    access: subject.administersFiles ? LEVEL.deleteFolder : granted,
    administrator: subject.administersFiles,
    entries,
  };
}
