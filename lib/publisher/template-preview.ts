import { dropUnaskedQuality } from '#lib/transform/changes.ts';
import { normalize } from '#lib/transform/normalize.ts';
import { mergeTemplate } from '#lib/transform/template.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { extensionOf, leanRecipe } from './published-url.ts';
import type { Recipe } from './recipe.ts';
import { valueName } from './template-values.ts';

/** A template as the preview needs it. */
export type KnownTemplate = { name: string; isDefault: boolean; values: TransformValues };

type DrawnKey = Exclude<keyof TransformValues, 'expirySecs' | 'attachment' | 'recordStats'>;

/** Values that a URL can say to undo what a template says. Words without an entry cannot be undone. */
function undoing(base: TransformValues, extension: string): TransformValues {
  const neutral: TransformValues = {
    page: 0,
    format: extension,
    width: 0,
    height: 0,
    sizeFit: false,
    alignH: 'c0.5',
    alignV: 'c0.5',
    rotation: 0,
    top: 0,
    left: 0,
    bottom: 1,
    right: 1,
    cropFit: false,
    fill: '#ffffff',
    sharpen: 0,
    overlaySize: 0,
    iccBpc: false,
    strip: false,
    dpi: 0,
    depth: 8,
    lossless: 'no',
    pageSize: 'image',
    animate: false,
  };
  const keys = Object.keys(neutral) as (keyof TransformValues)[];
  return Object.fromEntries(keys.filter((key) => base[key] !== undefined).map((key) => [key, neutral[key]]));
}

/** Differences between what would be drawn and what is wanted. */
function differences(recipe: Recipe, base: TransformValues, wanted: TransformValues): DrawnKey[] {
  const extension = extensionOf(recipe.src);
  const drawn = dropUnaskedQuality(
    normalize(mergeTemplate(recipe.values, base), extension),
    recipe.values,
    recipe.template !== undefined,
  );
  const target = normalize(wanted, extension);
  const keys = new Set([...Object.keys(drawn), ...Object.keys(target)]) as Set<DrawnKey>;
  return [...keys].filter((key) => JSON.stringify(drawn[key]) !== JSON.stringify(target[key]));
}

/**
 * A recipe that shows a picture with the values of a template that is not stored: a stored one is taken as the
 * base, and the URL says the rest. `missing` names what no URL over a stored template can say; empty = the preview
 * is exact.
 */
export function templatePreview(
  src: string,
  wanted: TransformValues,
  known: readonly KnownTemplate[],
): { recipe: Recipe; base: TransformValues; missing: string[] } {
  const { expirySecs: _expiry, attachment: _attachment, tile: _tile, ...drawn } = wanted;
  let best: { recipe: Recipe; base: TransformValues; missing: string[] } | undefined;
  for (const { name, isDefault, values: base } of known) {
    const values: TransformValues = { ...undoing(base, extensionOf(src)), ...drawn };
    if (wanted.overlaySrc !== undefined && wanted.overlaySize === undefined) values.overlaySize = 1;
    const full: Recipe = { src, template: isDefault ? undefined : name.toLowerCase(), values };
    const missing = differences(full, base, drawn).map(valueName);
    if (!best || missing.length < best.missing.length) {
      best = { recipe: leanRecipe(full, base), base, missing };
    }
    if (missing.length === 0) break;
  }
  return best ?? { recipe: { src, template: undefined, values: drawn }, base: {}, missing: [] };
}
