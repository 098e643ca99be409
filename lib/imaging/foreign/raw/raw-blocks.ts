import type { Blocks } from '../blocks.ts';
import type { FileBytes } from '../file-bytes.ts';
import { tiffBlocks } from '../tiff/tiff-blocks.ts';
import { cr3Blocks } from './cr3-blocks.ts';
import { exifOfJpeg } from './jpeg-exif.ts';
import { mrwBlocks } from './mrw-blocks.ts';
import { x3fBlocks } from './x3f-blocks.ts';

const FUJI = 'FUJIFILMCCD-RAW';
/** Where Fujifilm's header says where its JPEG begins. */
const JPEG_AT = 84;

/**
 * What a camera raw file says of its photograph: most have the structure of a TIFF, others hold such structures, or a JPEG that
 * says it, or lists of their own.
 */
export function rawBlocks(file: FileBytes): Blocks {
  const head = file.slice(0, Math.min(file.size, JPEG_AT + 4)).toString('latin1');
  if (head.startsWith(FUJI)) return { exif: exifOfJpeg(file, file.slice(JPEG_AT, 4).readUInt32BE(0)) };
  if (head.startsWith('ftypcrx ', 4)) return cr3Blocks(file);
  if (head.startsWith('\0MRM')) return mrwBlocks(file);
  if (head.startsWith('FOVb')) return x3fBlocks(file);
  return tiffBlocks(file);
}
