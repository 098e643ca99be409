import { holdsDeep, isWritable, mimeOf, outputFor } from './formats.ts';
import type { Transform, TransformValues } from './values.ts';

const WHITE: ReadonlySet<string> = new Set(['#ffffff', 'white', 'rgb(255,255,255)']);

type Draft = Omit<TransformValues, 'expirySecs' | 'attachment' | 'recordStats'>;

function dropWhen(values: Draft, key: keyof Draft, isRedundant: boolean): void {
  if (isRedundant) delete values[key];
}

function dropUndefined(values: Draft): void {
  for (const key of Object.keys(values) as (keyof Draft)[]) dropWhen(values, key, values[key] === undefined);
}

function dropZeros(values: Draft): void {
  for (const key of ['width', 'height', 'quality', 'sharpen', 'dpi'] as const)
    dropWhen(values, key, values[key] === 0);
  for (const key of ['top', 'left', 'bottom', 'right'] as const) {
    // Either end means "no crop at this edge", even where it would mean "nothing left".
    dropWhen(values, key, values[key] === 0 || values[key] === 1);
  }
  for (const key of ['sizeFit', 'cropFit', 'iccBpc', 'strip', 'animate'] as const) {
    dropWhen(values, key, values[key] === false);
  }
}

function turnHalfIntoFlip(values: Draft): void {
  if (values.rotation !== 180 || values.flip === undefined) return;
  values.flip = values.flip === 'v' ? 'h' : 'v';
  delete values.rotation;
}

function settleFraming(values: Draft): void {
  const hasBoth = values.width !== undefined && values.height !== undefined;
  dropWhen(values, 'sizeFit', !hasBoth);
  const hasCrop = [values.top, values.left, values.bottom, values.right].some((edge) => edge !== undefined);
  dropWhen(values, 'cropFit', !hasCrop);

  const isBox = hasBoth && values.sizeFit !== true;
  const hasFocus = isBox && (values.focusX !== undefined || values.focusY !== undefined);
  if (hasFocus) {
    values.focusX ??= 0.5;
    values.focusY ??= 0.5;
  }
  dropWhen(values, 'focusX', !hasFocus);
  dropWhen(values, 'focusY', !hasFocus);
  dropWhen(values, 'gravity', !isBox || hasFocus);

  // Cutting to fill leaves nothing to pad.
  const isPadded = isBox && !hasFocus && values.gravity === undefined;
  dropWhen(values, 'fill', !isPadded && values.rotation === undefined);
  dropWhen(values, 'alignH', !isPadded);
  dropWhen(values, 'alignV', !isPadded);
}

function settleOverlay(values: Draft): void {
  const isVisible =
    values.overlaySrc !== undefined && values.overlayOpacity !== 0 && values.overlaySize !== 0;
  for (const key of ['overlaySrc', 'overlayPos', 'overlaySize', 'overlayOpacity'] as const) {
    dropWhen(values, key, !isVisible);
  }
  dropWhen(values, 'overlayPos', values.overlayPos === 'c');
  dropWhen(values, 'overlayOpacity', values.overlayOpacity === 1);
  dropWhen(values, 'overlaySize', values.overlaySize === 1);
}

/** What only some formats know. `format` is the one that is written. */
function settleEncoding(values: Draft, format: string): void {
  const mime = mimeOf(format);
  dropWhen(values, 'compression', mime !== 'image/tiff');
  const isEightBits = values.compression === 'jpeg' || values.compression === 'ccittfax4';
  dropWhen(values, 'depth', values.depth === 8 || !holdsDeep(format) || isEightBits);
  const isAllOrNothing =
    mime === 'image/avif' || mime === 'image/jxl' || mime === 'application/pdf' || format === 'eps';
  const canBeLossless = mime === 'image/webp' || (isAllOrNothing && values.lossless === 'yes');
  dropWhen(values, 'pageSize', values.pageSize === 'image' || format !== 'pdf');
  dropWhen(values, 'lossless', values.lossless === 'no' || !canBeLossless);
  // Nothing is lost, so there is nothing to choose.
  dropWhen(values, 'quality', values.lossless === 'yes');
}

/**
 * Removes what makes no difference, so that requests for the same picture become equal. Follows the original
 * where it is arbitrary too (`c0.50`, -90 and 270, `#fff` stay), because stored links share results by these
 * rules. `sourceExtension` is lower case. A format `auto` must be settled before.
 *
 * Idempotent. Expiry, attachment and statistics flags are left out: they are not about the picture.
 */
export function normalize(merged: TransformValues, sourceExtension: string): Transform {
  const { expirySecs: _expiry, attachment: _attachment, recordStats: _stats, ...values } = merged;
  dropUndefined(values);
  dropWhen(values, 'page', values.page === 0 || values.page === 1);
  if (values.format === 'pjpeg') values.format = 'pjpg';
  // Of a PDF a picture is wanted, unless PDF is asked for.
  const isOtherwise = outputFor(sourceExtension) !== sourceExtension && isWritable(sourceExtension);
  dropWhen(values, 'format', values.format === sourceExtension && !isOtherwise);
  dropZeros(values);
  settleEncoding(values, values.format ?? outputFor(sourceExtension));
  dropWhen(values, 'alignH', values.alignH === 'c0.5');
  dropWhen(values, 'alignV', values.alignV === 'c0.5');
  dropWhen(values, 'rotation', values.rotation === 0 || Math.abs(values.rotation ?? 0) === 360);
  dropWhen(values, 'fill', WHITE.has(values.fill ?? ''));
  dropWhen(values, 'tile', values.tile?.grid === 1);
  turnHalfIntoFlip(values);
  settleFraming(values);
  settleOverlay(values);
  dropWhen(values, 'iccIntent', values.iccProfile === undefined);
  dropWhen(values, 'iccBpc', values.iccProfile === undefined);
  return values as Transform;
}
