import { formatOf, isReadable, isShownByBrowsers, mimeOf, outputFor } from '#lib/transform/formats.ts';
import { mergeTemplate } from '#lib/transform/template.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { planOf, type Subject } from './output-size.ts';
import { extensionOf } from './published-url.ts';

/** A word about a value that will not do what it seems to; shown under its field. */
export type Warning = { field: keyof TransformValues; text: string };

/** The format of pictures of such files when none is asked for. */
export function writtenAs(extension: string): string {
  return isReadable(extension) ? outputFor(extension) : extension;
}

/** What a file says of the page that is drawn. */
export type SourceFacts = {
  /** Colour model. */
  colour: string;
  /** Whether it has no pixels of its own: dots per inch decide how many it gets. */
  drawn: boolean;
  dpi: number | null;
  /** Bits of each channel; undefined or null when unknown. */
  depth?: number | null | undefined;
  /** Whether what is shown is the small picture that a camera put into its raw file. */
  embeddedPreview?: boolean | undefined;
};

/** What else is known when warnings are looked for. */
export type WarningFacts = {
  /** What the file says; undefined while it is unknown. */
  source?: SourceFacts | undefined;
  /** Colour space of a profile by its lower-case name, such as `rgb` or `cmyk`. */
  profileSpace: (name: string) => string | undefined;
  /** Largest sides for people who are not signed in, pixels; 0 = no limit. */
  publicLimits: { maxWidth: number; maxHeight: number };
};

const HOLDS_PROFILES: ReadonlySet<string | undefined> = new Set(['image/jpeg', 'image/tiff']);

/** Names of profiles whose colours are those that browsers take for granted. */
const PLAIN_PROFILE = /srgb/i;

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
    const isPlain = space !== 'rgb' || PLAIN_PROFILE.test(iccProfile);
    warnings.push({
      field: 'strip',
      text: isPlain
        ? 'This removes the colour profile too.'
        : 'This removes the colour profile too: browsers then take the colours for sRGB and show them dull.',
    });
  }
  return warnings;
}

/** Types that can hold 16 bits a channel. */
const DEEP: ReadonlySet<string | undefined> = new Set(['png', 'tif'].map(mimeOf));

/** What is lost on the way from the file to this picture. */
function sourceWarnings(values: TransformValues, mime: string | undefined, source: SourceFacts): Warning[] {
  const warnings: Warning[] = [];
  const { colorspace, iccProfile } = values;
  if (
    source.colour === 'CMYK' &&
    mime === 'image/jpeg' &&
    colorspace === undefined &&
    iccProfile === undefined
  ) {
    warnings.push({
      field: 'colorspace',
      text: 'The original is CMYK and the picture stays so: not every program shows that. Choose RGB for web pages.',
    });
  }
  if ((source.depth ?? 0) > 8 && values.depth !== 16 && DEEP.has(mime)) {
    warnings.push({
      field: 'format',
      text: `The original has ${source.depth} bits a channel, this picture has 8.`,
    });
  }
  if (source.embeddedPreview) {
    warnings.push({
      field: 'format',
      text: 'The camera file itself cannot be read: this is made from the small preview inside it.',
    });
  }
  return warnings;
}

function formatWarnings(values: TransformValues, format: string): Warning[] {
  if (values.attachment || format === 'auto' || isShownByBrowsers(format)) return [];
  return [
    {
      field: 'format',
      text: 'Browsers do not show this format in pages. Choose Automatic or JPEG there; for downloads it is fine.',
    },
  ];
}

function sizeWarnings(subject: Subject, values: TransformValues, facts: WarningFacts): Warning[] {
  const drawn = planOf(subject);
  const warnings: Warning[] = [];
  for (const side of ['width', 'height'] as const) {
    const asked = values[side] ?? 0;
    const limit = side === 'width' ? facts.publicLimits.maxWidth : facts.publicLimits.maxHeight;
    if (drawn && asked > drawn.rotated[side]) {
      const most = drawn.rotated[side];
      warnings.push({
        field: side,
        text: facts.source?.drawn
          ? `At ${Math.round(facts.source.dpi ?? 0)} dpi the page has ${most} pixels and is not enlarged beyond that. A higher resolution gives more.`
          : `The original has ${most} pixels; the picture is not enlarged beyond that.`,
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
  const format = values.format ?? writtenAs(extensionOf(subject.recipe.src));
  const mime = format === 'auto' ? 'image/jpeg' : mimeOf(format);
  const warnings = [
    ...sizeWarnings(subject, values, facts),
    ...colourWarnings(values, mime, facts),
    ...formatWarnings(values, format),
    ...(facts.source ? sourceWarnings(values, mime, facts.source) : []),
  ];
  const isSeeThrough = values.fill === 'none' || values.fill === 'transparent';
  if (isSeeThrough && format !== 'auto' && !formatOf(format)?.alpha) {
    warnings.push({ field: 'fill', text: 'This format may not hold transparency; white is taken instead.' });
  }
  return warnings;
}
