import type { Blocks } from '../blocks.ts';
import { type FileBytes, memoryBytes } from '../file-bytes.ts';
import { tiffBlocks } from '../tiff/tiff-blocks.ts';

const HEAD = 8;
const MOST_BLOCKS = 100;

/**
 * EXIF of an MRW file of Minolta: blocks with a name and a length in front of the mosaic, one of which (TTW) holds a TIFF structure.
 * Source: the format as ExifTool and LibRaw document it.
 */
export function mrwBlocks(file: FileBytes): Blocks {
  const end = HEAD + file.slice(4, 4).readUInt32BE(0);
  let at = HEAD;
  for (let count = 0; count < MOST_BLOCKS && at + HEAD <= end; count++) {
    const head = file.slice(at, HEAD);
    const name = head.toString('latin1', 0, 4);
    const length = head.readUInt32BE(4);
    if (name === '\0TTW') return tiffBlocks(memoryBytes(Buffer.from(file.slice(at + HEAD, length))));
    at += HEAD + length;
  }
  return {};
}
