import type { FilterValues, ScopeValues, Selection } from '#lib/contracts/image-filters.ts';
import { badRequest } from '#lib/errors/error.ts';
import { normalizeFolderPath } from '#lib/paths/image-path.ts';
import type { Regions } from '#lib/permissions/regions.ts';
import { isReadable, knownExtensions, mimeOf } from '#lib/transform/formats.ts';
import { readSearchTerms } from './search-terms.ts';
import type { ImageSearch } from './store/search-conditions.ts';

const DAY_MS = 86_400_000;

/** Extensions of files that are pictures to this server, in lower case. */
export const PICTURES: readonly string[] = knownExtensions().filter(isReadable);

/** The conditions of a search that its filters stand for. Throws 400 for an unknown type. */
export function readFilters(
  values: FilterValues,
  dateOf: 'file' | 'found' = 'file',
): Omit<ImageSearch, 'folder' | 'recursive' | 'regions'> {
  const days = {
    min: values.from?.getTime(),
    max: values.to && values.to.getTime() + DAY_MS - 1,
  };
  return {
    text: values.q,
    terms: readSearchTerms(values.q),
    tags: values.tag,
    extensions: values.type && values.type.length > 0 ? values.type.flatMap(extensionsOf) : undefined,
    width: { min: values.min_width, max: values.max_width },
    height: { min: values.min_height, max: values.max_height },
    bytes: { min: values.min_bytes, max: values.max_bytes },
    fileTime: dateOf === 'file' ? days : {},
    found: dateOf === 'found' ? days : {},
  };
}

function extensionsOf(name: string): string[] {
  const wanted = name.trim().toLowerCase();
  const known = knownExtensions();
  const found = wanted.includes('/')
    ? known.filter((extension) => mimeOf(extension) === wanted)
    : known.filter((extension) => extension === wanted);
  if (found.length === 0) throw badRequest(`type: ${name} is no known extension or type`);
  return found;
}

/**
 * The search behind a page of the library: pictures of a folder where somebody may look. Text that asks for nothing finds
 * nothing. Throws 400 for an unknown type, and what normalizeFolderPath throws.
 */
export function scopeSearch(values: ScopeValues, regions: Regions): ImageSearch {
  const filters = readFilters(values);
  const nothing = filters.text !== '' && !filters.terms;
  const pictures = filters.extensions ? filters.extensions.filter(isReadable) : PICTURES;
  return {
    ...filters,
    extensions: nothing ? [] : pictures,
    folder: normalizeFolderPath(values.path === '' ? '/' : values.path),
    recursive: values.recursive,
    regions,
  };
}

/** The search that finds what is selected, as far as somebody may look. Throws as scopeSearch does. */
export function selectionSearch({ ids, search, except }: Selection, regions: Regions): ImageSearch {
  if (search) return { ...scopeSearch(search, regions), except };
  return {
    text: '',
    terms: undefined,
    folder: undefined,
    recursive: true,
    ids: ids ?? [],
    except,
    extensions: undefined,
    width: {},
    height: {},
    bytes: {},
    fileTime: {},
    found: {},
    regions,
  };
}
