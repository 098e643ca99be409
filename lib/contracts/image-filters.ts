import { z } from 'zod';
import { bool, date, id, int, list, text } from './fields.ts';

const MOST_BYTES = Number.MAX_SAFE_INTEGER;
const MOST_PIXELS = 1_000_000;

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

/** What the library page narrows images down by. */
export const scopeFields = {
  ...imageFilters,
  path: text(0, 1024).default('/').meta({ description: 'folder; a slash in front is optional' }),
  recursive: bool.default(false).meta({ description: 'whether folders below count too' }),
};

export type FilterValues = z.output<z.ZodObject<typeof imageFilters>>;
export type ScopeValues = z.output<z.ZodObject<typeof scopeFields>>;

/** Ids that a selection may name. */
const MOST_SELECTED = 10_000;

/** Images that somebody has selected: by their ids, or all of a search but some. */
export const selectionFields = z
  .object({
    ids: list(id, MOST_SELECTED).optional(),
    search: z
      .object(scopeFields)
      .optional()
      .meta({ description: 'all that /browse/ with the same fields finds' }),
    except: list(id, MOST_SELECTED).optional(),
  })
  .refine(
    ({ ids, search }) => (ids === undefined) !== (search === undefined),
    'expected either ids or search',
  )
  .refine(({ ids }) => ids?.length !== 0, 'expected one id at least')
  .meta({ id: 'Selection' });

export type Selection = z.output<typeof selectionFields>;
