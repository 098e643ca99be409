import { z } from 'zod';
import { badRequest } from '#lib/errors/error.ts';

/** Characters of the longest cursor: a path of 1024 characters outside ASCII, and some room. */
const LONGEST = 8_192;

/** A cursor as clients see it: text that means nothing to them. */
export function cursorOf(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Reads a cursor that this server wrote; undefined without one. Throws 400 for any other text. A forged one leads to
 * another place of the same list, and to nothing that the caller may not see.
 */
export function readCursor<Position>(
  text: string | undefined,
  shape: z.ZodType<Position>,
): Position | undefined {
  if (text === undefined || text === '') return undefined;
  const result = text.length > LONGEST ? undefined : z.safeParse(shape, parse(text));
  if (!result?.success) throw badRequest('cursor: expected the text that came as next');
  return result.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** Id of the last row of a page. */
export const idPosition = z.tuple([z.int().positive()]);

/** A page of rows sorted by id, of which one more than the limit was read. */
export function idPage<Row extends { id: number }>(
  rows: readonly Row[],
  limit: number,
  resource: (row: Row) => unknown,
): { results: unknown[]; next: string | null } {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return { results: kept.map(resource), next: rows.length > limit && last ? cursorOf([last.id]) : null };
}
