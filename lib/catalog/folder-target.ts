import type { Client } from 'pg';
import { badRequest, conflict } from '#lib/errors/error.ts';
import { refuseDots, sanitizeFolderPath } from '#lib/paths/file-name.ts';
import { normalizeFolderPath, parentFolders } from '#lib/paths/image-path.ts';
import type { Storage } from '#lib/storage/storage.ts';
import { measureTree } from './store/folder-tree.ts';

/** Limits of a path; see normalizeImagePath. */
const LONGEST_PATH = 1024;
const LONGEST_PATH_BYTES = 2600;

/** Where a person wants a folder to be: parts that do not exist are sanitised. Throws 400. */
export async function targetPath(storage: Storage, path: string, unicode: boolean): Promise<string> {
  refuseDots(path.trim());
  const wanted = normalizeFolderPath(path.trim());
  if (wanted === '/') throw badRequest('path: expected the path of a folder below the root');
  return sanitizeFolderPath(wanted, await deepestFolder(storage, wanted), unicode);
}

/** The folder itself or the nearest one above it that is on the disk. */
export async function deepestFolder(storage: Storage, path: string): Promise<string> {
  for (const folder of parentFolders(path)) {
    if (folder === '/' || (await storage.hasFolder(folder.slice(1)))) return folder;
  }
  return '/';
}

/** Throws conflict when a file or folder is at a path. */
export async function requireFree(storage: Storage, path: string): Promise<void> {
  const at = path.slice(1);
  if ((await storage.hasFolder(at)) || (await storage.stat(at))) {
    throw conflict(`A file or folder already exists at ${path}.`);
  }
}

/** Throws 400 when a path below would become too long to be recorded. */
export async function requireShort(client: Client, from: string, to: string): Promise<void> {
  const { longest, bytes } = await measureTree(client, from);
  if (
    longest - Array.from(from).length + Array.from(to).length > LONGEST_PATH ||
    bytes - Buffer.byteLength(from) + Buffer.byteLength(to) > LONGEST_PATH_BYTES
  ) {
    throw badRequest('path: paths of files in this folder would become too long');
  }
}

/** The folder above. */
export function parentOf(path: string): string {
  return parentFolders(path)[1] ?? '/';
}
