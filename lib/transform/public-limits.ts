import { badRequest } from '#lib/errors/error.ts';
import type { Size, TransformValues } from './values.ts';

/** Largest picture for anonymous callers, in pixels; 0 = no limit. */
export type PublicLimits = { maxWidth: number; maxHeight: number };

type Side = 'width' | 'height';

function isTile(values: TransformValues, template: TransformValues | undefined): boolean {
  // A grid of one is no tile: it is dropped later and must not open the door now.
  return ((values.tile ?? template?.tile)?.grid ?? 1) > 1;
}

/** What will be asked for. A named template takes the place of the default one, which does not count here. */
function requested(values: TransformValues, template: TransformValues | undefined, side: Side): number {
  return values[side] ?? template?.[side] ?? 0;
}

/** A template that its author made larger raises the limit; 0 stays "no limit". */
function limitOf(limits: PublicLimits, template: TransformValues | undefined, side: Side): number {
  const limit = side === 'width' ? limits.maxWidth : limits.maxHeight;
  return limit === 0 ? Number.POSITIVE_INFINITY : Math.max(limit, template?.[side] ?? 0);
}

function exceeds(side: Side, limit: number): Error {
  return badRequest(`${side}: exceeds the largest size for visitors, expected at most ${limit} pixels`);
}

/**
 * The first check of an anonymous picture request, on the values of the URL before the merge. `template` are
 * the values of the template named by `tmp`, undefined without one.
 *
 * Returns the values and device pixel ratio to go on with: a request that asks for no size at all is given
 * the limits as its size. Tiles are exempt. Throws 400 with `exceeds`.
 */
export function applyPublicLimits(
  values: TransformValues,
  dpr: number | undefined,
  template: TransformValues | undefined,
  limits: PublicLimits,
): { values: TransformValues; dpr: number | undefined } {
  const { maxWidth, maxHeight } = limits;
  if ((maxWidth === 0 && maxHeight === 0) || isTile(values, template)) return { values, dpr };

  let isSized = false;
  for (const side of ['width', 'height'] as const) {
    const wanted = requested(values, template, side);
    if (wanted > 0) isSized = true;
    // The template's own size is what its author allows; only the URL, and the ratio from it, can exceed.
    const pixels = Math.round(wanted * (dpr ?? 1));
    const limit = limitOf(limits, template, side);
    if (pixels > limit) throw exceeds(side, limit);
  }
  if (isSized) return { values, dpr };

  const sized = { ...values };
  if (maxWidth > 0) sized.width = maxWidth;
  if (maxHeight > 0) sized.height = maxHeight;
  if (maxWidth > 0 && maxHeight > 0) sized.sizeFit = values.sizeFit ?? template?.sizeFit ?? true;
  return { values: sized, dpr: undefined };
}

/**
 * Whether the finished size must be looked at too (checkPublicSize): when exactly one side was requested, the
 * other follows from the picture. A size that a template alone decides is its author's business. `values` are
 * those of the URL or those that applyPublicLimits returned; both give the same answer where it matters.
 */
export function publicPostCheckNeeded(
  values: TransformValues,
  template: TransformValues | undefined,
  limits: PublicLimits,
): boolean {
  if ((limits.maxWidth === 0 && limits.maxHeight === 0) || isTile(values, template)) return false;
  if (values.width === undefined && values.height === undefined) return false;
  const hasWidth = requested(values, template, 'width') > 0;
  const hasHeight = requested(values, template, 'height') > 0;
  return hasWidth !== hasHeight;
}

/** The second check, on the size of the answer. Throws 400 with `exceeds`. */
export function checkPublicSize(
  size: Size,
  template: TransformValues | undefined,
  limits: PublicLimits,
): void {
  for (const side of ['width', 'height'] as const) {
    const limit = limitOf(limits, template, side);
    if (size[side] > limit) throw exceeds(side, limit);
  }
}
