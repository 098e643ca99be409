import type { Client } from 'pg';
import type { Storage } from '#lib/storage/storage.ts';
import { inParallel } from './in-parallel.ts';
import { followDisk } from './store/folder-revival.ts';

/** Files looked at on the disk at the same time. */
const LOOKS_AT_ONCE = 32;

/** Makes rows of a tree active or ends them, as the disk has their files or not; within the client's transaction. */
export async function followFiles(client: Client, storage: Storage, path: string): Promise<void> {
  await followDisk(client, path, (kind, rows) =>
    inParallel(LOOKS_AT_ONCE, rows, async (row) =>
      kind === 'folder' ? storage.hasFolder(row.path.slice(1)) : (await storage.stat(row.path)) !== undefined,
    ),
  );
}
