import { formatBytes } from '#lib/format/bytes.ts';
import { formatDate } from '#lib/format/dates.ts';
import { formatCount } from '#lib/format/numbers.ts';
import { formatOf, knownExtensions, mimeOf } from '#lib/transform/formats.ts';
import type { Listing } from './listing.ts';

const NAMED: ReadonlyArray<readonly [name: string, ...extensions: string[]]> = [
  ['JPEG', 'jpg'],
  ['PNG', 'png'],
  ['TIFF', 'tif'],
  ['WebP', 'webp'],
  ['AVIF', 'avif'],
  ['GIF', 'gif'],
  ['SVG', 'svg'],
  ['PDF', 'pdf'],
  ['EPS', 'eps'],
  ['Photoshop', 'psd'],
  ['HEIC', 'heic', 'heif'],
  ['JPEG XL', 'jxl'],
  ['JPEG 2000', 'jp2'],
  ['Camera raw', ...knownExtensions().filter((each) => formatOf(each)?.name === 'Camera raw')],
  ['DICOM', 'dcm'],
  ['GIMP', 'xcf'],
];

/** Kinds of files to choose from, with the MIME types that they are. */
export const TYPES: ReadonlyArray<{ name: string; types: readonly string[] }> = NAMED.map(
  ([name, ...extensions]) => ({ name, types: extensions.map((each) => mimeOf(each) ?? each) }),
);

type Kind = 'type' | 'pixels' | 'bytes' | 'date' | 'tag';

/** What each filter of a listing says on its chip; undefined for those that do not hold. */
export function filterTexts(listing: Listing): Readonly<Record<Kind, string | undefined>> {
  const { type, tag, min_width, max_width, min_height, max_height, from, to } = listing;
  const width = range(min_width, max_width, formatCount);
  const height = range(min_height, max_height, formatCount);
  const day = (value: string) => (value === '' ? undefined : value);
  return {
    type: [...new Set(type.map(typeName))].join(', ') || undefined,
    pixels:
      [width && `${width} wide`, height && `${height} high`]
        .filter((part) => part !== undefined)
        .join(', ') || undefined,
    bytes: range(listing.min_bytes, listing.max_bytes, formatBytes),
    date: range(day(from), day(to), (value) => formatDate(value, 'UTC')),
    tag: tag.join(', ') || undefined,
  };
}

/** The name of a MIME type or extension for people. */
export function typeName(type: string): string {
  return TYPES.find(({ types }) => types.includes(type.toLowerCase()))?.name ?? type.toUpperCase();
}

function range<Value>(
  min: Value | undefined,
  max: Value | undefined,
  format: (value: Value) => string,
): string | undefined {
  if (min === undefined && max === undefined) return undefined;
  if (min === undefined) return `up to ${format(max as Value)}`;
  if (max === undefined) return `from ${format(min)}`;
  return min === max ? format(min) : `${format(min)} to ${format(max)}`;
}
