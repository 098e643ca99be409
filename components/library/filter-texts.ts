import { formatBytes } from '#lib/format/bytes.ts';
import { formatDate } from '#lib/format/dates.ts';
import { formatCount } from '#lib/format/numbers.ts';
import type { Listing } from './listing.ts';

/** Kinds of files to choose from, with the MIME types or extensions that they are. */
export const TYPES: ReadonlyArray<{ name: string; type: string }> = [
  { name: 'JPEG', type: 'image/jpeg' },
  { name: 'PNG', type: 'image/png' },
  { name: 'TIFF', type: 'image/tiff' },
  { name: 'WebP', type: 'image/webp' },
  { name: 'AVIF', type: 'image/avif' },
  { name: 'GIF', type: 'image/gif' },
  { name: 'SVG', type: 'image/svg+xml' },
];

type Kind = 'type' | 'pixels' | 'bytes' | 'date' | 'tag';

/** What each filter of a listing says on its chip; undefined for those that do not hold. */
export function filterTexts(listing: Listing): Readonly<Record<Kind, string | undefined>> {
  const { type, tag, min_width, max_width, min_height, max_height, from, to } = listing;
  const width = range(min_width, max_width, formatCount);
  const height = range(min_height, max_height, formatCount);
  const day = (value: string) => (value === '' ? undefined : value);
  return {
    type: type.map(typeName).join(', ') || undefined,
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
  return TYPES.find((known) => known.type === type.toLowerCase())?.name ?? type.toUpperCase();
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
