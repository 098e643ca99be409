import { z } from 'zod';
import type { HeldListing } from '#lib/catalog/list-folder.ts';
import type { ImageSearch } from '#lib/catalog/store/search-conditions.ts';
import { bool, text } from '#lib/contracts/fields.ts';
import { notFound } from '#lib/errors/error.ts';
import { normalizeFolderPath } from '#lib/paths/image-path.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import { type Regions, regionsOf } from '#lib/permissions/regions.ts';
import { isReadable, knownExtensions } from '#lib/transform/formats.ts';
import type { Call } from '../door/endpoint.ts';
import { imageFilters, readFilters } from './image-filters.ts';

/** What the library page narrows images down by. */
export const scopeFields = {
  ...imageFilters,
  path: text(0, 1024).default('/').meta({ description: 'folder; a slash in front is optional' }),
  recursive: bool.default(false).meta({ description: 'whether folders below count too' }),
};

export type ScopeValues = z.output<z.ZodObject<typeof scopeFields>>;

/** Which images somebody means. */
export type ImageScope = {
  /** Path with a leading slash. */
  folder: string;
  /** Level of the caller on it. */
  access: number;
  search: ImageSearch;
  /** Whether these are all pictures of the folder. */
  whole: boolean;
  /** The files of the folder; undefined when it is not there or not for the caller to see. */
  listing: HeldListing | undefined;
};

const EVERYWHERE: Regions = { root: true, turns: [] };

/** Extensions of files that are pictures to this server, in lower case. */
export const PICTURES: readonly string[] = knownExtensions().filter(isReadable);

/**
 * The images that a caller means, confined to what the caller may view; the folder is brought into step with the disk.
 * Throws forbidden for a folder that the caller may not view, unless folders below count too, and not_found for one that
 * is not there. Text that asks for nothing finds nothing.
 */
export async function readScope(
  call: Pick<Call<unknown, unknown>, 'parts' | 'caller' | 'requireLevel'>,
  values: ScopeValues,
): Promise<ImageScope> {
  const { parts, caller } = call;
  const folder = normalizeFolderPath(values.path === '' ? '/' : values.path);
  const access = parts.permissions.level(caller.principal, folder);
  // First: whether a folder exists is told to those only who may look there.
  if (!values.recursive) call.requireLevel(folder, LEVEL.view);
  const filters = readFilters(values);
  const listing = access >= LEVEL.view ? await lookAt(call, folder) : undefined;
  const nothing = filters.text !== '' && !filters.terms;
  return {
    folder,
    access,
    whole: !values.recursive && isUnfiltered(values),
    listing,
    search: {
      ...filters,
      extensions: nothing ? [] : pictures(filters.extensions),
      folder,
      recursive: values.recursive,
      regions: values.recursive
        ? regionsOf(caller.principal, parts.permissions.grants(), LEVEL.view)
        : EVERYWHERE,
    },
  };
}

async function lookAt(
  { parts }: Pick<Call<unknown, unknown>, 'parts'>,
  folder: string,
): Promise<HeldListing> {
  const listing = await parts.listings.look(folder);
  if (!listing) throw notFound(`there is no folder ${folder}`);
  await parts.listings.record(listing);
  await parts.syncFolder(listing);
  return listing;
}

function pictures(wanted: readonly string[] | undefined): readonly string[] {
  return wanted ? wanted.filter(isReadable) : PICTURES;
}

function isUnfiltered(values: ScopeValues): boolean {
  return Object.keys(imageFilters).every((name) => {
    const value = values[name as keyof typeof imageFilters];
    return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  });
}
