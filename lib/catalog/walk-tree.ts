import { parentFolders } from '#lib/paths/image-path.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { leadsBack } from '#lib/storage/walk.ts';
import { canBeRecorded } from './sync-listed.ts';

/** A folder of the disk with what lies directly in it. */
export type WalkedFolder = {
  /** "/" or "/a/b" */
  path: string;
  /** Repository paths of its files, no leading slash, in ascending order. */
  files: string[];
  /** Paths of the folders in it, in ascending order. */
  folders: string[];
};

/**
 * The folders of a tree, each before those below it, those of one folder in ascending order. Folders that cannot
 * be read, links that lead back up and names that no path can hold are left out.
 *
 * @param after folder after which to go on, from an earlier walk; undefined = from the beginning
 */
export async function* walkTree(
  storage: Storage,
  start: string,
  after?: string,
): AsyncGenerator<WalkedFolder> {
  const base = parentFolders(start).length;
  /** Folders to come, the next one last. */
  const ahead: string[] = after === undefined ? [start] : [];

  async function look(path: string): Promise<WalkedFolder | undefined> {
    const listing = await storage.list(path.slice(1));
    if (!listing) return undefined;
    const place = path === '/' ? '' : `${path.slice(1)}/`;
    const walked: WalkedFolder = { path, files: [], folders: [] };
    for (const name of listing.files.sort()) {
      if (canBeRecorded(place + name)) walked.files.push(place + name);
    }
    for (const name of listing.folders.sort()) {
      if (canBeRecorded(place + name) && !(await loops(`/${place}${name}`)))
        walked.folders.push(`/${place}${name}`);
    }
    return walked;
  }

  async function loops(path: string): Promise<boolean> {
    try {
      const above = parentFolders(path).length - 1;
      return await leadsBack(await storage.localFile(path.slice(1)), above);
    } catch {
      // It has vanished meanwhile.
      return true;
    }
  }

  // What was still to come at that time: of each folder on the way to the last one, those behind it.
  if (after !== undefined) {
    const way = parentFolders(after)
      .toReversed()
      .slice(base - 1);
    for (const [level, path] of way.entries()) {
      const next = way[level + 1];
      const folders = (await look(path))?.folders ?? [];
      ahead.push(...folders.filter((folder) => next === undefined || folder > next).reverse());
    }
  }

  for (let path = ahead.pop(); path !== undefined; path = ahead.pop()) {
    const walked = await look(path);
    if (!walked) continue;
    yield walked;
    for (const folder of walked.folders.toReversed()) ahead.push(folder);
  }
}
