import { formatQuery, type Parameters, withParameters } from './image-url.ts';

/** A picture of a list, as pages write it: anything else than these is a parameter of its address. */
export type PictureEntry = {
  src: string;
  /** Server of this picture, when it is another one than that of the list. */
  server?: string;
  title?: string;
  description?: string;
  /** Where a click on it leads, in slideshows. */
  url?: string;
  [parameter: string]: unknown;
};

/** Parameters as pages write them; arrays stand for a name that is there several times. */
export type ParameterValues = Readonly<Record<string, unknown>>;

const NOT_PARAMETERS: ReadonlySet<string> = new Set(['server', 'title', 'description', 'url']);

/** The address of a server with a slash at its end; without one, the root of the page's own origin. */
export function serverBase(server: unknown): string {
  const text = typeof server === 'string' ? server : '';
  return text.endsWith('/') ? text : `${text}/`;
}

/** Path of a file in a folder, with the folder as it was written. */
export function pathInFolder(folder: string, name: string): string {
  return folder === '' || folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

/** Parameters of a picture: those for all, then its own, which win in the place of the common ones. Blank ones are left out. */
export function entryParameters(common: ParameterValues, entry: PictureEntry): Parameters {
  const merged = new Map<string, unknown>(Object.entries(common));
  for (const [name, value] of Object.entries(entry)) {
    if (!NOT_PARAMETERS.has(name)) merged.set(name, value);
  }
  return [...merged].flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((each: unknown): Array<[string, string]> => {
      const text = typeof each === 'string' ? each : sayPlainly(each);
      return text === '' ? [] : [[name, text]];
    }),
  );
}

/**
 * Address of a picture of a list.
 * @param forced set in any case, in the place where a parameter of that name stands already
 * @param standard set only where neither the list nor the picture says something
 */
export function entryUrl(
  server: string,
  common: ParameterValues,
  entry: PictureEntry,
  forced: Readonly<Record<string, string | number>>,
  standard: Readonly<Record<string, string | number>>,
): string {
  const own = entryParameters(common, entry);
  const names = new Set(own.map(([name]) => name));
  const missing = Object.entries(standard).filter(([name]) => !names.has(name));
  const all = withParameters(own, { ...forced, ...Object.fromEntries(missing) });
  return `${entry.server ? serverBase(entry.server) : server}image?${formatQuery(all)}`;
}

/** What can be said of a picture: its title, else its file name without the ending. */
export function nameOf({ title, src }: PictureEntry): string {
  return title || src.slice(src.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}

function sayPlainly(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
