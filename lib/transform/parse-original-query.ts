import { normalizeImagePath } from '#lib/paths/image-path.ts';
import { readXref, readYesNo } from './parse-query.ts';
import { readQueryText } from './query-text.ts';

export type OriginalQuery = {
  /** Normalised path of the picture. */
  src: string;
  attachment?: boolean;
  xref?: string;
  recordStats?: boolean;
};

const NAMES: ReadonlySet<string> = new Set(['src', 'attach', 'xref', 'stats']);

/**
 * Reads the text after `?` of a URL for the source file. Names other than src, attach, xref and stats are
 * ignored, whatever they hold. Throws 400 or 403 as parsePictureQuery does.
 */
export function parseOriginalQuery(rawQuery: string): OriginalQuery {
  const given = readQueryText(rawQuery, NAMES);
  const xref = readXref(given.get('xref'));
  const attachment = readYesNo(given.get('attach'));
  const recordStats = readYesNo(given.get('stats'));
  const query: OriginalQuery = { src: normalizeImagePath(given.get('src') ?? '') };
  if (attachment !== undefined) query.attachment = attachment;
  if (xref !== undefined) query.xref = xref;
  if (recordStats !== undefined) query.recordStats = recordStats;
  return query;
}
