import type { TransformValues } from './values.ts';

/**
 * Values of a URL over those of a template. What the URL does not mention comes from the template; an
 * explicit 0 or false counts as mentioned. A gravity from the URL also replaces a focal point of the template,
 * which would otherwise win over it.
 */
export function mergeTemplate(values: TransformValues, template: TransformValues): TransformValues {
  const merged: TransformValues = { ...template };
  if (values.gravity !== undefined) {
    delete merged.focusX;
    delete merged.focusY;
  }
  return Object.assign(merged, values);
}

/**
 * Width and height times the device pixel ratio, in whole pixels, at most `maxDimension`. For use after the
 * merge. An absent ratio changes nothing.
 */
export function applyDpr(
  values: TransformValues,
  dpr: number | undefined,
  maxDimension: number,
): TransformValues {
  if (dpr === undefined || dpr === 1) return values;
  const scaled = { ...values };
  if (values.width) scaled.width = Math.min(maxDimension, Math.round(values.width * dpr));
  if (values.height) scaled.height = Math.min(maxDimension, Math.round(values.height * dpr));
  return scaled;
}
