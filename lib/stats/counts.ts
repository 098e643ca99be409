/** Counters of one image, or of the system, over a period. Bytes are body bytes; times are seconds. */
export type Counts = {
  requests: number;
  views: number;
  cachedViews: number;
  downloads: number;
  totalBytes: number;
  requestSeconds: number;
  maxRequestSeconds: number;
};

export function noCounts(): Counts {
  return {
    requests: 0,
    views: 0,
    cachedViews: 0,
    downloads: 0,
    totalBytes: 0,
    requestSeconds: 0,
    maxRequestSeconds: 0,
  };
}

/** What became of a request. */
export type Outcome =
  | 'rendered'
  | 'cached'
  | 'downloaded'
  /** A further part of a file whose beginning was counted as the download. */
  | 'continued'
  | 'not_modified';

/** Adds one finished request. Rules of the original: a 304 counts as a request with its time only. */
export function addRequest(counts: Counts, outcome: Outcome, bytes: number, seconds: number): void {
  counts.requests += 1;
  counts.requestSeconds += seconds;
  if (seconds > counts.maxRequestSeconds) counts.maxRequestSeconds = seconds;
  if (outcome === 'not_modified') return;
  counts.totalBytes += bytes;
  if (outcome === 'continued') return;
  if (outcome === 'downloaded') {
    counts.downloads += 1;
    return;
  }
  counts.views += 1;
  if (outcome === 'cached') counts.cachedViews += 1;
}

/** Adds one period's counts to another's. */
export function addCounts(to: Counts, from: Counts): void {
  to.requests += from.requests;
  to.views += from.views;
  to.cachedViews += from.cachedViews;
  to.downloads += from.downloads;
  to.totalBytes += from.totalBytes;
  to.requestSeconds += from.requestSeconds;
  to.maxRequestSeconds = Math.max(to.maxRequestSeconds, from.maxRequestSeconds);
}
