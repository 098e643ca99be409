import { resolve } from 'node:path';
import { arrivalsOf } from './disk-arrivals.ts';
import { exportsOf } from './disk-exports.ts';
import { diskFolder, type Modes, makeFolders } from './disk-folder.ts';
import { moveFolderNew, moveNew, removeIfThere } from './disk-moves.ts';
import { pendingMovesOf } from './disk-pending.ts';
import { readingOf } from './disk-reading.ts';
import { stagingOf } from './disk-staging.ts';
import { trashOf } from './disk-trash.ts';
import type { Storage } from './storage.ts';

/**
 * Originals in a folder of the local disk, or of a network mount. The folder is made when it is missing. What
 * the server keeps for itself lies in `.emulsion` inside, so that files get to their place and to the trash by
 * being renamed:
 *
 * - `staging/<uuid>`: uploads that are arriving
 * - `uploads/<owner>/<name>.part` and `.json`: files that arrive in parts, and what is known of them
 * - `moves/<uuid>.json`: moves between their two halves
 * - `trash/<entry>/<name>`: what was deleted and can be restored
 * - `exports/<shelf>/<name>`: files made for people to download, such as zips of portfolios
 * - `versions/<image id>/<n>-<name>`: kept for earlier versions of replaced files; nothing is written there yet
 */
export async function openLocalDisk(folder: string, modes: Modes): Promise<Storage> {
  const root = resolve(folder);
  await makeFolders(root, modes.dirMode);
  const disk = diskFolder(root, modes);
  const { locate, dirMode } = disk;
  return {
    ...readingOf(disk),
    ...pendingMovesOf(disk),
    ...stagingOf(disk),
    arrivals: arrivalsOf(disk),
    trash: trashOf(disk),
    exports: exportsOf(disk),
    makeFolder: async (path) => makeFolders(locate(path), dirMode),
    moveFile: async (from, to) => moveNew(locate(from), locate(to)),
    moveFolder: async (from, to) => moveFolderNew(locate(from), locate(to)),
    removeFile: async (path) => removeIfThere(locate(path)),
  };
}
