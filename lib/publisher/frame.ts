import type { TransformValues } from '#lib/transform/values.ts';
import { leanRecipe } from './published-url.ts';
import type { Recipe } from './recipe.ts';

/** Longest side of pictures that one works on, pixels. */
const WORK_SIZE = 1200;

/** What says which part of the picture is drawn and how large; the rest says how it looks. */
const GEOMETRY = [
  'page',
  // Of drawn files it decides how many pixels there are.
  'dpi',
  'width',
  'height',
  'sizeFit',
  'alignH',
  'alignV',
  'rotation',
  'flip',
  'top',
  'left',
  'bottom',
  'right',
  'cropFit',
  'fill',
  'gravity',
  'focusX',
  'focusY',
] as const satisfies readonly (keyof TransformValues)[];

const PLAIN: TransformValues = {
  format: 'auto',
  sharpen: 0,
  overlaySize: 0,
  animate: false,
  attachment: false,
  recordStats: false,
};

function only(values: TransformValues, keys: readonly (keyof TransformValues)[]): TransformValues {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.some((each) => each === key)));
}

/**
 * The picture that crops and focal points are set on: flipped and turned as the recipe says, whole, and small
 * enough for a screen.
 */
export function frameRecipe(recipe: Recipe, base: TransformValues): Recipe {
  const values: TransformValues = {
    ...only(recipe.values, ['page', 'rotation', 'flip', 'fill']),
    ...PLAIN,
    width: WORK_SIZE,
    height: WORK_SIZE,
    sizeFit: true,
    top: 0,
    left: 0,
    bottom: 1,
    right: 1,
    cropFit: false,
    quality: 80,
    dpi: 0,
  };
  return leanRecipe({ ...recipe, values }, base);
}

/** The same part of the picture at the same size, without anything done to it. */
export function untouchedRecipe(recipe: Recipe, base: TransformValues): Recipe {
  return leanRecipe({ ...recipe, values: { ...only(recipe.values, GEOMETRY), ...PLAIN, quality: 95 } }, base);
}

/** The same picture in a format that every browser shows, for those that cannot be shown. */
export function showableRecipe(recipe: Recipe, base: TransformValues): Recipe {
  const { iccProfile: _profile, ...values } = recipe.values;
  return leanRecipe(
    {
      ...recipe,
      values: { ...values, format: 'png', colorspace: 'rgb', attachment: false, recordStats: false },
    },
    base,
  );
}
