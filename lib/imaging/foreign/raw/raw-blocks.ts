import { type Blocks, block } from '../blocks.ts';
import type { FileBytes } from '../file-bytes.ts';
import { tiffBlocks } from '../tiff/tiff-blocks.ts';

const FUJI = 'FUJIFILMCCD-RAW';
/** Where Fujifilm's header says where its JPEG begins. */
const JPEG_AT = 84;
const EXIF_MARKER = 0xff_e1;
const PREFIX = 'Exif\0\0';

/**
 * What a camera raw file says of its photograph: most have the structure of a TIFF, Fujifilm's hold a JPEG that says it. Of
 * other structures (CR3, X3F, MRW) nothing is read.
 */
export function rawBlocks(file: FileBytes): Blocks {
  const isFuji = file.size > JPEG_AT + 4 && file.slice(0, FUJI.length).toString('latin1') === FUJI;
  return isFuji ? { exif: exifOfJpeg(file, file.slice(JPEG_AT, 4).readUInt32BE(0)) } : tiffBlocks(file);
}

/** EXIF of a JPEG in which it stands first, as cameras write it. */
function exifOfJpeg(file: FileBytes, start: number): Uint8Array | undefined {
  const head = file.slice(start + 2, 10);
  if (head.readUInt16BE(0) !== EXIF_MARKER || head.toString('latin1', 4, 10) !== PREFIX) return undefined;
  return block(file.slice(start + 12, head.readUInt16BE(2) - 8));
}
