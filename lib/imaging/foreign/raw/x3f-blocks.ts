import { type Blocks, block } from '../blocks.ts';
import type { FileBytes } from '../file-bytes.ts';
import { exifField, type FieldKind } from '../tiff/exif-fields.ts';
import { writeExif } from '../tiff/tiff-blocks.ts';
import type { Field } from '../tiff/tiff-directory.ts';
import { exifOfJpeg } from './jpeg-exif.ts';

type Entry = { at: number; length: number; type: string };

const MOST_ENTRIES = 1000;
const MOST_PROPERTIES = 1000;
const LARGEST_LIST = 1024 * 1024;
const LIST_HEAD = 24;
const PICTURE_HEAD = 28;
const JPEG = 18;
const UTF16 = 0;

/** What properties say in words of EXIF. Source: names of the properties as ExifTool documents them. */
const MEANT: ReadonlyArray<readonly [name: string, tag: number, kind: FieldKind]> = [
  ['CAMMANUF', 0x010f, 'text'],
  ['CAMMODEL', 0x0110, 'text'],
  ['FIRMVERS', 0x0131, 'text'],
  ['SHUTTER', 0x829a, 'fraction'],
  ['APERTURE', 0x829d, 'fraction'],
  ['ISO', 0x8827, 'short'],
  ['EXPCOMP', 0x9204, 'signed fraction'],
  ['FLENGTH', 0x920a, 'fraction'],
  ['CAMSERIAL', 0xa431, 'text'],
  ['FLEQ35MM', 0xa405, 'short'],
];
const EXIF_FROM = 0x8298;
const TAKEN = 0x9003;

/**
 * What an X3F file of Sigma says: EXIF of the JPEG inside, as the newer cameras write it, else their lists of properties put
 * into the words of EXIF. Source: the X3F format as Foveon published it.
 */
export function x3fBlocks(file: FileBytes): Blocks {
  const entries = directoryOf(file);
  for (const { at, length, type } of entries) {
    const isPicture = (type === 'IMA2' || type === 'IMAG') && length > PICTURE_HEAD + 12;
    if (!isPicture || file.slice(at, PICTURE_HEAD).readUInt32LE(12) !== JPEG) continue;
    const exif = exifOfJpeg(file, at + PICTURE_HEAD);
    if (exif) return { exif };
  }
  const properties = new Map(
    entries.filter(({ type }) => type === 'PROP').flatMap((entry) => [...propertiesOf(file, entry)]),
  );
  return { exif: block(exifOf(properties)) };
}

/** The directory, whose place stands at the very end. */
function directoryOf(file: FileBytes): Entry[] {
  const start = file.slice(file.size - 4, 4).readUInt32LE(0);
  const head = file.slice(start, 12);
  if (head.toString('latin1', 0, 4) !== 'SECd') return [];
  const count = Math.min(head.readUInt32LE(8), MOST_ENTRIES);
  const bytes = Buffer.from(file.slice(start + 12, count * 12));
  return Array.from({ length: count }, (_, i) => ({
    at: bytes.readUInt32LE(i * 12),
    length: bytes.readUInt32LE(i * 12 + 4),
    type: bytes.toString('latin1', i * 12 + 8, i * 12 + 12),
  }));
}

/** Names and values in characters of two bytes, each up to a zero; their places are counted in characters. */
function propertiesOf(file: FileBytes, { at, length }: Entry): Map<string, string> {
  const found = new Map<string, string>();
  if (length < LIST_HEAD || length > LARGEST_LIST) return found;
  const bytes = Buffer.from(file.slice(at, length));
  if (bytes.toString('latin1', 0, 4) !== 'SECp' || bytes.readUInt32LE(12) !== UTF16) return found;
  const count = Math.min(bytes.readUInt32LE(8), MOST_PROPERTIES);
  const characters = bytes.subarray(LIST_HEAD + count * 8).toString('utf16le');
  const text = (place: number) => characters.slice(place, characters.indexOf('\0', place) >>> 0);
  for (let i = 0; i < count; i++) {
    const entry = LIST_HEAD + i * 8;
    found.set(text(bytes.readUInt32LE(entry)), text(bytes.readUInt32LE(entry + 4)).trim());
  }
  return found;
}

function exifOf(properties: ReadonlyMap<string, string>): Buffer | undefined {
  const fields = MEANT.map(([name, tag, kind]) => exifField(tag, kind, properties.get(name) ?? ''));
  const taken = dateOf(properties.get('TIME'));
  const known = [...fields, taken === undefined ? undefined : exifField(TAKEN, 'text', taken)].filter(
    (field): field is Field => field !== undefined,
  );
  return writeExif({
    little: true,
    told: known.filter(({ tag }) => tag < EXIF_FROM),
    exif: known.filter(({ tag }) => tag >= EXIF_FROM),
    gps: [],
  });
}

/** Seconds of the camera's clock since 1970, as EXIF writes a time. */
function dateOf(seconds: string | undefined): string | undefined {
  const number = Number(seconds);
  if (!(number > 0 && number < 2 ** 32)) return undefined;
  return new Date(number * 1000).toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' ');
}
