import { addressOf } from '#lib/cache/entry.ts';
import type { HeldImage } from '#lib/catalog/catalog.ts';
import { extensionOf } from '#lib/paths/image-path.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { keyOf, type PictureParts, renderPicture, withChosenFocus } from './picture.ts';
import { resolvePicture } from './resolve.ts';

/** A picture for a file: its bytes, or undefined when it is the original as it is. */
export type DrawnPicture = { format: string; body: Buffer | undefined };

/** Longest wait for a turn, ms: nobody looks at a screen for it. */
const PATIENCE = 60_000;

/**
 * Draws a picture that nobody asks for by URL: no public limits, no negotiation. One that is kept is taken, but none is put
 * into the cache, so that thousands of pictures for a file do not push out what visitors look at.
 *
 * @param allow throws unless the overlay of a folder may be used
 */
export async function drawStored(
  parts: PictureParts,
  image: HeldImage,
  values: TransformValues,
  allow: (folder: string) => void,
  signal: AbortSignal,
): Promise<DrawnPicture> {
  const template = parts.templates.standard();
  const settled = resolvePicture({
    asked: values,
    template,
    templateNamed: false,
    dpr: undefined,
    sourceExtension: extensionOf(image.image.src),
    accept: undefined,
    autoFormats: parts.autoFormats,
    maxDimension: parts.limits.maxDimension,
  });
  const resolved = withChosenFocus(settled, image.image.record);
  if (resolved.verbatim) return { format: resolved.format, body: undefined };
  const { overlaySrc } = resolved.transform;
  const overlay = overlaySrc === undefined ? undefined : await parts.catalog.find(overlaySrc);
  // The author of the default template decided for its overlay.
  if (overlay && overlaySrc !== template.overlaySrc) allow(overlay.image.folder);
  const known = await parts.cache.get(addressOf(keyOf(parts, resolved, image, overlay)));
  if (known?.entry.kind === 'picture') return { format: resolved.format, body: known.entry.body };
  const { body } = await renderPicture(parts, { resolved, image, overlay }, { waitMs: PATIENCE, signal });
  return { format: resolved.format, body };
}
