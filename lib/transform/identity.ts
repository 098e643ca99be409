import type { Transform } from './values.ts';

type Key = Exclude<keyof Transform, symbol>;

/** Complete by its type: a new field that is missing here does not compile. */
const CODES: Readonly<Record<Key, string>> = {
  page: 'page',
  format: 'format',
  quality: 'quality',
  width: 'width',
  height: 'height',
  sizeFit: 'sizefit',
  alignH: 'halign',
  alignV: 'valign',
  gravity: 'gravity',
  focusX: 'focusx',
  focusY: 'focusy',
  rotation: 'angle',
  flip: 'flip',
  top: 'top',
  left: 'left',
  bottom: 'bottom',
  right: 'right',
  cropFit: 'cropfit',
  fill: 'fill',
  sharpen: 'sharpen',
  overlaySrc: 'overlay',
  overlaySize: 'ovsize',
  overlayPos: 'ovpos',
  overlayOpacity: 'ovopacity',
  iccProfile: 'icc',
  iccIntent: 'intent',
  iccBpc: 'bpc',
  colorspace: 'colorspace',
  strip: 'strip',
  dpi: 'dpi',
  depth: 'depth',
  compression: 'compression',
  lossless: 'lossless',
  pageSize: 'pagesize',
  tile: 'tile',
  animate: 'animate',
};

const ENTRIES = Object.entries(CODES) as [Key, string][];

function valueText(value: NonNullable<Transform[Key]>): string {
  if (typeof value === 'object') return `${value.number}:${value.grid}`;
  return String(value).replace(/[%;=]/g, encodeURIComponent);
}

/**
 * Canonical text of a transform for cache keys and ETags: equal exactly when the transforms are equal, at
 * most a few thousand characters, "" for one that asks for nothing.
 */
export function identity(transform: Transform): string {
  const parts: string[] = [];
  for (const [key, code] of ENTRIES) {
    const value = transform[key];
    if (value !== undefined) parts.push(`${code}=${valueText(value)}`);
  }
  return parts.join(';');
}
