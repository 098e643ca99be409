import { formatOf, mimeOf } from '#lib/transform/formats.ts';
import { mergeTemplate } from '#lib/transform/template.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { planOf, type Subject } from './output-size.ts';
import { extensionOf } from './published-url.ts';

/** A word about a value that will not do what it seems to; shown under its field. */
export type Warning = { field: keyof TransformValues; text: string };

/** What else is known when warnings are looked for. */
export type WarningFacts = {
  /** Colour space of a profile by its lower-case name, such as `rgb` or `cmyk`. */
  profileSpace: (name: string) => string | undefined;
  /** Largest sides for people who are not signed in, pixels; 0 = no limit. */
  publicLimits: { maxWidth: number; maxHeight: number };
};

const HOLDS_PROFILES: ReadonlySet<string | undefined> = new Set(['image/jpeg', 'image/tiff']);

function colourWarnings(values: TransformValues, mime: string | undefined, facts: WarningFacts): Warning[] {
  const { iccProfile, colorspace, strip } = values;
  const warnings: Warning[] = [];
  const space = iccProfile === undefined ? undefined : facts.profileSpace(iccProfile);
  const isPlainRgb = colorspace === undefined || colorspace === 'rgb';
  if ((iccProfile !== undefined || !isPlainRgb) && !HOLDS_PROFILES.has(mime)) {
    warnings.push({
      field: 'format',
      text: 'This format may not hold colour profiles or colours other than RGB. JPEG and TIFF do.',
    });
  }
  if (space !== undefined && colorspace !== undefined && space !== colorspace && space !== 'lab') {
    warnings.push({
      field: 'colorspace',
      text: `The profile is for ${space.toUpperCase()}, the colour model is ${colorspace.toUpperCase()}: colours are converted twice.`,
    });
  }
  if (strip && (space === 'cmyk' || colorspace === 'cmyk')) {
    warnings.push({
      field: 'strip',
      text: 'This removes the colour profile too. CMYK pictures usually need one.',
    });
  } else if (strip && iccProfile !== undefined) {
    warnings.push({ field: 'strip', text: 'This removes the colour profile too.' });
  }
  return warnings;
}

function sizeWarnings(subject: Subject, values: TransformValues, facts: WarningFacts): Warning[] {
  const drawn = planOf(subject);
  const warnings: Warning[] = [];
  for (const side of ['width', 'height'] as const) {
    const asked = values[side] ?? 0;
    const limit = side === 'width' ? facts.publicLimits.maxWidth : facts.publicLimits.maxHeight;
    if (drawn && asked > drawn.rotated[side]) {
      warnings.push({
        field: side,
        text: `The original has ${drawn.rotated[side]} pixels; the picture is not enlarged beyond that.`,
      });
    }
    if (limit > 0 && Math.max(asked, drawn?.output[side] ?? 0) > limit && subject.base[side] !== asked) {
      warnings.push({ field: side, text: `People who are not signed in get at most ${limit} pixels.` });
    }
  }
  return warnings;
}

/** Everything that is worth a word about a recipe. */
export function warningsOf(subject: Subject, facts: WarningFacts): Warning[] {
  const values = mergeTemplate(subject.recipe.values, subject.base);
  const format = values.format ?? extensionOf(subject.recipe.src);
  const warnings = [
    ...sizeWarnings(subject, values, facts),
    ...colourWarnings(values, format === 'auto' ? 'image/jpeg' : mimeOf(format), facts),
  ];
  const isSeeThrough = values.fill === 'none' || values.fill === 'transparent';
  if (isSeeThrough && format !== 'auto' && !formatOf(format)?.alpha) {
    warnings.push({ field: 'fill', text: 'This format may not hold transparency; white is taken instead.' });
  }
  return warnings;
}
