import type { DecodeLimits, Page } from '../decoded.ts';
import type { FileBytes } from '../file-bytes.ts';
import { openDib } from './dib.ts';

const FILE_HEADER = 14;

/** A Windows or OS/2 bitmap file. */
export function openBmp(file: FileBytes, limits: DecodeLimits): Page {
  const pixels = file.slice(0, FILE_HEADER).readUInt32LE(10);
  return openDib(file, FILE_HEADER, pixels === 0 ? undefined : pixels, limits);
}
