import { type FileTags, type Position, TAG_GROUPS, type TagGroup } from './tags.ts';

/** A tag as ExifReader yields it; only what is used here. */
type FoundTag = { id?: number; description?: unknown; value?: unknown };
export type Found = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** Characters of a value, and tags of a group, that are shown. */
const MOST_VALUE = 300;
const MOST_NAME = 80;
const MOST_TAGS = 300;

/** Positions of other things in the file, copies of blocks that have a group of their own, and what only its maker reads. */
const LEFT_OUT =
  /offset|ifd pointer|^(_raw|MakerNote|Thumbnail.*|JPEGInterchangeFormat.*|PrintIM|Padding|ImageResources|ApplicationNotes|XMLPacket|Photoshop.*|IPTC-NAA|InterColorProfile|ICC_Profile|StripByteCounts|TileByteCounts|JPEGTables|NativeDigest|undefined-.*)$/i;

/** Words that keep their capitals. */
const ACRONYMS =
  /^(GPS|ISO|ICC|XMP|IPTC|EXIF|ID|URL|URI|DPI|RGB|CMYK|CFA|YCbCr|CIE|XP|DCT|UTC|LZW|PCS|CMM|X|Y)$/;

/** `FocalLengthIn35mmFilm` as `Focal length in 35 mm film`. */
export function readableName(name: string): string {
  const words = name
    .replace(/_/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/(\D)(\d+mm)/g, '$1 $2')
    .replace(/(\d)mm\b/g, '$1 mm')
    .trim()
    .split(/\s+/)
    .map((word, i) =>
      ACRONYMS.test(word) || /^[A-Z\d]{2,}$/.test(word) ? word : i === 0 ? word : word.toLowerCase(),
    );
  const text = words.join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.slice(0, MOST_NAME);
}

/** One line of visible text of bounded length; "" when there is nothing to show. */
export function readableValue({ description, value }: FoundTag): string {
  const shown = typeof description === 'string' || typeof description === 'number' ? description : value;
  if (typeof shown !== 'string' && typeof shown !== 'number') return '';
  const text = String(shown)
    .slice(0, MOST_VALUE * 4)
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toWellFormed();
  return text.length > MOST_VALUE ? `${text.slice(0, MOST_VALUE).toWellFormed()}…` : text;
}

/** Tags of the picture's own directory, as TIFF 6.0 has them; the others of that block are EXIF's. */
function isTiffTag({ id }: FoundTag): boolean {
  return id !== undefined && ((id >= 0xfe && id < 0x0300) || id === 0x8298 || (id >= 0x9c9b && id <= 0x9c9f));
}

function groupOf(block: string, name: string, tag: FoundTag): TagGroup['name'] | undefined {
  if (block === 'exif') return name.startsWith('GPS') ? 'GPS' : isTiffTag(tag) ? 'TIFF' : 'EXIF';
  if (block === 'iptc') return 'IPTC';
  if (block === 'xmp') return 'XMP';
  if (block === 'icc') return 'ICC';
  return block === 'pngText' ? 'Text' : undefined;
}

/** What ExifReader found, sorted into groups for people. */
export function readableTags(found: Found): FileTags {
  const groups = new Map<string, Map<string, string>>();
  for (const [block, tags] of Object.entries(found)) {
    for (const [name, tag] of Object.entries(tags ?? {})) {
      if (typeof tag !== 'object' || tag === null || LEFT_OUT.test(name)) continue;
      const group = groupOf(block, name, tag);
      const value = group && readableValue(tag);
      if (group === undefined || !value) continue;
      const list = groups.get(group) ?? new Map<string, string>();
      if (list.size < MOST_TAGS) list.set(readableName(group === 'GPS' ? name.slice(3) : name), value);
      groups.set(group, list);
    }
  }
  return {
    groups: TAG_GROUPS.flatMap((name) => {
      const tags = [...(groups.get(name) ?? [])].map(([tag, value]) => ({ name: tag, value }));
      return tags.length === 0 ? [] : [{ name, tags }];
    }),
    position: positionOf(found['gps']),
    profile: profileOf(found['icc']),
  };
}

function inRange(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= most;
}

/** 0, 0 is a place. */
function positionOf(gps: Found[string]): Position | null {
  const { Latitude: latitude, Longitude: longitude, Altitude: altitude } = gps ?? {};
  if (!inRange(latitude, 90) || !inRange(longitude, 180)) return null;
  return { latitude, longitude, altitude: inRange(altitude, 1e6) ? altitude : null };
}

function profileOf(icc: Found[string]): string | null {
  const tag = icc?.['ICC Description'];
  const name = typeof tag === 'object' && tag !== null ? readableValue(tag) : '';
  return name === '' ? null : name;
}
