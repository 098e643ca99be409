import type { Database } from '#lib/db/client.ts';
import { createSnapshot } from '#lib/db/snapshot.ts';
import { forbidden } from '#lib/errors/error.ts';
import { LEVEL, PUBLIC_GROUP } from './levels.ts';
import { loadGrants } from './store.ts';
import { type Grants, type Subject, type Trace, traceAccess } from './trace.ts';

export type Permissions = {
  /** See Snapshot.refresh; to be awaited before the others. */
  refresh(epoch: number): Promise<void> | undefined;
  /** Level that a person has on a folder (path with a leading slash), 0 to 70. */
  level(subject: Subject, folder: string): number;
  /** The highest level that a person may have on any folder: what is above it needs no look at a folder. */
  highest(subject: Subject): number;
  /** Throws forbidden unless the person has at least this level on the folder. */
  require(subject: Subject, folder: string, level: number): void;
  /** How a level comes about. */
  trace(subject: Subject, folder: string): Trace;
  /** Entries by folder and group as they are now. */
  grants(): Grants;
};

/** Decisions remembered for one person; beyond that they are worked out again. */
const MAX_REMEMBERED = 10_000;

/** Folder rights, answered from memory. */
export function createPermissions(db: Database, onError: (error: unknown) => void): Permissions {
  const grants = createSnapshot(() => loadGrants(db), onError);
  // By the objects themselves: when rights change the grants are another object, when a person changes the subject is.
  let remembered = new WeakMap<Subject, Map<string, number>>();
  let settled: Grants | undefined;

  function level(subject: Subject, folder: string): number {
    const current = grants.current();
    if (current !== settled) {
      settled = current;
      remembered = new WeakMap();
    }
    let known = remembered.get(subject);
    if (!known) {
      known = new Map();
      remembered.set(subject, known);
    }
    let access = known.get(folder);
    if (access === undefined) {
      access = traceAccess(subject, folder, current).access;
      if (known.size >= MAX_REMEMBERED) known.clear();
      known.set(folder, access);
    }
    return access;
  }

  function highest(subject: Subject): number {
    if (subject.administersFiles) return LEVEL.deleteFolder;
    const groups = [PUBLIC_GROUP, ...subject.groupIds];
    let most: number = LEVEL.none;
    for (const onFolder of grants.current().values()) {
      for (const group of groups) most = Math.max(most, onFolder.get(group) ?? LEVEL.none);
    }
    return most;
  }

  return {
    refresh: grants.refresh,
    level,
    highest,
    require(subject, folder, needed) {
      const access = level(subject, folder);
      if (access < needed) throw forbidden(`level ${needed} needed on ${folder}, has ${access}`);
    },
    trace: (subject, folder) => traceAccess(subject, folder, grants.current()),
    grants: grants.current,
  };
}
