import { plan } from '#lib/transform/plan.ts';
import { mergeTemplate } from '#lib/transform/template.ts';
import type { Plan, Size, TransformValues } from '#lib/transform/values.ts';
import { transformOf } from './published-url.ts';
import type { Recipe } from './recipe.ts';

/** A recipe with what is known of its picture. */
export type Subject = {
  recipe: Recipe;
  /** Values of the recipe's template. */
  base: TransformValues;
  /** Pixels of the page that is drawn; 0 x 0 when unknown. */
  page: Size;
};

/** How the picture is drawn, or undefined when its size is unknown or the server would refuse it. */
export function planOf({ recipe, base, page }: Subject): Plan | undefined {
  if (page.width < 1 || page.height < 1) return undefined;
  try {
    return plan(transformOf(recipe, base), page);
  } catch {
    return undefined;
  }
}

/** Pixels of the published picture, or undefined when they cannot be known. */
export function outputSize(subject: Subject): Size | undefined {
  return planOf(subject)?.output;
}

/** Width in pixels up to which the picture is not enlarged, at the shape that the recipe gives it. */
export function largestWidth(subject: Subject): number | undefined {
  const drawn = planOf(subject);
  if (!drawn) return undefined;
  const { canvas, crop, inner, rotated } = drawn;
  const scale = Math.min(
    (crop.right - crop.left) / inner.width,
    (crop.bottom - crop.top) / inner.height,
    rotated.width / canvas.width,
    rotated.height / canvas.height,
  );
  return Math.max(1, Math.floor(canvas.width * scale + 1e-9));
}

/**
 * The same picture at another width: same shape, same part of the original. Without a known size of the
 * original the height follows from the width.
 */
export function atWidth(subject: Subject, width: number): Recipe {
  const { recipe, base } = subject;
  const { width: boxWidth, height: boxHeight, sizeFit } = mergeTemplate(recipe.values, base);
  const canvas = planOf(subject)?.canvas;
  const isBox = Boolean(boxWidth) && Boolean(boxHeight) && !sizeFit && canvas !== undefined;
  const height = isBox ? Math.max(1, Math.round((canvas.height * width) / canvas.width)) : 0;
  return { ...recipe, values: { ...recipe.values, width, height } };
}

/** Pixels of the picture at another width. */
export function sizeAtWidth(subject: Subject, width: number): Size | undefined {
  return outputSize({ ...subject, recipe: atWidth(subject, width) });
}
