import { type Blocks, block, LARGEST_BLOCK } from '../blocks.ts';
import type { FileBytes } from '../file-bytes.ts';

/** A field of a directory, its value as it stands in the file. */
export type Field = { tag: number; type: number; count: number; value: Buffer };

const XMP = 700;
const IPTC = 33_723;
const EXIF_DIRECTORY = 0x8769;
const GPS_DIRECTORY = 0x8825;
/** Of the picture's own directory what tells of it; the rest says where pixels lie. */
const TOLD: ReadonlySet<number> = new Set([
  0x010e, 0x010f, 0x0110, 0x0112, 0x011a, 0x011b, 0x0128, 0x0131, 0x0132, 0x013b, 0x8298,
]);
/** Notes of the maker, which point into their file, and a directory about it. */
const LEFT_OUT: ReadonlySet<number> = new Set([0x927c, 0xa005]);
const LONG = 4;
/** Bytes of one value of each type. Source: TIFF 6.0, section 2. */
const SIZES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
};
const MOST_FIELDS = 512;
const LARGEST_VALUE = 512 * 1024;
/** Beginnings of files that have the structure of a TIFF; Olympus and Panasonic have marks of their own. */
const MARKS = /^(?:II\*\0|MM\0\*|IIRO|IIRS|MMOR|IIU\0)/;

/**
 * EXIF, XMP and IPTC of a file with the structure of a TIFF, as camera raw files have. EXIF is put together anew from the
 * directories, since theirs lie among the pixels. Refuses what leads beyond the file.
 */
export function tiffBlocks(file: FileBytes): Blocks {
  const head = file.slice(0, 8);
  if (!MARKS.test(head.toString('latin1', 0, 4))) return {};
  const little = head[0] === 0x49;
  const number = (bytes: Buffer, at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const main = readDirectory(file, number(head, 4), little);
  const find = (tag: number) => main.find((field) => field.tag === tag);
  const below = (tag: number) => {
    const pointer = find(tag);
    if (pointer?.type !== LONG || pointer.value.length < 4) return [];
    return readDirectory(file, number(pointer.value, 0), little).filter((field) => !LEFT_OUT.has(field.tag));
  };
  const told = main.filter(({ tag }) => TOLD.has(tag));
  const [exif, gps] = [below(EXIF_DIRECTORY), below(GPS_DIRECTORY)];
  const hasExif = told.length + exif.length + gps.length > 0;
  return {
    exif: hasExif ? block(writeExif(told, exif, gps, little)) : undefined,
    xmp: block(find(XMP)?.value),
    iptc: block(find(IPTC)?.value),
  };
}

/** The fields of a directory; those whose values are too large or lie beyond the file are left out. */
export function readDirectory(file: FileBytes, at: number, little: boolean): Field[] {
  const u16 = (bytes: Buffer, place: number) =>
    little ? bytes.readUInt16LE(place) : bytes.readUInt16BE(place);
  const u32 = (bytes: Buffer, place: number) =>
    little ? bytes.readUInt32LE(place) : bytes.readUInt32BE(place);
  if (at + 2 > file.size) return [];
  const count = Math.min(u16(file.slice(at, 2), 0), MOST_FIELDS, Math.floor((file.size - at - 2) / 12));
  const entries = Buffer.from(file.slice(at + 2, count * 12));
  const fields: Field[] = [];
  for (let place = 0; place < entries.length; place += 12) {
    const tag = u16(entries, place);
    const type = u16(entries, place + 2);
    const length = u32(entries, place + 4) * (SIZES[type] ?? 0);
    const most = tag === XMP || tag === IPTC ? LARGEST_BLOCK : LARGEST_VALUE;
    if (length === 0 || length > most) continue;
    const from = length <= 4 ? at + 2 + place + 8 : u32(entries, place + 8);
    if (from + length > file.size) continue;
    fields.push({ tag, type, count: u32(entries, place + 4), value: Buffer.from(file.slice(from, length)) });
  }
  return fields;
}

/** A TIFF structure of these directories, in the byte order of the file. */
function writeExif(
  main: readonly Field[],
  exif: readonly Field[],
  gps: readonly Field[],
  little: boolean,
): Buffer {
  const pointer = (tag: number): Field => ({ tag, type: LONG, count: 1, value: Buffer.alloc(4) });
  const toExif = pointer(EXIF_DIRECTORY);
  const toGps = pointer(GPS_DIRECTORY);
  const first = [...main, ...(exif.length > 0 ? [toExif] : []), ...(gps.length > 0 ? [toGps] : [])];
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

const outside = ({ value }: Field) => (value.length <= 4 ? 0 : value.length + (value.length & 1));

function directoryBytes(fields: readonly Field[]): number {
  return 2 + fields.length * 12 + 4 + fields.reduce((sum, field) => sum + outside(field), 0);
}

function writeDirectory(fields: readonly Field[], at: number, little: boolean): Buffer {
  const bytes = Buffer.alloc(directoryBytes(fields));
  const set16 = (value: number, place: number) =>
    little ? bytes.writeUInt16LE(value, place) : bytes.writeUInt16BE(value, place);
  const set32 = (value: number, place: number) =>
    little ? bytes.writeUInt32LE(value, place) : bytes.writeUInt32BE(value, place);
  set16(fields.length, 0);
  let free = 2 + fields.length * 12 + 4;
  const inOrder = [...fields].sort((a, b) => a.tag - b.tag);
  for (const [i, field] of inOrder.entries()) {
    const place = 2 + i * 12;
    set16(field.tag, place);
    set16(field.type, place + 2);
    set32(field.count, place + 4);
    if (outside(field) === 0) field.value.copy(bytes, place + 8);
    else {
      set32(at + free, place + 8);
      field.value.copy(bytes, free);
      free += outside(field);
    }
  }
  return bytes;
}
