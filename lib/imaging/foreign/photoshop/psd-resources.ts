import { type Blocks, block, LARGEST_BLOCK } from '../blocks.ts';
import type { FileBytes } from '../file-bytes.ts';

type Resources = Blocks & {
  icc: Uint8Array | undefined;
  dpi: number | undefined;
  /** Whether the file holds a flattened picture beside its layers. */
  flattened: boolean;
};

const RESOLUTION = 1005;
const PROFILE = 1039;
const VERSION = 1057;
const IPTC = 1028;
const EXIF = 1058;
const XMP = 1060;
const NAMES: ReadonlyMap<number, 'iptc' | 'exif' | 'xmp'> = new Map([
  [IPTC, 'iptc'],
  [EXIF, 'exif'],
  [XMP, 'xmp'],
]);
const MOST_BLOCKS = 2000;
const LARGEST_PROFILE = 8 * 1024 * 1024;

/** Reads the blocks of a Photoshop file that concern its pixels; what is damaged ends the list. */
export function readPsdResources(file: FileBytes, from: number, end: number): Resources {
  const found: Resources = { icc: undefined, dpi: undefined, flattened: true };
  let at = from;
  for (let i = 0; i < MOST_BLOCKS && at + 12 <= Math.min(end, file.size); i++) {
    const head = file.slice(at, 7);
    if (head.toString('latin1', 0, 4) !== '8BIM') break;
    const id = head.readUInt16BE(4);
    // The name is filled up to whole words, its length included.
    const nameBytes = ((head[6] ?? 0) + 2) & ~1;
    const sizeAt = at + 6 + nameBytes;
    const size = file.slice(sizeAt, 4).readUInt32BE(0);
    const dataAt = sizeAt + 4;
    if (dataAt + size > end) break;
    if (id === RESOLUTION && size >= 4) found.dpi = file.slice(dataAt, 4).readUInt32BE(0) / 65_536;
    if (id === PROFILE && size >= 128 && size <= LARGEST_PROFILE) {
      found.icc = Uint8Array.from(file.slice(dataAt, size));
    }
    const described = size <= LARGEST_BLOCK ? NAMES.get(id) : undefined;
    if (described) found[described] = block(file.slice(dataAt, size));
    if (id === VERSION && size >= 5) found.flattened = file.byte(dataAt + 4) !== 0;
    at = dataAt + size + (size & 1);
  }
  // Less than one says that nobody knows.
  if ((found.dpi ?? 0) < 1) found.dpi = undefined;
  return found;
}
