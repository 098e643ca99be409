/** The two EXIF texts that may outlive a strip. */
export type Copyright = { artist?: string | undefined; copyright?: string | undefined };

const ORIENTATION = 0x0112;
const X_RESOLUTION = 0x011a;
const Y_RESOLUTION = 0x011b;
const RESOLUTION_UNIT = 0x0128;
const INCH = 2;
const THUMBNAIL = 0x0201;
const THUMBNAIL_LENGTH = 0x0202;
const ARTIST = 0x013b;
const COPYRIGHT = 0x8298;
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const ASCII = 2;
const PREFIX = Buffer.from('Exif\0\0', 'latin1');
const MAX_TEXT = 2000;

type Entry = { tag: number; type: number; count: number; at: number };
/** `next`: where the pointer to the following directory stands. */
type Directory = { entries: Entry[]; little: boolean; next: number };

/** The TIFF structure inside an EXIF block, without the marker that JPEG puts in front. */
export function exifBody(exif: Buffer): Buffer {
  return exif.subarray(0, PREFIX.length).equals(PREFIX) ? exif.subarray(PREFIX.length) : exif;
}

/**
 * The EXIF for a picture made from the source: without the thumbnail, which would show what has been cut away,
 * and with orientation 1 when the pixels have been turned `upright`.
 */
export function exifForResult(exif: Buffer, upright: boolean): Buffer {
  const body = Buffer.from(exifBody(exif));
  const main = firstDirectory(body);
  if (main === undefined) return body;
  const orientation = find(main, ORIENTATION, SHORT);
  if (upright && orientation !== undefined) write16(body, main, orientation.at + 8, 1);
  return withoutThumbnail(body, main);
}

/** The EXIF with its resolution, where it states one, replaced. */
export function exifWithDpi(exif: Buffer, dpi: number): Buffer {
  const body = Buffer.from(exifBody(exif));
  const main = firstDirectory(body);
  if (main === undefined) return body;
  for (const tag of [X_RESOLUTION, Y_RESOLUTION]) {
    const entry = find(main, tag, RATIONAL);
    const at = entry && read32(body, main, entry.at + 8);
    if (at === undefined || at + 8 > body.length) continue;
    write32(body, main, at, Math.round(dpi));
    write32(body, main, at + 4, 1);
  }
  const unit = find(main, RESOLUTION_UNIT, SHORT);
  if (unit !== undefined) write16(body, main, unit.at + 8, INCH);
  return body;
}

/** Artist and Copyright of an EXIF block; undefined when it has neither. */
export function readCopyright(exif: Buffer): Copyright | undefined {
  const body = exifBody(exif);
  const directory = firstDirectory(body);
  if (directory === undefined) return undefined;
  const artist = text(body, directory, ARTIST);
  const copyright = text(body, directory, COPYRIGHT);
  return artist === undefined && copyright === undefined ? undefined : { artist, copyright };
}

/** An EXIF block (without marker) that holds these texts and nothing else. */
export function copyrightExif({ artist, copyright }: Copyright): Buffer {
  const texts = [
    [ARTIST, artist],
    [COPYRIGHT, copyright],
  ] as const;
  const entries = texts.flatMap(([tag, value]) =>
    value ? [{ tag, value: Buffer.from(`${value.slice(0, MAX_TEXT)}\0`) }] : [],
  );
  const end = 8 + 2 + entries.length * 12 + 4;
  const head = Buffer.alloc(end);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(entries.length, 8);
  const outside: Buffer[] = [];
  let free = end;
  for (const [i, { tag, value }] of entries.entries()) {
    const at = 10 + i * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(ASCII, at + 2);
    head.writeUInt32LE(value.length, at + 4);
    if (value.length <= 4) {
      value.copy(head, at + 8);
      continue;
    }
    head.writeUInt32LE(free, at + 8);
    const padded = Buffer.alloc(value.length + (value.length & 1));
    value.copy(padded);
    outside.push(padded);
    free += padded.length;
  }
  return Buffer.concat([head, ...outside]);
}

/** Unlinks the second directory and blanks the picture it points to. */
function withoutThumbnail(body: Buffer, main: Directory): Buffer {
  if (main.next + 4 > body.length) return body;
  const second = directoryAt(body, read32(body, main, main.next), main.little);
  write32(body, main, main.next, 0);
  const start = second && find(second, THUMBNAIL, LONG);
  const length = second && find(second, THUMBNAIL_LENGTH, LONG);
  if (start === undefined || length === undefined) return body;
  const from = read32(body, main, start.at + 8);
  const to = from + read32(body, main, length.at + 8);
  if (from < 8 || to > body.length) return body;
  if (to === body.length) return body.subarray(0, from);
  body.fill(0, from, to);
  return body;
}

function firstDirectory(body: Buffer): Directory | undefined {
  if (body.length < 14) return undefined;
  const order = body.toString('latin1', 0, 4);
  const little = order === 'II*\0';
  if (!little && order !== 'MM\0*') return undefined;
  return directoryAt(body, little ? body.readUInt32LE(4) : body.readUInt32BE(4), little);
}

function directoryAt(body: Buffer, start: number, little: boolean): Directory | undefined {
  if (start < 8 || start + 2 > body.length) return undefined;
  const count = Math.min(read16(body, { little }, start), 512);
  const entries: Entry[] = [];
  for (let i = 0; i < count && start + 14 + i * 12 <= body.length; i++) {
    const at = start + 2 + i * 12;
    const tag = read16(body, { little }, at);
    entries.push({
      tag,
      type: read16(body, { little }, at + 2),
      count: read32(body, { little }, at + 4),
      at,
    });
  }
  return { entries, little, next: start + 2 + count * 12 };
}

function find({ entries }: Directory, wanted: number, kind: number): Entry | undefined {
  return entries.find(({ tag, type }) => tag === wanted && type === kind);
}

type Order = { little: boolean };

function read16(body: Buffer, { little }: Order, at: number): number {
  return little ? body.readUInt16LE(at) : body.readUInt16BE(at);
}

function read32(body: Buffer, { little }: Order, at: number): number {
  return little ? body.readUInt32LE(at) : body.readUInt32BE(at);
}

function write16(body: Buffer, { little }: Order, at: number, value: number): void {
  if (little) body.writeUInt16LE(value, at);
  else body.writeUInt16BE(value, at);
}

function write32(body: Buffer, { little }: Order, at: number, value: number): void {
  if (little) body.writeUInt32LE(value, at);
  else body.writeUInt32BE(value, at);
}

function text(body: Buffer, directory: Directory, wanted: number): string | undefined {
  const entry = find(directory, wanted, ASCII);
  if (entry === undefined) return undefined;
  const start = entry.count <= 4 ? entry.at + 8 : read32(body, directory, entry.at + 8);
  if (start + entry.count > body.length) return undefined;
  return exifText(body.subarray(start, start + entry.count));
}

/** The copyright field may hold two texts, photographer's and editor's, with a zero byte between them. */
export function exifText(bytes: Buffer): string | undefined {
  const value = bytes
    .subarray(0, MAX_TEXT)
    .toString('utf8')
    .replace(/\0+$/, '')
    .replaceAll('\0', ', ')
    .trim();
  return value === '' ? undefined : value;
}
