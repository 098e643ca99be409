import type { Storage } from '#lib/storage/storage.ts';

/** Folders whose answer is remembered. */
const MOST_REMEMBERED = 20_000;

/** Whether a folder of the disk (path with a leading slash) holds other folders. */
export type HoldsFolders = (folder: string) => Promise<boolean>;

/** Makes a HoldsFolders that reads a folder's names only when something in it has come or gone. */
export function createHoldsFolders(storage: Storage): HoldsFolders {
  const remembered = new Map<string, { version: string; holds: boolean }>();
  return async (folder) => {
    const path = folder.slice(1);
    const now = await storage.listVersion(path);
    if (!now) return false;
    const known = remembered.get(folder);
    if (known && now.settled && known.version === now.version) return known.holds;
    const listing = await storage.list(path);
    const holds = (listing?.folders.length ?? 0) > 0;
    remembered.delete(folder);
    if (listing?.settled) {
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(folder, { version: listing.version, holds });
    }
    return holds;
  };
}
