/** Extensions of files that begin like a TIFF and hold what a sensor saw. libvips would show their thumbnail or fail late. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  '3fr arw cr2 dcr dng erf iiq kdc mef mos mrw nef nrw orf pef raf raw rw2 rwl sr2 srf srw x3f'.split(' '),
);

const SUBFILE_TYPE = 254;
const PHOTOMETRIC = 262;
const MAKE = 271;
const SUB_DIRECTORIES = 330;
const DNG_VERSION = 50_706;
/** Mosaics and what becomes of them before colours are made. Source: TIFF/EP and the DNG specification. */
const OF_SENSORS: ReadonlySet<number> = new Set([32_803, 34_892]);
const REDUCED = 1;

/**
 * Whether what begins like a TIFF is a camera raw file: by Canon's mark, the version of DNG, a mosaic, or a first
 * picture that is a thumbnail of a camera with others below it; the name tells the rest.
 */
export function isRawTiff(head: Buffer, extension: string): boolean {
  if (EXTENSIONS.has(extension)) return true;
  if (head.length < 16) return false;
  if (head.toString('latin1', 8, 10) === 'CR') return true;
  const tags = firstDirectory(head);
  if (tags.has(DNG_VERSION) || OF_SENSORS.has(tags.get(PHOTOMETRIC) ?? 0)) return true;
  return tags.get(SUBFILE_TYPE) === REDUCED && tags.has(MAKE) && tags.has(SUB_DIRECTORIES);
}

/** Tags and the numbers that stand in their place; as far as the bytes reach. */
function firstDirectory(head: Buffer): Map<number, number> {
  const little = head[0] === 0x49;
  const u16 = (at: number) => (little ? head.readUInt16LE(at) : head.readUInt16BE(at));
  const u32 = (at: number) => (little ? head.readUInt32LE(at) : head.readUInt32BE(at));
  const tags = new Map<number, number>();
  const start = u32(4);
  if (start + 2 > head.length) return tags;
  const count = u16(start);
  for (let i = 0; i < count; i++) {
    const at = start + 2 + i * 12;
    if (at + 12 > head.length) break;
    tags.set(u16(at), u16(at + 2) === 3 ? u16(at + 8) : u32(at + 8));
  }
  return tags;
}
