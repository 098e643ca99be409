import { PARAMETERS } from '#lib/transform/parameters.ts';
import { parseTemplate } from '#lib/transform/template.ts';
import type { TransformValues } from '#lib/transform/values.ts';

type Stored = Readonly<Record<string, unknown>>;

/** Values of a stored template; nothing for one that is broken. */
export function valuesOf(template: Stored): TransformValues {
  try {
    return parseTemplate(template);
  } catch {
    return {};
  }
}

/**
 * The stored form of values.
 * @param before the template that is changed: fields that this version does not know are kept
 */
export function storedTemplate(values: TransformValues, before: Stored = {}): Record<string, unknown> {
  const stored: Record<string, unknown> = { ...before };
  for (const { key, field } of PARAMETERS) {
    if (field === undefined) continue;
    const value = values[key];
    if (value === undefined) delete stored[field];
    else stored[field] = { value: typeof value === 'object' ? [value.number, value.grid] : value };
  }
  // The predecessor keeps a second resolution that is never drawn with.
  if ('dpi_y' in stored && values.dpi === undefined) delete stored.dpi_y;
  else if ('dpi_y' in stored) stored.dpi_y = { value: values.dpi };
  return stored;
}

const NAMES: Readonly<Record<keyof TransformValues, string>> = {
  page: 'Page',
  format: 'Format',
  quality: 'Quality',
  width: 'Width',
  height: 'Height',
  sizeFit: 'Prevent padding',
  alignH: 'Position across',
  alignV: 'Position down',
  rotation: 'Rotation',
  flip: 'Mirroring',
  top: 'Crop top',
  left: 'Crop left',
  bottom: 'Crop bottom',
  right: 'Crop right',
  cropFit: 'Minimise padding',
  fill: 'Fill colour',
  sharpen: 'Sharpen or blur',
  overlaySrc: 'Overlay',
  overlaySize: 'Overlay size',
  overlayPos: 'Overlay position',
  overlayOpacity: 'Overlay opacity',
  iccProfile: 'Colour profile',
  iccIntent: 'Rendering intent',
  iccBpc: 'Black point compensation',
  colorspace: 'Colour model',
  strip: 'Strip metadata',
  dpi: 'Resolution',
  depth: 'Bits per channel',
  compression: 'TIFF compression',
  lossless: 'Lossless',
  pageSize: 'Paper',
  tile: 'Tile',
  gravity: 'Gravity',
  focusX: 'Focal point across',
  focusY: 'Focal point down',
  animate: 'Animation',
  expirySecs: 'Kept by browsers',
  attachment: 'Download',
  recordStats: 'Counted in statistics',
};

const UNITS: Partial<Record<keyof TransformValues, string>> = {
  width: ' px',
  height: ' px',
  rotation: '°',
  dpi: ' dpi',
  expirySecs: ' seconds',
};

/** Name of a value as people read it. */
export function valueName(key: keyof TransformValues): string {
  return NAMES[key];
}

/** A value as people read it; `not set` when a template says nothing. */
export function valueText(key: keyof TransformValues, value: TransformValues[keyof TransformValues]): string {
  if (value === undefined) return 'not set';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return `${value.number} of ${value.grid}`;
  return `${value}${UNITS[key] ?? ''}`;
}

/** One value that differs between two templates. */
export type ValueChange = { key: keyof TransformValues; name: string; before: string; after: string };

/** What differs between two templates, in the order of the parameters. */
export function changesBetween(before: TransformValues, after: TransformValues): ValueChange[] {
  return PARAMETERS.flatMap(({ key }) => {
    const texts = [valueText(key, before[key]), valueText(key, after[key])] as const;
    return texts[0] === texts[1] ? [] : [{ key, name: NAMES[key], before: texts[0], after: texts[1] }];
  });
}

/** What says how a picture is sent, not how it looks. */
const NOT_DRAWN: ReadonlySet<keyof TransformValues> = new Set(['expirySecs', 'attachment', 'recordStats']);

/** Whether a change makes the server draw pictures anew. */
export function changesPicture({ key }: ValueChange): boolean {
  return !NOT_DRAWN.has(key);
}
