import { PARAMETERS } from './parameters.ts';
import { parseTemplate } from './template.ts';

/** Order of a picture's parameters in the addresses that portfolios give (contract of the original). */
const ORDER: readonly string[] = [
  'page',
  'format',
  'width',
  'height',
  'halign',
  'valign',
  'angle',
  'flip',
  'top',
  'left',
  'bottom',
  'right',
  'autocropfit',
  'autosizefit',
  'fill',
  'quality',
  'sharpen',
  'overlay',
  'ovpos',
  'ovsize',
  'ovopacity',
  'icc',
  'intent',
  'bpc',
  'colorspace',
  'strip',
  'dpi',
];

/** Values that a URL cannot hold, or that are not about the picture. */
const LEFT_OUT: ReadonlySet<string> = new Set(['tile', 'expirySecs']);

/**
 * Picture changes in the form of templates as names and values of a picture's URL. What the stored form says with a value
 * that no server takes any more is left out with all the rest.
 */
export function storedParameters(stored: unknown): Array<[string, string]> {
  const values = readStored(stored);
  const pairs: Array<[string, string]> = [];
  for (const { key, query } of PARAMETERS) {
    const value = values[key];
    if (query === undefined || value === undefined || LEFT_OUT.has(key) || typeof value === 'object')
      continue;
    pairs.push([query, written(value)]);
  }
  if (values.focusX !== undefined || values.focusY !== undefined) {
    pairs.push(['focus', `${values.focusX ?? 0.5},${values.focusY ?? 0.5}`]);
  }
  // What only this server knows comes last.
  const place = ([name]: [string, string]) => {
    const at = ORDER.indexOf(name);
    return at === -1 ? ORDER.length : at;
  };
  return pairs.sort((one, other) => place(one) - place(other));
}

/** The original writes its booleans as Python does. */
function written(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

/** The values of a stored form; none when it is broken. */
export function readStored(stored: unknown): ReturnType<typeof parseTemplate> {
  try {
    return parseTemplate(stored);
  } catch {
    return {};
  }
}
