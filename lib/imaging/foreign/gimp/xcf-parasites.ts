/** Names of what is read; the rest is of plug-ins. */
export const PROFILE = 'icc-profile';
export const EXIF = 'exif-data';
export const IPTC = 'iptc-data';
export const COMMENT = 'gimp-comment';
/** Of GIMP to 2.8, and from 2.10 on. */
export const OLD_XMP = 'gimp-metadata';
export const METADATA = 'gimp-image-metadata';

const WANTED: ReadonlySet<string> = new Set([PROFILE, EXIF, IPTC, COMMENT, OLD_XMP, METADATA]);
const LARGEST = 8 * 1024 * 1024;

/**
 * What is attached to an image, in copies: name, flags and content each. What is cut off or too large is left out.
 * Source: GIMP's developer documentation, "The XCF file format".
 */
export function readParasites(bytes: Buffer): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  let at = 0;
  while (at + 12 <= bytes.length) {
    const nameLength = bytes.readUInt32BE(at);
    const sizeAt = at + 4 + nameLength + 4;
    if (sizeAt + 4 > bytes.length) break;
    const name = bytes.toString('latin1', at + 4, at + 3 + nameLength);
    const size = bytes.readUInt32BE(sizeAt);
    const end = sizeAt + 4 + size;
    if (end > bytes.length) break;
    if (WANTED.has(name) && size <= LARGEST)
      found.set(name, Uint8Array.from(bytes.subarray(sizeAt + 4, end)));
    at = end;
  }
  return found;
}
