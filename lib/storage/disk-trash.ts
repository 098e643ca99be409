import { lstat, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { notFound } from '#lib/errors/error.ts';
import { type DiskFolder, makeFolders } from './disk-folder.ts';
import { moveFolderNew, moveNew } from './disk-moves.ts';
import type { Trash } from './storage.ts';

/** Deleted files and folders, each under its own name in `.emulsion/trash/<entry>/`. */
export function trashOf({ locate, internal, root, dirMode }: DiskFolder): Trash {
  function entryFolder(entry: string): string {
    if (!/^[\w-]{1,100}$/.test(entry)) throw new Error(`not a name of a trash entry: ${entry}`);
    return internal('trash', entry);
  }

  /** Absolute path of what lies under an entry. */
  async function contentOf(entry: string): Promise<string | undefined> {
    const [name] = await readdir(entryFolder(entry)).catch(() => []);
    return name === undefined ? undefined : join(entryFolder(entry), name);
  }

  return {
    async put(path, kind, entry) {
      const source = locate(path);
      if (source === root) throw new Error('the repository itself cannot be deleted');
      const found = await stat(source).catch(() => undefined);
      if (kind === 'image' ? !found?.isFile() : !found?.isDirectory()) {
        throw notFound(kind === 'image' ? 'The image was not found.' : 'The folder was not found.');
      }
      const folder = entryFolder(entry);
      await makeFolders(folder, dirMode);
      try {
        const target = join(folder, basename(source));
        await (kind === 'image' ? moveNew(source, target) : moveFolderNew(source, target));
      } catch (error) {
        await rmdir(folder).catch(() => undefined);
        throw error;
      }
    },

    async restore(entry, to) {
      const target = locate(to);
      const content = await contentOf(entry);
      if (content === undefined) throw notFound('The trash does not hold this any more.');
      await makeFolders(dirname(target), dirMode);
      const isFolder = (await lstat(content)).isDirectory() || (await stat(content)).isDirectory();
      await (isFolder ? moveFolderNew(content, target) : moveNew(content, target));
      await rmdir(entryFolder(entry)).catch(() => undefined);
    },

    async remove(entry) {
      await rm(entryFolder(entry), { recursive: true, force: true });
    },

    has: async (entry) => (await contentOf(entry)) !== undefined,

    async localFile(entry) {
      const content = await contentOf(entry);
      const isFile = content !== undefined && (await lstat(content)).isFile();
      if (!isFile) throw notFound('The trash does not hold this any more.');
      return content;
    },
  };
}
