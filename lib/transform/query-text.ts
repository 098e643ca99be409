import { badRequest } from '#lib/errors/error.ts';

const LONGEST_QUERY = 16_384;

/** Undoes percent encoding without ever failing: bytes that are not UTF-8 become U+FFFD, a stray % stays. */
function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced.toWellFormed();
  try {
    return decodeURIComponent(spaced).toWellFormed();
  } catch {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    return spaced
      .replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
        const bytes = new Uint8Array(run.length / 3);
        for (let i = 0; i < bytes.length; i += 1)
          bytes[i] = Number.parseInt(run.slice(3 * i + 1, 3 * i + 3), 16);
        return decoder.decode(bytes);
      })
      .toWellFormed();
  }
}

/**
 * The wanted values of a raw query string (the text after `?`): pairs are split at `&` (or `&amp;`, as pasted
 * from HTML) only, `+` is a blank, the first of repeated names counts, and a name without `=` has a blank
 * value. Throws 400 when the text is longer than 16384 characters, before looking at it.
 */
export function readQueryText(rawQuery: string, wanted: ReadonlySet<string>): Map<string, string> {
  if (rawQuery.length > LONGEST_QUERY) {
    throw badRequest(`query: out of range, expected at most ${LONGEST_QUERY} characters`);
  }
  const found = new Map<string, string>();
  for (const pair of rawQuery.replaceAll('&amp;', '&').split('&')) {
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    if (wanted.has(name) && !found.has(name))
      found.set(name, equals === -1 ? '' : decode(pair.slice(equals + 1)));
  }
  return found;
}
