/** A part of a file, both ends inclusive. */
export type ByteRange = { start: number; end: number };

/**
 * The one part that a Range header asks for (RFC 9110 14.1.2). undefined = send the whole: no header, another
 * unit, something malformed, or several parts, which a server may refuse to compose. `unsatisfiable` = 416.
 * @param size bytes of the file
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(header ?? '');
  if (!match) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= size ? 'unsatisfiable' : { start, end };
}

/**
 * Whether a Range may be honoured under an If-Range header (RFC 9110 13.1.5): the tag must be the same, and
 * strong, or the date exactly the file's.
 */
export function rangeStillValid(
  ifRange: string | undefined,
  etag: string | undefined,
  modified: string,
): boolean {
  return ifRange === undefined || ifRange === etag || ifRange === modified;
}

/** Whether a file was not changed since a client's date (RFC 9110 13.1.3). Dates count whole seconds. */
export function unchangedSince(ifModifiedSince: string | undefined, time: number): boolean {
  const since = Date.parse(ifModifiedSince ?? '');
  return !Number.isNaN(since) && Math.floor(time / 1000) * 1000 <= since;
}
