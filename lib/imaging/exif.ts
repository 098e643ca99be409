/** The two EXIF texts that may outlive a strip. */
export type Copyright = { artist?: string | undefined; copyright?: string | undefined };

const ORIENTATION = 0x0112;
const ARTIST = 0x013b;
const COPYRIGHT = 0x8298;
const SHORT = 3;
const ASCII = 2;
const PREFIX = Buffer.from('Exif\0\0', 'latin1');
const MAX_TEXT = 2000;

type Entry = { tag: number; type: number; count: number; at: number };
type Directory = { entries: Entry[]; little: boolean };

/** The TIFF structure inside an EXIF block, without the marker that JPEG puts in front. */
export function exifBody(exif: Buffer): Buffer {
  return exif.subarray(0, PREFIX.length).equals(PREFIX) ? exif.subarray(PREFIX.length) : exif;
}

/** The same EXIF with orientation 1, for pixels that have been turned upright. */
export function uprightExif(exif: Buffer): Buffer {
  const body = exifBody(exif);
  const directory = firstDirectory(body);
  const entry = directory?.entries.find(({ tag, type }) => tag === ORIENTATION && type === SHORT);
  if (directory === undefined || entry === undefined) return body;
  const copy = Buffer.from(body);
  if (directory.little) copy.writeUInt16LE(1, entry.at + 8);
  else copy.writeUInt16BE(1, entry.at + 8);
  return copy;
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

function firstDirectory(body: Buffer): Directory | undefined {
  if (body.length < 14) return undefined;
  const order = body.toString('latin1', 0, 4);
  const little = order === 'II*\0';
  if (!little && order !== 'MM\0*') return undefined;
  const u16 = (at: number) => (little ? body.readUInt16LE(at) : body.readUInt16BE(at));
  const u32 = (at: number) => (little ? body.readUInt32LE(at) : body.readUInt32BE(at));
  const start = u32(4);
  if (start + 2 > body.length) return undefined;
  const count = Math.min(u16(start), 512);
  const entries: Entry[] = [];
  for (let i = 0; i < count && start + 14 + i * 12 <= body.length; i++) {
    const at = start + 2 + i * 12;
    entries.push({ tag: u16(at), type: u16(at + 2), count: u32(at + 4), at });
  }
  return { entries, little };
}

function text(body: Buffer, { entries, little }: Directory, wanted: number): string | undefined {
  const entry = entries.find(({ tag, type }) => tag === wanted && type === ASCII);
  if (entry === undefined) return undefined;
  const offset = little ? body.readUInt32LE(entry.at + 8) : body.readUInt32BE(entry.at + 8);
  const start = entry.count <= 4 ? entry.at + 8 : offset;
  if (start + entry.count > body.length) return undefined;
  const bytes = body.subarray(start, start + Math.min(entry.count, MAX_TEXT));
  // The copyright field may hold two texts, photographer and editor, with a zero byte between them.
  const value = bytes.toString('utf8').replace(/\0+$/, '').replaceAll('\0', ', ').trim();
  return value === '' ? undefined : value;
}
