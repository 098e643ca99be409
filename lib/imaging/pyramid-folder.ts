import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** How the names of pyramids end; nothing else in their folder is touched. */
export const PYRAMID_SUFFIX = '.pyramid.tif';

/** Deletes what was opened longest ago until all pyramids together fit; never the one just made. */
export async function makeRoom(dir: string, limit: number, newest: string): Promise<void> {
  const files = [];
  for (const name of await pyramidsIn(dir)) {
    const facts = await stat(join(dir, name)).catch(() => undefined);
    if (facts !== undefined) files.push({ name, bytes: facts.size, time: facts.mtimeMs });
  }
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  files.sort((a, b) => a.time - b.time);
  for (const { name, bytes } of files) {
    if (total <= limit) return;
    if (name === newest) continue;
    await rm(join(dir, name), { force: true });
    total -= bytes;
  }
}

/** Deletes every pyramid of a folder, which need not exist. Servers that use one make it again. */
export async function emptyPyramidFolder(dir: string): Promise<void> {
  for (const name of await pyramidsIn(dir)) await rm(join(dir, name), { force: true });
}

async function pyramidsIn(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => name.endsWith(PYRAMID_SUFFIX));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
