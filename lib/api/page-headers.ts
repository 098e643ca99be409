import type { Settings } from '#lib/settings/settings.ts';
import { MAP_SITE } from './map-page.ts';

const PERMISSIONS = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'browsing-topics']
  .map((name) => `${name}=()`)
  .join(', ');

/**
 * Where the forms of a page may lead. Browsers look at redirects too, so the sites to which somebody may be sent after
 * signing in count.
 */
function formTargets(path: string, { web, signIn }: Pick<Settings, 'web' | 'signIn'>): string[] {
  if (!/^\/(login|account\/password)(\/|$)/.test(path)) return ["'self'"];
  const hosts = [...signIn.redirectHosts, ...(web.hostName === undefined ? [] : [web.hostName])];
  return ["'self'", ...hosts.flatMap((host) => [`https://${host}`, `http://${host}`])];
}

/** The Content-Security-Policy of a page: scripts and style sheets of this server, inline ones only with the nonce. */
export function pagePolicy(path: string, nonce: string, settings: Pick<Settings, 'web' | 'signIn'>): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Places of virtual rows and crop frames are numbers in style attributes; they can neither run nor load anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self'",
    "manifest-src 'self'",
    `frame-src 'self'${/^\/details(\/|$)/.test(path) ? ` ${MAP_SITE}` : ''}`,
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    `form-action ${formTargets(path, settings).join(' ')}`,
  ].join('; ');
}

/** Further headers of every page, names with values. */
export function pageHeaders(secure: boolean, web: Settings['web']): Array<[string, string]> {
  // Browsers apply it to all ports of the host, so the operator must have said that everything is HTTPS here.
  const strict = secure && (web.internalHttps || web.scheme === 'https');
  return [
    ['Permissions-Policy', PERMISSIONS],
    ['Cross-Origin-Opener-Policy', 'same-origin'],
    ...(strict ? [['Strict-Transport-Security', 'max-age=31536000'] as [string, string]] : []),
  ];
}
