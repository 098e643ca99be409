import { badRequest } from '#lib/errors/error.ts';
import { baseName, normalizeImagePath } from '#lib/paths/image-path.ts';
import { bool, float, type QueryLimits } from './kinds.ts';
import { PARAMETERS, type Parameter } from './parameters.ts';
import { readQueryText } from './query-text.ts';
import type { TransformValues } from './values.ts';

export type PictureQuery = {
  /** Normalised path of the picture. */
  src: string;
  values: TransformValues;
  /** Lower-case name of a template; whether it exists is for the caller to find out. */
  template?: string;
  xref?: string;
  /** false: do not store the result. */
  cache?: boolean;
  /** true: forget the stored results first. */
  recache?: boolean;
  /** 1..4: device pixels per requested pixel. */
  dpr?: number;
  /** Whether the URL itself names the overlay, whose folder then needs view permission. */
  overlayFromUrl: boolean;
};

const LONGEST_XREF = 1024;

type QueryParameter = Parameter & { query: string };
const QUERY_PARAMETERS = PARAMETERS.filter((each): each is QueryParameter => each.query !== undefined);

/** Every query name that counts, in the order in which URLs are written. */
export const QUERY_NAMES: ReadonlySet<string> = new Set([
  'src',
  'tmp',
  ...QUERY_PARAMETERS.map((each) => each.query),
  'focus',
  'dpr',
  'xref',
  'cache',
  'recache',
]);

const yesNo = bool();
const unit = float(0, 1);
const ratio = float(1, 4);

/**
 * `photo.jpg.tif` asks for `photo.jpg`: a habit of links made for the predecessor of the original. Taken when
 * another dot stands within six characters before the ending, in the file name.
 */
function withoutErezSuffix(src: string): string {
  const ending = src.endsWith('.tif') ? 4 : src.endsWith('.tiff') ? 5 : 0;
  if (ending === 0) return src;
  const name = baseName(src).slice(0, -ending);
  // A rest of dots only would be no file name.
  return name.slice(-6).includes('.') && /[^.]/.test(name) ? src.slice(0, -ending) : src;
}

function readFocus(text: string): ((into: TransformValues) => void) | undefined {
  if (text === '') return undefined;
  const parts = text.split(',', 3);
  const [x, y] = parts;
  if (parts.length !== 2 || !x || !y) throw badRequest('focus: invalid format, expected x,y such as 0.5,0.3');
  const checkX = unit.text(x, 'focus');
  const checkY = unit.text(y, 'focus');
  return (into) => {
    into.focusX = checkX?.({});
    into.focusY = checkY?.({});
  };
}

/** Text of tracking calls; blank says nothing. Throws 400 when over-long. */
export function readXref(text: string | undefined): string | undefined {
  if (text !== undefined && text.length > LONGEST_XREF) {
    throw badRequest(`xref: length out of range, expected at most ${LONGEST_XREF} characters`);
  }
  return text || undefined;
}

/** A yes or no of a query; undefined when the name is absent. */
export function readYesNo(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : yesNo.text(text, '')?.({});
}

/**
 * Reads the text after `?` of a picture URL, percent encoding and all. Where a server keeps raw bytes above
 * 0x7F as single characters, as node:http does, turn them into UTF-8 text first.
 *
 * Throws 400 for a missing or wrong value, with the query name and what was expected, and 403 when a path
 * leaves the repository. All values are converted before any range is checked. Unknown names are ignored.
 */
export function parsePictureQuery(rawQuery: string, limits: QueryLimits): PictureQuery {
  const given = readQueryText(rawQuery, QUERY_NAMES);
  const checks: ((into: TransformValues, limits: QueryLimits) => void)[] = [];
  const focusText = given.get('focus');
  const focus = focusText === undefined ? undefined : readFocus(focusText);
  const dprText = given.get('dpr');
  const checkDpr = dprText ? ratio.text(dprText, 'dpr') : undefined;
  for (const { query, fromText } of QUERY_PARAMETERS) {
    const text = given.get(query);
    const check = text === undefined ? undefined : fromText(text);
    if (check !== undefined) checks.push(check);
  }

  const dpr = checkDpr?.(limits);
  const xref = readXref(given.get('xref'));
  const values: TransformValues = {};
  focus?.(values);
  for (const check of checks) check(values, limits);
  const src = withoutErezSuffix(normalizeImagePath(given.get('src') ?? ''));

  const query: PictureQuery = { src, values, overlayFromUrl: values.overlaySrc !== undefined };
  const template = given.get('tmp')?.toLowerCase();
  const cache = readYesNo(given.get('cache'));
  const recache = readYesNo(given.get('recache'));
  if (template) query.template = template;
  if (xref !== undefined) query.xref = xref;
  if (cache !== undefined) query.cache = cache;
  if (recache !== undefined) query.recache = recache;
  if (dpr !== undefined) query.dpr = dpr;
  return query;
}
