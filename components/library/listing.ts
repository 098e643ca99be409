import type { Query } from '../client/api.ts';

/** Orders of a listing; a minus turns one round. Names as in the API. */
export const SORTS = [
  'name',
  '-name',
  '-date',
  'date',
  '-size',
  'size',
  '-found',
  'found',
  'relevance',
] as const;
export type Sort = (typeof SORTS)[number];

/** Values that have a lower and an upper end. */
export type Bound = 'min_width' | 'max_width' | 'min_height' | 'max_height' | 'min_bytes' | 'max_bytes';
const BOUNDS: readonly Bound[] = [
  'min_width',
  'max_width',
  'min_height',
  'max_height',
  'min_bytes',
  'max_bytes',
];

/** Which images are shown, and in which order: what stands in the address of the page. */
export type Listing = {
  /** Folder: `/` or `/a/b`. */
  path: string;
  q: string;
  /** MIME types or extensions. */
  type: readonly string[];
  tag: readonly string[];
  /** First and last day, `yyyy-mm-dd`; empty for none. */
  from: string;
  to: string;
  /** Undefined: as the rest says (folders below count when something is looked for). */
  recursive: boolean | undefined;
  /** Undefined: by relevance with words to look for, else by name. */
  sort: Sort | undefined;
} & Readonly<Record<Bound, number | undefined>>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A folder's path in the one form that is used here: `/a/b`, the root `/`. */
export function folderPath(typed: string): string {
  const parts = typed.split('/').filter((part) => part !== '');
  return `/${parts.join('/')}`;
}

/** The listing that an address asks for. What cannot be understood is left out. */
export function readListing(values: { get(name: string): string | null }): Listing {
  const text = (name: string) => values.get(name)?.trim() ?? '';
  const list = (name: string) =>
    text(name)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const day = (name: string) => (DAY.test(text(name)) ? text(name) : '');
  const recursive = text('recursive').toLowerCase();
  const sort = text('sort');
  return {
    path: folderPath(values.get('path') ?? '/'),
    q: text('q'),
    type: list('type'),
    tag: list('tag'),
    from: day('from'),
    to: day('to'),
    recursive: recursive === '' ? undefined : ['1', 'true', 'yes'].includes(recursive),
    sort: SORTS.find((known) => known === sort),
    ...(Object.fromEntries(BOUNDS.map((name) => [name, wholeNumber(text(name))])) as Record<
      Bound,
      number | undefined
    >),
  };
}

function wholeNumber(written: string): number | undefined {
  return /^\d{1,15}$/.test(written) ? Number(written) : undefined;
}

/** The listing as values of an address; what is as it is anyway is undefined. `view` is no part of it. */
export function listingValues(listing: Listing): Record<string, string | undefined> {
  const isDefaultDepth = listing.recursive === undefined || listing.recursive === isNarrowed(listing);
  return {
    path: listing.path === '/' ? undefined : listing.path,
    q: listing.q || undefined,
    type: listing.type.join(',') || undefined,
    tag: listing.tag.join(',') || undefined,
    from: listing.from || undefined,
    to: listing.to || undefined,
    recursive: isDefaultDepth ? undefined : String(Number(listing.recursive)),
    sort: listing.sort === undefined || listing.sort === defaultSort(listing) ? undefined : listing.sort,
    ...Object.fromEntries(BOUNDS.map((name) => [name, listing[name]?.toString()])),
  };
}

/** The images that a listing means, as the API takes them, without their order. */
export function searchFields(listing: Listing): Query {
  return {
    path: listing.path,
    recursive: isRecursive(listing),
    q: listing.q || undefined,
    type: listing.type.join(',') || undefined,
    tag: listing.tag.join(',') || undefined,
    from: listing.from || undefined,
    to: listing.to || undefined,
    ...Object.fromEntries(BOUNDS.map((name) => [name, listing[name]])),
  };
}

/** The query of GET /browse/, without the place of a page. */
export function browseQuery(listing: Listing): Query {
  return { ...searchFields(listing), sort: sortOf(listing) };
}

/** The query as text, complete, for pages that follow this listing and come back to it. */
export function listingText(listing: Listing): string {
  const pairs = Object.entries(browseQuery(listing)).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return new URLSearchParams(pairs).toString().replaceAll('%2F', '/');
}

/** Whether only some of the folder's images are asked for. */
export function isNarrowed(listing: Listing): boolean {
  const { q, type, tag, from, to } = listing;
  return (
    q !== '' ||
    type.length > 0 ||
    tag.length > 0 ||
    from !== '' ||
    to !== '' ||
    BOUNDS.some((name) => listing[name] !== undefined)
  );
}

/** Whether images of folders below are among them. */
export function isRecursive(listing: Listing): boolean {
  return listing.recursive ?? isNarrowed(listing);
}

function defaultSort({ q }: Listing): Sort {
  return q === '' ? 'name' : 'relevance';
}

/** The order that holds. */
export function sortOf(listing: Listing): Sort {
  if (listing.sort === undefined || (listing.sort === 'relevance' && listing.q === '')) {
    return defaultSort(listing);
  }
  return listing.sort;
}

/** The folder with nothing narrowed down; the order stays, but for one that needs words. */
export function wholeFolder(listing: Listing, path = listing.path): Listing {
  return {
    ...readListing(new URLSearchParams()),
    path,
    sort: listing.sort === 'relevance' ? undefined : listing.sort,
  };
}
