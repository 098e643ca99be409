import { z } from 'zod';

/**
 * The kinds of value that requests carry (contract of the original's API). Each reads the text of a form field or
 * query value, and the native type where a JSON body gives one.
 */

/**
 * What a field is in JSON Schema. The fields of this file read more than one type of value each, so that the schema that
 * zod derives from them would say what is read, not what is meant.
 */
export const MEANT = z.registry<z.core.JSONSchema.BaseSchema>();

function meant<Kind extends z.ZodType>(kind: Kind, schema: z.core.JSONSchema.BaseSchema): Kind {
  MEANT.add(kind, schema);
  return kind;
}

const TRUE_WORDS: ReadonlySet<string> = new Set(['1', 't', 'y', 'true', 'yes']);

/** Never an error in a form: what is none of 1, t, y, true, yes (in any case) is false. */
export const bool = meant(
  z
    .union([z.boolean(), z.string()])
    .transform((value) => (typeof value === 'boolean' ? value : TRUE_WORDS.has(value.toLowerCase()))),
  { type: 'boolean' },
);

/** A whole number within bounds, both included. Empty text is 0. */
export function int(min: number, max: number) {
  const expected = `expected a whole number from ${min} to ${max}`;
  const kind = z.union([z.number(), z.string()], expected).transform((value, context): number => {
    const number = typeof value === 'number' ? value : readInt(value);
    if (number === undefined || !Number.isSafeInteger(number) || number < min || number > max) {
      context.addIssue({ code: 'custom', message: expected });
      return z.NEVER;
    }
    return number;
  });
  return meant(kind, { type: 'integer', minimum: min, maximum: max });
}

function readInt(value: string): number | undefined {
  if (value === '') return 0;
  return /^\s*[+-]?\d{1,16}\s*$/.test(value) ? Number(value) : undefined;
}

/** Text of a length in code points, both ends included. */
export function text(min: number, max: number, options: { trim?: boolean } = {}) {
  const expected = min === 0 ? `at most ${max} characters` : `${min} to ${max} characters`;
  const kind = z.string(`expected text of ${expected}`).transform((value, context): string => {
    const result = options.trim ? value.trim() : value;
    const length = result.length <= max && min <= 1 ? result.length : Array.from(result).length;
    if (length < min || length > max || !result.isWellFormed() || result.includes('\0')) {
      context.addIssue({ code: 'custom', message: `expected text of ${expected}` });
      return z.NEVER;
    }
    return result;
  });
  return meant(kind, { type: 'string', ...(min === 0 ? {} : { minLength: min }), maxLength: max });
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})$/;

/** `yyyy-mm-dd`; what stands behind the first ten characters is ignored. Midnight UTC. */
export const date = meant(
  z.string('expected a date such as 2026-01-31').transform((value, context): Date => {
    const found = DATE.test(value) ? exactDate(`${value.slice(0, 10)}T00:00:00`) : undefined;
    if (found) return found;
    context.addIssue({ code: 'custom', message: 'expected a date such as 2026-01-31' });
    return z.NEVER;
  }),
  { type: 'string', format: 'date' },
);

/** `yyyy-mm-ddThh:mm:ss` in UTC; fractions and a zone behind it are ignored. */
export const dateTime = meant(
  z.string('expected a time such as 2026-01-31T12:00:00').transform((value, context): Date => {
    const local = (value.split('.')[0] ?? '').slice(0, 19);
    const found = DATE_TIME.test(local) ? exactDate(local) : undefined;
    if (found) return found;
    context.addIssue({ code: 'custom', message: 'expected a time such as 2026-01-31T12:00:00' });
    return z.NEVER;
  }),
  { type: 'string', format: 'date-time' },
);

/** The 31st of February is no date, although Date makes one of it. */
function exactDate(local: string): Date | undefined {
  const found = new Date(`${local}Z`);
  return Number.isNaN(found.getTime()) || !found.toISOString().startsWith(local) ? undefined : found;
}

/** JSON as text in a form field, or the value itself in a JSON body. `max` counts characters of the text. */
export function json(min: number, max: number) {
  const kind = z.unknown().transform((value, context): unknown => {
    if (typeof value !== 'string') return value;
    if (value.length < min || value.length > max) {
      context.addIssue({ code: 'custom', message: `expected JSON of ${min} to ${max} characters` });
      return z.NEVER;
    }
    try {
      return JSON.parse(value) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'expected JSON' });
      return z.NEVER;
    }
  });
  return meant(kind, { description: `JSON; as text in a form, of at most ${max} characters` });
}

/** Ids of records. */
export const id = int(1, 2_147_483_647);

/** A list in a JSON body; in a form or query, values separated by commas. */
export function list<Kind extends z.ZodType>(kind: Kind, most: number) {
  return z.preprocess(
    (value) => (typeof value === 'string' ? (value === '' ? [] : value.split(',')) : value),
    z.array(kind, `expected a list of at most ${most}`).max(most, `expected a list of at most ${most}`),
  );
}
