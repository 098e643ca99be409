import { LARGEST_BLOCK } from '../blocks.ts';
import type { FileBytes } from '../file-bytes.ts';

/** A field of a directory, its value as it stands in the file. */
export type Field = { tag: number; type: number; count: number; value: Buffer };

export const XMP = 700;
export const IPTC = 33_723;
export const LONG = 4;
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
  16: 8,
};
/** Bytes of the numbers that values of each type consist of, where these are more than bytes. */
const NUMBERS: Readonly<Record<number, 2 | 4 | 8>> = {
  3: 2,
  4: 4,
  5: 4,
  8: 2,
  9: 4,
  10: 4,
  11: 4,
  12: 8,
  16: 8,
};
const MOST_FIELDS = 512;
const LARGEST_VALUE = 512 * 1024;

/** Sizes of the two kinds of TIFF. Source: TIFF 6.0, section 2, and the BigTIFF design as libtiff has it. */
export const LAYOUTS = {
  classic: {
    counted: 2,
    entry: 12,
    place: 4,
    number: (bytes: Buffer, at: number, little: boolean) => readLong(bytes, at, little),
  },
  big: { counted: 8, entry: 20, place: 8, number: readPlace },
} as const;

export type TiffLayout = (typeof LAYOUTS)[keyof typeof LAYOUTS];

/** The fields of a directory; those whose values are too large or lie beyond the file are left out. */
export function readDirectory(
  file: FileBytes,
  at: number,
  little: boolean,
  layout: TiffLayout = LAYOUTS.classic,
): Field[] {
  const u16 = (bytes: Buffer, place: number) =>
    little ? bytes.readUInt16LE(place) : bytes.readUInt16BE(place);
  const { counted, entry, place: width, number } = layout;
  const start = at + counted;
  if (start > file.size) return [];
  const stated = directoryLength(file, at, little, layout);
  const count = Math.min(stated, MOST_FIELDS, Math.floor((file.size - start) / entry));
  const entries = Buffer.from(file.slice(start, count * entry));
  const fields: Field[] = [];
  for (let place = 0; place < entries.length; place += entry) {
    const tag = u16(entries, place);
    const type = u16(entries, place + 2);
    const values = number(entries, place + 4, little);
    const length = values * (SIZES[type] ?? 0);
    const most = tag === XMP || tag === IPTC ? LARGEST_BLOCK : LARGEST_VALUE;
    if (length === 0 || length > most) continue;
    const valueAt = place + 4 + width;
    const from = length <= width ? start + valueAt : number(entries, valueAt, little);
    if (from + length > file.size) continue;
    fields.push({ tag, type, count: values, value: Buffer.from(file.slice(from, length)) });
  }
  return fields;
}

/** How many entries a directory states. Refuses what lies beyond the file. */
export function directoryLength(
  file: FileBytes,
  at: number,
  little: boolean,
  { counted, number }: TiffLayout,
): number {
  const bytes = file.slice(at, counted);
  if (counted > 2) return number(bytes, 0, little);
  return little ? bytes.readUInt16LE(0) : bytes.readUInt16BE(0);
}

function readLong(bytes: Buffer, at: number, little: boolean): number {
  return little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
}

/** Places beyond what numbers hold exactly are beyond any file. */
function readPlace(bytes: Buffer, at: number, little: boolean): number {
  return Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
}

/** The field in the other order of bytes. */
export function swapped(field: Field): Field {
  const value = Buffer.from(field.value);
  const size = NUMBERS[field.type];
  if (size === 2) value.swap16();
  if (size === 4) value.swap32();
  if (size === 8) value.swap64();
  return { ...field, value };
}

const outside = ({ value }: Field) => (value.length <= 4 ? 0 : value.length + (value.length & 1));

/** Bytes of a directory with the values that lie behind it. */
export function directoryBytes(fields: readonly Field[]): number {
  return 2 + fields.length * 12 + 4 + fields.reduce((sum, field) => sum + outside(field), 0);
}

/** A directory for this place of a file, in order of its tags, and its values behind it; no other follows. */
export function writeDirectory(fields: readonly Field[], at: number, little: boolean): Buffer {
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
