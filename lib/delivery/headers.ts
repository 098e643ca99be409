/** For any origin: published embeds live on other people's sites (contract of the original's front end). */
export const CORS_HEADERS: readonly string[] = [
  'Access-Control-Allow-Origin',
  '*',
  'Access-Control-Allow-Headers',
  'Origin, Authorization, If-None-Match, Cache-Control, X-Requested-With, X-Csrf-Token',
  'Access-Control-Expose-Headers',
  'Content-Length, X-From-Cache, X-Time-Taken, X-Emulsion-Source',
];

/**
 * Keeps a browser from reading a file as something else than its type says, and from running what an SVG or
 * HTML file in the repository may contain.
 */
export const SAFETY_HEADERS: readonly string[] = [
  'X-Content-Type-Options',
  'nosniff',
  'Content-Security-Policy',
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
  'Cross-Origin-Resource-Policy',
  'cross-origin',
];

/** Client cache time when no template says one: a week. */
export const DEFAULT_EXPIRY = 604_800;

/** Seconds that a browser may keep what a grant opened: it may be taken back at any time. */
const GRANTED_EXPIRY = 60;

/** Client cache time of an answer that may end at a time (ms since 1970, undefined = no such time). */
export function grantedExpiry(expirySecs: number, until: number | undefined): number {
  if (until === undefined) return expirySecs;
  return expirySecs < 0 ? expirySecs : GRANTED_EXPIRY;
}

/**
 * `Cache-Control` for a client cache time in seconds; -1 = revalidate always, 0 = say nothing.
 * @param shared whether everybody gets this answer, so that proxies may keep it for others
 */
export function cacheControl(expirySecs: number, shared: boolean): string | undefined {
  const whose = shared ? 'public' : 'private';
  if (expirySecs > 0) return `${whose}, max-age=${Math.floor(expirySecs)}`;
  if (expirySecs < 0) return `${whose}, no-cache`;
  return shared ? undefined : whose;
}

/** `Expires` for a client cache time in seconds at `now` (ms since 1970). */
export function expires(expirySecs: number, now: number): string | undefined {
  if (expirySecs === 0) return undefined;
  return new Date(expirySecs < 0 ? 0 : now + expirySecs * 1000).toUTCString();
}

/**
 * `Content-Disposition` with a plain ASCII name for old clients and the true one beside it (RFC 6266,
 * RFC 8187).
 */
export function contentDisposition(kind: 'attachment' | 'inline', fileName: string): string {
  const ascii = fileName
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\]/g, '_')
    .trim();
  const header = `${kind}; filename="${ascii || 'image'}"`;
  if (ascii === fileName) return header;
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${header}; filename*=UTF-8''${encoded}`;
}
