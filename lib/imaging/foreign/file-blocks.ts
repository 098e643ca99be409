import { closeSync, openSync } from 'node:fs';
import { type Blocks, whatCanBeRead } from './blocks.ts';
import { Refusal } from './decoded.ts';
import { type FileBytes, fileBytes } from './file-bytes.ts';
import { isOdd, readTiffHeader } from './tiff/odd-tiff-header.ts';

/** Bytes that are read at once: directories, not pixels. */
const SMALL = 4096;
/** Pages that are passed over in looking for one; those behind are left to the imaging library. */
const MOST_PAGES = 1000;

/** Whether a page (from 1) of a TIFF holds numbers that the imaging library does not take for what they are. */
export function isOddTiff(file: string, page: number): boolean {
  const descriptor = openSync(file, 'r');
  try {
    return isOdd(readTiffHeader(fileBytes(descriptor, SMALL), page, Math.min(page, MOST_PAGES)));
  } catch (error) {
    if (error instanceof Refusal || error instanceof RangeError) return false;
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** What `read` finds in a file, a few small pieces of it. Throws as node does when it cannot be opened. */
export function blocksInFile(file: string, read: (bytes: FileBytes) => Blocks): Blocks {
  const descriptor = openSync(file, 'r');
  try {
    return whatCanBeRead(() => read(fileBytes(descriptor, SMALL)));
  } finally {
    closeSync(descriptor);
  }
}
