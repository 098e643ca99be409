import type { Database } from '#lib/db/client.ts';
import { createSnapshot } from '#lib/db/snapshot.ts';
import { forbidden } from '#lib/errors/error.ts';
import { loadGrants } from './store.ts';
import { type Subject, traceAccess } from './trace.ts';

export type Permissions = {
  /** Throws forbidden unless the person has at least this level on the folder. */
  require(subject: Subject, folder: string, level: number): void;
  /** See Snapshot.refresh; to be awaited before `require`. */
  refresh(epoch: number): Promise<void> | undefined;
};

/** Folder rights, answered from memory. */
export function createPermissions(db: Database, onError: (error: unknown) => void): Permissions {
  const grants = createSnapshot(() => loadGrants(db), onError);
  return {
    refresh: grants.refresh,
    require(subject, folder, level) {
      const { access } = traceAccess(subject, folder, grants.current());
      if (access < level) throw forbidden(`level ${level} needed on ${folder}, has ${access}`);
    },
  };
}
