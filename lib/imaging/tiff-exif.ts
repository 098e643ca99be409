import { exifBody } from './exif.ts';
import { Refusal } from './foreign/decoded.ts';
import { memoryBytes } from './foreign/file-bytes.ts';
import { EXIF_DIRECTORY, GPS_DIRECTORY, readDirectories } from './foreign/tiff/tiff-blocks.ts';
import { directoryBytes, type Field, LONG, swapped, writeDirectory } from './foreign/tiff/tiff-directory.ts';

const CLASSIC = 42;
/** Of how the pixels lie and how large they are printed the answer knows better. */
const OF_PIXELS: ReadonlySet<number> = new Set([0x0112, 0x011a, 0x011b, 0x0128]);

/**
 * A TIFF with EXIF, which libvips does not write: what it tells of the picture stands among the tags of the file, the rest in
 * directories of its own at the end. Notes of the maker, which point into the file that they come from, are left out, as is EXIF
 * that cannot be read. Source: Exif 2.32, 4.6.3.
 *
 * @param file a TIFF of one page
 */
export function tiffWith(file: Buffer, exif: Buffer | undefined): Buffer {
  const found = exif && directoriesOf(exif);
  const little = file.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (little ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const set32 = (bytes: Buffer, value: number, at: number) =>
    little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  if (found === undefined || u16(2) !== CLASSIC) return file;
  const inOrder = (fields: readonly Field[]) =>
    found.little === little ? [...fields] : fields.map((field) => swapped(field));

  const own = ownFields(file, little);
  const known = new Set(own.map(({ tag }) => tag));
  const told = inOrder(found.told).filter(({ tag }) => !known.has(tag) && !OF_PIXELS.has(tag));
  const below = [
    { tag: EXIF_DIRECTORY, fields: inOrder(found.exif) },
    { tag: GPS_DIRECTORY, fields: inOrder(found.gps) },
  ].filter(({ tag, fields }) => fields.length > 0 && !known.has(tag));
  if (told.length + below.length === 0) return file;

  const pointers = below.map(({ tag }): Field => ({ tag, type: LONG, count: 1, value: Buffer.alloc(4) }));
  const main = [...own, ...told, ...pointers];
  const mainAt = file.length + (file.length & 1);
  let at = mainAt + directoryBytes(main);
  const behind = below.map(({ fields }, i) => {
    const pointer = pointers[i];
    if (pointer) set32(pointer.value, at, 0);
    const written = writeDirectory(fields, at, little);
    at += written.length;
    return written;
  });
  const head = Buffer.from(file.subarray(0, 8));
  set32(head, mainAt, 4);
  const gap = Buffer.alloc(mainAt - file.length);
  return Buffer.concat([head, file.subarray(8), gap, writeDirectory(main, mainAt, little), ...behind]);
}

function directoriesOf(exif: Buffer) {
  try {
    return readDirectories(memoryBytes(exifBody(exif)));
  } catch (error) {
    if (error instanceof Refusal || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The entries of the file's directory as they stand there: their values stay where they are. */
function ownFields(file: Buffer, little: boolean): Field[] {
  const u16 = (at: number) => (little ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const u32 = (at: number) => (little ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const start = u32(4);
  return Array.from({ length: u16(start) }, (_, i) => {
    const at = start + 2 + i * 12;
    const value = Buffer.from(file.subarray(at + 8, at + 12));
    return { tag: u16(at), type: u16(at + 2), count: u32(at + 4), value };
  });
}
