import { type Blocks, block } from '../blocks.ts';
import type { FileBytes } from '../file-bytes.ts';
import {
  directoryBytes,
  type Field,
  IPTC,
  LONG,
  readDirectory,
  writeDirectory,
  XMP,
} from './tiff-directory.ts';

/** What the directories of a file tell of its photograph. */
export type ExifDirectories = {
  /** Whether numbers begin with their least significant byte. */
  little: boolean;
  /** Of the picture's own directory what tells of it. */
  told: Field[];
  exif: Field[];
  gps: Field[];
};

export const EXIF_DIRECTORY = 0x8769;
export const GPS_DIRECTORY = 0x8825;
/** Of the picture's own directory what tells of it; the rest says where pixels lie. */
const TOLD: ReadonlySet<number> = new Set([
  0x010e, 0x010f, 0x0110, 0x0112, 0x011a, 0x011b, 0x0128, 0x0131, 0x0132, 0x013b, 0x8298,
]);
/** Notes of the maker, which point into their file, and a directory about it. */
const LEFT_OUT: ReadonlySet<number> = new Set([0x927c, 0xa005]);
/** Beginnings of files that have the structure of a TIFF; Olympus and Panasonic have marks of their own. */
const MARKS = /^(?:II\*\0|MM\0\*|IIRO|IIRS|MMOR|IIU\0)/;

/**
 * EXIF, XMP and IPTC of a file with the structure of a TIFF, as camera raw files have. EXIF is put together anew from the
 * directories, since theirs lie among the pixels. Refuses what leads beyond the file.
 */
export function tiffBlocks(file: FileBytes): Blocks {
  const found = readDirectories(file);
  if (found === undefined) return {};
  const { main } = found;
  const find = (tag: number) => main.find((field) => field.tag === tag);
  return {
    exif: block(writeExif(found)),
    xmp: block(find(XMP)?.value),
    iptc: block(find(IPTC)?.value),
  };
}

/** The directories of a file with the structure of a TIFF, with all fields of the first one; undefined for other files. */
export function readDirectories(file: FileBytes): (ExifDirectories & { main: Field[] }) | undefined {
  const head = file.slice(0, 8);
  if (!MARKS.test(head.toString('latin1', 0, 4))) return undefined;
  const little = head[0] === 0x49;
  const number = (bytes: Buffer, at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const main = readDirectory(file, number(head, 4), little);
  const below = (tag: number) => {
    const pointer = main.find((field) => field.tag === tag);
    if (pointer?.type !== LONG || pointer.value.length < 4) return [];
    return withoutNotes(readDirectory(file, number(pointer.value, 0), little));
  };
  const told = main.filter(({ tag }) => TOLD.has(tag));
  return { little, main, told, exif: below(EXIF_DIRECTORY), gps: below(GPS_DIRECTORY) };
}

/** A directory that has left its file. */
export function withoutNotes(fields: readonly Field[]): Field[] {
  return fields.filter((field) => !LEFT_OUT.has(field.tag));
}

/** A TIFF structure of these directories and no pixels; undefined when they are empty. */
export function writeExif({ little, told, exif, gps }: ExifDirectories): Buffer | undefined {
  if (told.length + exif.length + gps.length === 0) return undefined;
  const pointer = (tag: number): Field => ({ tag, type: LONG, count: 1, value: Buffer.alloc(4) });
  const toExif = pointer(EXIF_DIRECTORY);
  const toGps = pointer(GPS_DIRECTORY);
  const first = [...told, ...(exif.length > 0 ? [toExif] : []), ...(gps.length > 0 ? [toGps] : [])];
  const set32 = (bytes: Buffer, value: number, at: number) =>
    little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  const exifAt = 8 + directoryBytes(first);
  const gpsAt = exifAt + (exif.length > 0 ? directoryBytes(exif) : 0);
  set32(toExif.value, exifAt, 0);
  set32(toGps.value, gpsAt, 0);
  const head = Buffer.from(little ? 'II*\0' : 'MM\0*', 'latin1');
  const start = Buffer.alloc(4);
  set32(start, 8, 0);
  const parts = [head, start, writeDirectory(first, 8, little)];
  if (exif.length > 0) parts.push(writeDirectory(exif, exifAt, little));
  if (gps.length > 0) parts.push(writeDirectory(gps, gpsAt, little));
  return Buffer.concat(parts);
}
