import { dropUnaskedQuality } from '#lib/transform/changes.ts';
import { normalize } from '#lib/transform/normalize.ts';
import { type PictureParameters, pictureUrl } from '#lib/transform/picture-url.ts';
import { mergeTemplate } from '#lib/transform/template.ts';
import type { Transform, TransformValues } from '#lib/transform/values.ts';
import { type Recipe, recipeParameters } from './recipe.ts';

/** Last part of a path behind its last dot, lower case. */
export function extensionOf(src: string): string {
  return /\.([^./]+)$/.exec(src)?.[1]?.toLowerCase() ?? '';
}

/** The transform that the server carries out for a recipe over the values of its template. */
export function transformOf(recipe: Recipe, base: TransformValues): Transform {
  const merged = mergeTemplate(recipe.values, base);
  const transform = normalize(merged, extensionOf(recipe.src));
  return dropUnaskedQuality(transform, recipe.values, recipe.template !== undefined);
}

/** A text that is equal for two recipes when the server answers both in the same way. */
function answerOf(recipe: Recipe, base: TransformValues): string {
  const merged = mergeTemplate(recipe.values, base);
  const { attachment = false, recordStats = true } = merged;
  const entries = Object.entries({ ...transformOf(recipe, base), attachment, recordStats });
  return JSON.stringify(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** Values that only mean something together. */
const TOGETHER: ReadonlyArray<readonly (keyof TransformValues)[]> = [['focusX', 'focusY']];

/**
 * The recipe with only those values that make a difference: what the template says already, and what has no
 * effect beside the others, is left out.
 * @param base values of the template that the recipe names, or of the default one
 */
export function leanRecipe(recipe: Recipe, base: TransformValues): Recipe {
  const wanted = answerOf(recipe, base);
  let values = recipe.values;
  for (const key of Object.keys(recipe.values) as (keyof TransformValues)[]) {
    const keys = TOGETHER.find((group) => group.includes(key)) ?? [key];
    const without = { ...values };
    for (const each of keys) delete without[each];
    if (answerOf({ ...recipe, values: without }, base) === wanted) values = without;
  }
  return { ...recipe, values };
}

/** Names and values of the published URL, besides src. */
export function publishedParameters(recipe: Recipe, base: TransformValues): PictureParameters {
  return recipeParameters(leanRecipe(recipe, base));
}

/**
 * The URL that is published for a recipe.
 * @param endpoint address of the pictures, such as `https://img.example.org/image`
 */
export function publishedUrl(endpoint: string, recipe: Recipe, base: TransformValues): string {
  return pictureUrl(endpoint, recipe.src, publishedParameters(recipe, base));
}
