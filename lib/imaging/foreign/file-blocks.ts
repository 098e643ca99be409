import { closeSync, openSync } from 'node:fs';
import { type Blocks, whatCanBeRead } from './blocks.ts';
import { type FileBytes, fileBytes } from './file-bytes.ts';

/** What `read` finds in a file, a few small pieces of it. Throws as node does when it cannot be opened. */
export function blocksInFile(file: string, read: (bytes: FileBytes) => Blocks): Blocks {
  const descriptor = openSync(file, 'r');
  try {
    return whatCanBeRead(() => read(fileBytes(descriptor)));
  } finally {
    closeSync(descriptor);
  }
}
