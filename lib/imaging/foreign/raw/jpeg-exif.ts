import { block } from '../blocks.ts';
import type { FileBytes } from '../file-bytes.ts';

const EXIF_MARKER = 0xff_e1;
const PREFIX = 'Exif\0\0';

/** EXIF of a JPEG in which it stands first, as cameras write it. */
export function exifOfJpeg(file: FileBytes, start: number): Uint8Array | undefined {
  const head = file.slice(start + 2, 10);
  if (head.readUInt16BE(0) !== EXIF_MARKER || head.toString('latin1', 4, 10) !== PREFIX) return undefined;
  return block(file.slice(start + 12, head.readUInt16BE(2) - 8));
}
