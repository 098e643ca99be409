import { resolveAutoFormat } from '#lib/transform/auto-format.ts';
import { changesPixels, dropUnaskedQuality } from '#lib/transform/changes.ts';
import { isReadable, isWritable } from '#lib/transform/formats.ts';
import { normalize } from '#lib/transform/normalize.ts';
import { applyDpr, mergeTemplate } from '#lib/transform/template.ts';
import type { Transform, TransformValues } from '#lib/transform/values.ts';

/** What a request asks for once its template is merged in. */
export type Resolved = {
  transform: Transform;
  /** The file's own bytes are the answer; they are not even decoded. */
  verbatim: boolean;
  /** Extension of the delivered format. */
  format: string;
  /** Whether the Accept header had a say. */
  negotiated: boolean;
  attachment: boolean;
  recordStats: boolean;
  /** Client cache time in seconds; undefined = the server's default. */
  expirySecs: number | undefined;
};

type Wish = {
  /** Values of the URL, after the public limits. */
  asked: TransformValues;
  /** Values of the template that applies. */
  template: TransformValues;
  /** Whether the URL names that template. */
  templateNamed: boolean;
  dpr: number | undefined;
  sourceExtension: string;
  accept: string | undefined;
  autoFormats: readonly string[];
  maxDimension: number;
};

/** Settles everything about a picture that needs no look at its file. */
export function resolvePicture(wish: Wish): Resolved {
  const { asked, sourceExtension } = wish;
  const merged = applyDpr(mergeTemplate(asked, wish.template), wish.dpr, wish.maxDimension);
  const negotiated = merged.format === 'auto';
  if (negotiated) merged.format = resolveAutoFormat(wish.accept, sourceExtension, wish.autoFormats);
  const transform = dropUnaskedQuality(normalize(merged, sourceExtension), asked, wish.templateNamed);
  const verbatim = !changesPixels(transform);
  if (!verbatim && transform.format === undefined && !isWritable(sourceExtension)) {
    // The original answers 415 here; a vector or raw file is better shown than refused.
    if (isReadable(sourceExtension)) transform.format = 'png';
  }
  return {
    transform,
    verbatim,
    format: transform.format ?? sourceExtension,
    negotiated,
    attachment: merged.attachment ?? false,
    recordStats: merged.recordStats ?? true,
    expirySecs: merged.expirySecs,
  };
}
