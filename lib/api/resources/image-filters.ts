import { z } from 'zod';
import { readSearchTerms } from '#lib/catalog/search-terms.ts';
import type { ImageSearch } from '#lib/catalog/store/search-conditions.ts';
import { date, int, list, text } from '#lib/contracts/fields.ts';
import { badRequest } from '#lib/errors/error.ts';
import { knownExtensions, mimeOf } from '#lib/transform/formats.ts';

const MOST_BYTES = Number.MAX_SAFE_INTEGER;
const MOST_PIXELS = 1_000_000;
const DAY_MS = 86_400_000;

/** What images can be looked for by, wherever they are. */
export const imageFilters = {
  q: text(0, 200, { trim: true }).default('').meta({
    description: 'words and "phrases" in names, paths, titles, descriptions and tags; parts of names',
  }),
  type: list(text(1, 40), 50)
    .optional()
    .meta({ description: 'extensions (`jpg,png`) or types (`image/jpeg`)' }),
  tag: list(text(1, 60, { trim: true }), 20)
    .optional()
    .meta({ description: 'names of tags, in any case; an image has all of them' }),
  min_width: int(0, MOST_PIXELS).optional(),
  max_width: int(0, MOST_PIXELS).optional(),
  min_height: int(0, MOST_PIXELS).optional(),
  max_height: int(0, MOST_PIXELS).optional(),
  min_bytes: int(0, MOST_BYTES).optional(),
  max_bytes: int(0, MOST_BYTES).optional(),
  from: date.optional().meta({ description: 'first day, UTC' }),
  to: date.optional().meta({ description: 'last day, UTC' }),
};

export type FilterValues = z.output<z.ZodObject<typeof imageFilters>>;

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
