import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ABSENT, type DiskFolder, errorCode, makeFolders } from './disk-folder.ts';
import { fileFacts, openFile } from './disk-reading.ts';
import type { Exports } from './storage.ts';

const NAME = /^[\w-]{1,100}(\.\w{1,10})?$/;
const PART = '.part';

/** Files that the server has made for people, in `.emulsion/exports/<shelf>/<name>`. */
export function exportsOf({ internal, fileMode, dirMode }: DiskFolder): Exports {
  function shelfFolder(shelf: string): string {
    if (!/^\w{1,40}$/.test(shelf)) throw new Error(`not a name of a shelf: ${shelf}`);
    return internal('exports', shelf);
  }

  function place(shelf: string, name: string): string {
    if (!NAME.test(name) || name.endsWith(PART)) throw new Error(`not a name of an export: ${name}`);
    return join(shelfFolder(shelf), name);
  }

  async function namesIn(folder: string): Promise<string[]> {
    return readdir(folder).catch((error: unknown) => {
      if (ABSENT.has(errorCode(error))) return [];
      throw error;
    });
  }

  return {
    async write(shelf, name, content, signal) {
      const target = place(shelf, name);
      await makeFolders(shelfFolder(shelf), dirMode);
      const part = join(shelfFolder(shelf), `${randomUUID()}${PART}`);
      try {
        await pipeline(content(), createWriteStream(part, { flags: 'wx', mode: fileMode }), { signal });
        const handle = await open(part, 'r+');
        try {
          await handle.sync();
        } finally {
          await handle.close();
        }
        await chmod(part, fileMode);
        const { size } = await stat(part);
        await rename(part, target);
        return size;
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },

    stat: async (shelf, name) => fileFacts(place(shelf, name)),
    read: async (shelf, name, range) => openFile(place(shelf, name), range),

    async remove(shelf, name) {
      await rm(place(shelf, name), { force: true });
      await rmdir(shelfFolder(shelf)).catch(() => undefined);
    },

    async removeShelf(shelf) {
      await rm(shelfFolder(shelf), { recursive: true, force: true });
    },

    async *aged(olderThanMs) {
      const before = Date.now() - olderThanMs;
      for (const shelf of await namesIn(internal('exports'))) {
        if (!/^\w{1,40}$/.test(shelf)) continue;
        const names = await namesIn(shelfFolder(shelf));
        const old: string[] = [];
        for (const name of names) {
          const facts = await stat(join(shelfFolder(shelf), name)).catch(() => undefined);
          if (!facts || facts.mtimeMs >= before) continue;
          if (name.endsWith(PART)) await rm(join(shelfFolder(shelf), name), { force: true });
          else if (NAME.test(name)) old.push(name);
        }
        if (old.length > 0) yield { shelf, names: old };
      }
    },
  };
}
