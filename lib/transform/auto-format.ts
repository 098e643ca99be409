import { formatOf, mimeOf } from './formats.ts';

const LONGEST_ACCEPT = 4096;

/** Quality (0..1) by explicitly named type. Wildcards are left out; a malformed weight counts as 0. */
function namedTypes(acceptHeader: string): Map<string, number> {
  const types = new Map<string, number>();
  for (const part of acceptHeader.slice(0, LONGEST_ACCEPT).split(',')) {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    if (type === '' || type.includes('*')) continue;
    const weight = parameters.find((each) => /^q\s*=/.test(each))?.replace(/^q\s*=\s*/, '');
    const q =
      weight === undefined ? 1 : /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0;
    types.set(type, Math.max(q, types.get(type) ?? 0));
  }
  return types;
}

/**
 * The format that `format=auto` stands for, by the Accept header (RFC 9110, 12.5.1). Of `preference`, best
 * first, the one with the highest weight wins, if the client names its type; image/* and the like promise
 * nothing about newer types. Otherwise PNG for a source that may hold transparency, else JPEG. The source's
 * own spelling is kept where the type is the same.
 */
export function resolveAutoFormat(
  acceptHeader: string | undefined,
  sourceExtension: string,
  preference: readonly string[],
): string {
  const accepted = namedTypes(acceptHeader ?? '');
  const fallback = formatOf(sourceExtension)?.alpha ? 'png' : 'jpg';
  const weightOf = (extension: string) => accepted.get(mimeOf(extension) ?? '') ?? 0;
  let best = fallback;
  // A named fall-back is beaten by an equal weight only, an unnamed one by any.
  let bestWeight = Math.max(weightOf(fallback), Number.MIN_VALUE);
  let isFallback = true;
  for (const extension of preference) {
    const weight = weightOf(extension);
    if (weight > bestWeight || (isFallback && weight === bestWeight)) {
      best = extension;
      bestWeight = weight;
      isFallback = false;
    }
  }
  return mimeOf(best) === mimeOf(sourceExtension) ? sourceExtension : best;
}
