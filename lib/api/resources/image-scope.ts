import { scopeSearch } from '#lib/catalog/image-filters.ts';
import type { HeldListing } from '#lib/catalog/list-folder.ts';
import type { ImageSearch } from '#lib/catalog/store/search-conditions.ts';
import { imageFilters, type ScopeValues } from '#lib/contracts/image-filters.ts';
import { notFound } from '#lib/errors/error.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { type Regions, regionsOf } from '#lib/permissions/regions.ts';
import type { Call } from '../door/endpoint.ts';

/** Which images somebody means. */
export type ImageScope = {
  /** Path with a leading slash. */
  folder: string;
  /** Level of the caller on it. */
  access: number;
  search: ImageSearch;
  /** Whether these are all pictures of the folder. */
  whole: boolean;
  /** Whether records of the folder are still being made. */
  incomplete: boolean;
  /** Another one when something may have changed. */
  stamp: string;
  /** The files of the folder; undefined when it is not there or not for the caller to see. */
  listing: HeldListing | undefined;
};

type Viewer = Pick<Call<unknown, unknown>, 'parts' | 'caller' | 'requireLevel'>;

const EVERYWHERE: Regions = { root: true, turns: [] };

/**
 * The images that a caller means, confined to what the caller may view; the folder is brought into step with the disk.
 * Throws forbidden for a folder that the caller may not view, unless folders below count too, and not_found for one that
 * is not there.
 */
export async function readScope(call: Viewer, values: ScopeValues): Promise<ImageScope> {
  const { parts, caller } = call;
  const viewable = values.recursive
    ? regionsOf(caller.principal, parts.permissions.grants(), LEVEL.view)
    : EVERYWHERE;
  const search = scopeSearch(values, viewable);
  const folder = search.folder ?? '/';
  const access = parts.permissions.level(caller.principal, folder);
  // First: whether a folder exists is told to those only who may look there.
  if (!values.recursive) call.requireLevel(folder, LEVEL.view);
  const listing = access >= LEVEL.view ? await lookAt(call, folder) : undefined;
  const incomplete = listing !== undefined && !(await parts.syncFolder(listing));
  return {
    folder,
    access,
    search,
    whole: !values.recursive && isUnfiltered(values),
    incomplete,
    stamp: stampOf(parts.epoch.value, listing, incomplete),
    listing,
  };
}

/** Numbers of listings, and how many there are. */
const numbers = new WeakMap<HeldListing, number>();
let last = 0;

/** What an answer rests on: changes by way of the server, and files of the folder that come and go. */
function stampOf(epoch: number, listing: HeldListing | undefined, incomplete: boolean): string {
  let number = listing === undefined ? 0 : numbers.get(listing);
  if (number === undefined || incomplete) number = last += 1;
  if (listing) numbers.set(listing, number);
  return `${epoch} ${number}`;
}

async function lookAt({ parts }: Viewer, folder: string): Promise<HeldListing> {
  const listing = await parts.listings.look(folder);
  if (!listing) throw notFound(`there is no folder ${folder}`);
  await parts.listings.record(listing);
  return listing;
}

function isUnfiltered(values: ScopeValues): boolean {
  return Object.keys(imageFilters).every((name) => {
    const value = values[name as keyof typeof imageFilters];
    return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  });
}
