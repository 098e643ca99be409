import { PARAMETERS } from '#lib/transform/parameters.ts';
import type { PictureParameters } from '#lib/transform/picture-url.ts';
import type { TransformValues } from '#lib/transform/values.ts';

/** What somebody wants of one picture: the template it starts from and the values that are said besides. */
export type Recipe = {
  /** Repository path, without a slash in front. */
  src: string;
  /** Lower-case name; undefined = the default template. */
  template: string | undefined;
  /** Values of the URL; what is absent comes from the template. */
  values: TransformValues;
};

/** Values that stand for nothing in a URL, or belong to one tile of a viewer. */
const NOT_IN_RECIPES: ReadonlySet<keyof TransformValues> = new Set(['tile', 'expirySecs']);

function fractionOf(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const number = Number(text);
  return number >= 0 && number <= 1 ? Number(number.toFixed(5)) : undefined;
}

/**
 * Reads a recipe off the query of a picture, or of a page that has the same values in its address. Wrong values
 * are left out: an address may have been typed by hand, and the page shows what is left.
 */
export function readRecipe(query: URLSearchParams): Recipe {
  const values: TransformValues = {};
  for (const { key, query: name, fromText } of PARAMETERS) {
    const text = name === undefined ? null : query.get(name);
    if (text === null || NOT_IN_RECIPES.has(key)) continue;
    try {
      fromText(text)?.(values, {});
    } catch {
      delete values[key];
    }
  }
  const [x, y] = (query.get('focus') ?? '').split(',').map(fractionOf);
  if (x !== undefined && y !== undefined) {
    values.focusX = x;
    values.focusY = y;
  }
  const src = (query.get('src') ?? '').replace(/^\/+/, '');
  return { src, template: query.get('tmp')?.toLowerCase() || undefined, values };
}

/** The values of a recipe by their names in a URL; colours without the # that a URL cannot hold as it is. */
export function recipeParameters({
  template,
  values,
}: Pick<Recipe, 'template' | 'values'>): PictureParameters {
  const parameters: Record<string, string | number | boolean | undefined> = { tmp: template };
  for (const { key, query } of PARAMETERS) {
    const value = values[key];
    if (query === undefined || value === undefined || NOT_IN_RECIPES.has(key) || typeof value === 'object') {
      continue;
    }
    parameters[query] = key === 'fill' ? String(value).replace(/^#(?=[0-9a-f]{6}$)/, '') : value;
  }
  if (values.focusX !== undefined || values.focusY !== undefined) {
    parameters.focus = `${values.focusX ?? 0.5},${values.focusY ?? 0.5}`;
  }
  return parameters;
}

/** Names of the address of a picture that a recipe may set. */
export const RECIPE_NAMES: readonly string[] = [
  'tmp',
  'focus',
  ...PARAMETERS.flatMap(({ key, query }) => (query === undefined || NOT_IN_RECIPES.has(key) ? [] : [query])),
];
