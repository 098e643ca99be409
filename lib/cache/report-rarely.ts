/**
 * A reporter that passes on the first of a series of equal errors and then at most one per `everyMs`: a
 * full disk fails every write, and a log that grows with it makes things worse. Equal means the same system
 * code, or the same text where there is none.
 */
export function reportRarely(
  onError: ((error: Error) => void) | undefined,
  everyMs = 60_000,
): (error: unknown) => void {
  let last: { what: string; at: number } | undefined;
  return (thrown) => {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const what = 'code' in error ? String(error.code) : error.message;
    const now = performance.now();
    if (last?.what === what && now - last.at < everyMs) return;
    last = { what, at: now };
    onError?.(error);
  };
}
