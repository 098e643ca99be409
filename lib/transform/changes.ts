import type { Transform, TransformValues } from './values.ts';

/** What alters the file. The others only say how one of these is carried out. */
const CHANGING = [
  'format',
  'page',
  'rotation',
  'flip',
  'width',
  'height',
  'top',
  'left',
  'bottom',
  'right',
  'quality',
  'sharpen',
  'overlaySrc',
  'iccProfile',
  'colorspace',
  'dpi',
  'strip',
  'compression',
  'pageSize',
  'tile',
] as const satisfies readonly (keyof TransformValues)[];

/** Whether the transform asks for anything else than the source file byte by byte. */
export function changesPixels(transform: Transform): boolean {
  return CHANGING.some((key) => transform[key] !== undefined);
}

/**
 * The keep-the-original rule: a quality that only the default template asks for does not by itself make the
 * file be encoded again. Returns the transform without that quality when nothing else would change (then
 * changesPixels is false and the source bytes are the answer), else the transform as it is.
 *
 * `asked` are the values of the URL, `usedNamedTemplate` tells whether it has a `tmp`.
 */
export function dropUnaskedQuality(
  transform: Transform,
  asked: TransformValues,
  usedNamedTemplate: boolean,
): Transform {
  if (usedNamedTemplate || asked.quality !== undefined) return transform;
  const { quality: _quality, ...rest } = transform;
  return changesPixels(rest) ? transform : rest;
}
