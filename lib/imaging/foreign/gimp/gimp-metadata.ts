import { readableName } from '../../file-tags/readable-tags.ts';
import { type Blocks, block } from '../blocks.ts';
import { exifField } from '../tiff/exif-fields.ts';
import { writeExif } from '../tiff/tiff-blocks.ts';
import type { Field } from '../tiff/tiff-directory.ts';
import { EXIF_NAMES } from './exif-names.ts';

const MOST_TAGS = 2000;
const LONGEST_LIST = 4 * 1024 * 1024;
const LINE = /<tag name="([^"<>]{1,120})"(?: encoding="(base64)")?>([^<]{0,20000})<\/tag>/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** A text in a language, as Exiv2 writes it. */
const LANGUAGE = /^lang="?[\w-]+"? /;

/**
 * EXIF, and words of XMP and IPTC, out of the list that GIMP keeps since 2.10: a name of Exiv2 and a text each. Only what has words or
 * numbers in it becomes EXIF; XMP and IPTC are told but no blocks of their own. Source: what GIMP 2.10 writes, and names as Exiv2
 * documents them.
 */
export function readGimpMetadata(list: string): {
  exif: Uint8Array | undefined;
  texts: NonNullable<Blocks['texts']>;
} {
  const fields: Record<'Image' | 'Photo' | 'GPSInfo', Field[]> = { Image: [], Photo: [], GPSInfo: [] };
  const texts = new Map<string, { name: string; value: string; group: 'IPTC' | 'XMP' }>();
  let count = 0;
  for (const [, name = '', encoding, content = ''] of list.slice(0, LONGEST_LIST).matchAll(LINE)) {
    count += 1;
    if (count > MOST_TAGS) break;
    const value = encoding
      ? Buffer.from(content, 'base64').toString('latin1').replace(/\0+$/, '')
      : unescaped(content);
    const [family, directory, ...rest] = name.split('.');
    if (family === 'Exif') {
      const known = EXIF_NAMES.get(`${directory}.${rest[0]}`);
      const field = known && exifField(known.tag, known.kind, value);
      if (field && known) fields[known.directory].push(field);
    } else if (family === 'Xmp' || family === 'Iptc') {
      const group = family === 'Xmp' ? 'XMP' : 'IPTC';
      const before = texts.get(name)?.value;
      const said = value.replace(LANGUAGE, '');
      const joined = before === undefined ? said : `${before}, ${said}`;
      texts.set(name, { name: readableName(rest.join('.')), value: joined, group });
    }
  }
  const { Image: told, Photo: exif, GPSInfo: gps } = fields;
  return { exif: block(writeExif({ little: true, told, exif, gps })), texts: [...texts.values()] };
}

function unescaped(text: string): string {
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex, decimal, named) => {
    if (named !== undefined) return ENTITIES[named] ?? whole;
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
  });
}
