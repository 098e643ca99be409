import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Whether a folder is, through symbolic links, one of the folders above it: whoever walks a tree would never come
 * to an end there.
 *
 * @param absolute path of the folder on the local disk
 * @param depth how many folders above it belong to the tree
 */
export async function leadsBack(absolute: string, depth: number): Promise<boolean> {
  const real = await realpath(absolute);
  let above = absolute;
  for (let level = 0; level < depth; level += 1) {
    above = dirname(above);
    if ((await realpath(above)) === real) return true;
  }
  return false;
}
