import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** How the names of pyramids end, and of those being written; nothing else in their folder is touched. */
export const PYRAMID_SUFFIX = '.pyramid.tif';
export const UNFINISHED_SUFFIX = '.part';
/** Files that stand in for those that the imaging library does not read; they count as pyramids do. */
export const STAND_IN_SUFFIX = `.page${PYRAMID_SUFFIX}`;

/** Milliseconds for which a stand-in may still be read by whoever asked for it. */
const IN_USE = 60_000;
/** Milliseconds after which nobody can still be writing a file: its process has died over it. */
const ABANDONED = 3_600_000;

/**
 * Deletes what was opened longest ago until all pyramids together fit; never the one just made. Also what was
 * left unfinished more than an hour ago. Answers the bytes that are left.
 */
export async function makeRoom(dir: string, limit: number, newest: string): Promise<number> {
  await sweep(dir);
  const files = [];
  for (const name of await namesIn(dir, PYRAMID_SUFFIX)) {
    const facts = await stat(join(dir, name)).catch(() => undefined);
    if (facts !== undefined) files.push({ name, bytes: facts.size, time: facts.mtimeMs });
  }
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  files.sort((a, b) => a.time - b.time);
  for (const { name, bytes, time } of files) {
    if (total <= limit) break;
    if (name === newest || (name.endsWith(STAND_IN_SUFFIX) && time > Date.now() - IN_USE)) continue;
    await rm(join(dir, name), { force: true });
    total -= bytes;
  }
  return total;
}

async function sweep(dir: string): Promise<void> {
  for (const name of await namesIn(dir, UNFINISHED_SUFFIX)) {
    const facts = await stat(join(dir, name)).catch(() => undefined);
    if (facts !== undefined && facts.mtimeMs < Date.now() - ABANDONED)
      await rm(join(dir, name), { force: true });
  }
}

/** Deletes every pyramid of a folder, which need not exist. Servers that use one make it again. */
export async function emptyPyramidFolder(dir: string): Promise<void> {
  for (const name of await namesIn(dir, PYRAMID_SUFFIX)) await rm(join(dir, name), { force: true });
}

async function namesIn(dir: string, suffix: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => name.endsWith(suffix));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** How many pyramids a folder holds, and their bytes. */
export async function measurePyramidFolder(dir: string): Promise<{ entries: number; bytes: number }> {
  let [entries, bytes] = [0, 0];
  for (const name of await namesIn(dir, PYRAMID_SUFFIX)) {
    const facts = await stat(join(dir, name)).catch(() => undefined);
    if (facts === undefined) continue;
    entries += 1;
    bytes += facts.size;
  }
  return { entries, bytes };
}
