import type { Database } from '#lib/db/client.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { lockFolder } from './store/folders.ts';
import { endFolder } from './store/sync.ts';

/** Statements that end images of a vanished folder while somebody waits; each some thousands. */
const MOST_STATEMENTS = 100;

/** Marks a folder that has vanished as deleted, with everything below it; nothing happens while it is there. */
export async function endVanished(
  { db, storage }: { db: Database; storage: Storage },
  path: string,
): Promise<void> {
  // A move of the folder that is just being committed is waited for.
  const known = await db.$transaction((tx) => lockFolder(tx, path));
  if (!known || (await storage.hasFolder(path.slice(1)))) return;
  for (let left = MOST_STATEMENTS; left > 0; left -= 1) {
    if ((await endFolder(db, path)).length === 0) break;
  }
}
