import { resolveAutoFormat } from '#lib/transform/auto-format.ts';
import { changesPixels, dropUnaskedQuality } from '#lib/transform/changes.ts';
import { isReadable, outputFor } from '#lib/transform/formats.ts';
import { normalize } from '#lib/transform/normalize.ts';
import { applyDpr, mergeTemplate } from '#lib/transform/template.ts';
import type { Transform, TransformValues } from '#lib/transform/values.ts';

/** What beside the Accept header decides about a negotiated format. */
export type Negotiation = { sourceExtension: string; animate: boolean };

/** What a request asks for once its template is merged in. */
export type Resolved = {
  transform: Transform;
  /** The file's own bytes are the answer; they are not even decoded. */
  verbatim: boolean;
  /** Extension of the delivered format. */
  format: string;
  /** What decided beside the Accept header, where that had a say. */
  negotiated: (Negotiation & { format: string }) | undefined;
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

/** Types that keep the frames of an animation. */
const MOVING: ReadonlySet<string> = new Set(['gif', 'webp']);

/** What `format=auto` stands for; an animation goes out in a type that moves. */
export function bestFormat(
  accept: string | undefined,
  { sourceExtension, animate }: Negotiation,
  autoFormats: readonly string[],
): string {
  const moves = animate && MOVING.has(sourceExtension);
  const best = resolveAutoFormat(
    accept,
    sourceExtension,
    moves ? autoFormats.filter((format) => MOVING.has(format)) : autoFormats,
  );
  return moves && !MOVING.has(best) ? sourceExtension : best;
}

/** Settles everything about a picture that needs no look at its file. */
export function resolvePicture(wish: Wish): Resolved {
  const { asked, sourceExtension } = wish;
  const merged = applyDpr(mergeTemplate(asked, wish.template), wish.dpr, wish.maxDimension);
  let negotiated: Resolved['negotiated'];
  if (merged.format === 'auto') {
    const negotiation = { sourceExtension, animate: merged.animate ?? false };
    merged.format = bestFormat(wish.accept, negotiation, wish.autoFormats);
    negotiated = { ...negotiation, format: merged.format };
  }
  const transform = dropUnaskedQuality(normalize(merged, sourceExtension), asked, wish.templateNamed);
  // The format of the file itself is no change; see normalize.
  const { format, ...rest } = transform;
  const verbatim = !changesPixels(format === sourceExtension ? rest : transform);
  if (!verbatim && transform.format === undefined && outputFor(sourceExtension) !== sourceExtension) {
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
