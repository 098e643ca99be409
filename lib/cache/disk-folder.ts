import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { IndexedFile } from './disk-index.ts';

const EXTENSION = '.pic';
const TEMPORARY = 'tmp';
const SHARD = /^[0-9a-f]{2}$/;
const IMAGE = /^\d{1,16}$/;

/** A temporary file this old belongs to a process that died while writing it. */
const LEFT_BEHIND_MS = 60 * 60 * 1000;

/** Files looked at side by side while counting: few, so that pictures do not wait for the count. */
const COUNT_AT_ONCE = 4;

const WRITE_ATTEMPTS = 3;

/** Whether an error says that a file or folder is not there. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** The folder of a disk tier: `<shard>/<image id>/<digest>.pic`, and `tmp` for what is not finished. */
export type DiskFolder = {
  path(id: string): string;
  /**
   * Writes a file in one piece: other readers see the old one or the new one, never a part. Creates
   * folders that are missing; `onLost` is called when the whole tree had vanished.
   */
  write(id: string, parts: readonly Buffer[], onLost: () => void): Promise<void>;
  /** Removes an image's folder; at once for readers, then file by file. */
  removeImage(imageId: number): Promise<void>;
  removeImageFolderIfEmpty(imageId: number): Promise<void>;
  removeAll(): Promise<void>;
  /** Every file there is, with what is left behind by dead processes and empty folders tidied away. */
  count(goOn: () => boolean): Promise<Map<string, IndexedFile>>;
  /** Throws when nothing can be written. */
  check(): Promise<void>;
};

/** Opens a folder; nothing is touched before the first use. */
export function openDiskFolder(root: string): DiskFolder {
  const temporary = join(root, TEMPORARY);
  const shardOf = (imageId: number): string => (imageId % 256).toString(16).padStart(2, '0');
  const imagePath = (imageId: number): string => join(root, shardOf(imageId), String(imageId));

  const path = (id: string): string => {
    const dash = id.indexOf('-');
    const imageId = Number(id.slice(0, dash));
    return join(imagePath(imageId), id.slice(dash + 1) + EXTENSION);
  };

  const writeTemporary = async (parts: readonly Buffer[]): Promise<string> => {
    const name = join(temporary, randomUUID());
    const handle = await open(name, 'wx');
    try {
      for (const part of parts) await handle.writeFile(part);
    } catch (error) {
      await rm(name, { force: true }).catch(() => undefined);
      throw error;
    } finally {
      await handle.close();
    }
    return name;
  };

  /** False when something is gone again: somebody is deleting the folder. */
  const moveIntoNewFolder = async (name: string, id: string): Promise<boolean> => {
    try {
      await mkdir(imagePath(Number(id.slice(0, id.indexOf('-')))), { recursive: true });
      await rename(name, path(id));
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  };

  /** Out of sight by one rename, so that a writer at work cannot keep the folder alive. */
  const removeTree = async (tree: string): Promise<void> => {
    await mkdir(temporary, { recursive: true });
    const aside = join(temporary, randomUUID());
    const moved = await rename(tree, aside).then(
      () => true,
      () => false,
    );
    await rm(moved ? aside : tree, { recursive: true, force: true });
  };

  const namesIn = async (folder: string): Promise<string[]> => {
    try {
      return await readdir(folder);
    } catch (error) {
      if (isGone(error)) return [];
      throw error;
    }
  };

  const factsOf = (file: string) => stat(file).catch(() => undefined);

  const tidyTemporary = async (): Promise<void> => {
    for (const name of await namesIn(temporary)) {
      const facts = await factsOf(join(temporary, name));
      if (facts && facts.mtimeMs < Date.now() - LEFT_BEHIND_MS) {
        await rm(join(temporary, name), { recursive: true, force: true });
      }
    }
  };

  const countImage = async (imageId: string, found: Map<string, IndexedFile>): Promise<void> => {
    const folder = imagePath(Number(imageId));
    const names = (await namesIn(folder)).filter((name) => name.endsWith(EXTENSION));
    if (names.length === 0) await rmdir(folder).catch(() => undefined);
    for (let start = 0; start < names.length; start += COUNT_AT_ONCE) {
      await Promise.all(
        names.slice(start, start + COUNT_AT_ONCE).map(async (name) => {
          const facts = await factsOf(join(folder, name));
          if (!facts?.isFile()) return;
          const id = `${imageId}-${name.slice(0, -EXTENSION.length)}`;
          found.set(id, { size: facts.size, used: facts.mtimeMs, stamped: facts.mtimeMs });
        }),
      );
    }
  };

  return {
    path,

    async write(id, parts, onLost) {
      for (let attempt = 1; ; attempt++) {
        let name: string;
        try {
          name = await writeTemporary(parts);
        } catch (error) {
          if (!isGone(error) || attempt === WRITE_ATTEMPTS) throw error;
          await mkdir(temporary, { recursive: true });
          onLost();
          continue;
        }
        try {
          await rename(name, path(id));
          return;
        } catch (error) {
          // The first picture of an image: its folder is missing, not what was just written.
          const placed = isGone(error) && (await moveIntoNewFolder(name, id));
          if (placed) return;
          await rm(name, { force: true }).catch(() => undefined);
          if (!isGone(error) || attempt === WRITE_ATTEMPTS) throw error;
        }
      }
    },

    removeImage: (imageId) => removeTree(imagePath(imageId)),

    async removeImageFolderIfEmpty(imageId) {
      await rmdir(imagePath(imageId)).catch(() => undefined);
    },

    async removeAll() {
      for (const shard of await namesIn(root)) {
        if (SHARD.test(shard)) await removeTree(join(root, shard));
      }
    },

    async count(goOn) {
      const found = new Map<string, IndexedFile>();
      await tidyTemporary();
      for (const shard of await namesIn(root)) {
        if (!SHARD.test(shard)) continue;
        for (const imageId of await namesIn(join(root, shard))) {
          if (!goOn()) return found;
          if (IMAGE.test(imageId)) await countImage(imageId, found);
        }
      }
      return found;
    },

    async check() {
      await mkdir(temporary, { recursive: true });
      await rm(await writeTemporary([Buffer.from('check')]), { force: true });
    },
  };
}
