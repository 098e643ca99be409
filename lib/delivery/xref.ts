import type { Logger } from '#lib/log/log.ts';

/** Calls under way at once; more are dropped with a warning, as tracking must never slow pictures down. */
const MAX_CALLS = 32;
const TIMEOUT = 10_000;

/**
 * Reports views to a tracking URL in the background: GET of the prefix followed by the percent-encoded
 * reference. Nothing waits for it and its outcome is only logged.
 */
export function createXrefTracker(
  urlPrefix: string | undefined,
  log: Logger,
): (reference: string | undefined) => void {
  let calls = 0;
  if (!urlPrefix) return () => undefined;
  return (reference) => {
    if (!reference) return;
    if (calls >= MAX_CALLS) {
      log.warn('xref tracking is too slow: a call was left out');
      return;
    }
    calls += 1;
    fetch(urlPrefix + encodeURIComponent(reference), {
      signal: AbortSignal.timeout(TIMEOUT),
      redirect: 'manual',
    })
      .then(async (response) => {
        await response.body?.cancel();
        if (response.status !== 200) log.warn({ status: response.status }, 'xref tracking was refused');
      })
      .catch((error: unknown) => log.warn({ err: error }, 'xref tracking failed'))
      .finally(() => {
        calls -= 1;
      });
  };
}
