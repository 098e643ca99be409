import type { Settings } from '#lib/settings/settings.ts';
import type { ApiRequest } from './request.ts';

export type Links = {
  /** Absolute URL of a path of this server. */
  to(path: string, query?: ReadonlyArray<readonly [string, string]>): string;
};

/**
 * Absolute links (contract of the original): host and scheme as the settings say, else as the request came.
 * APPLICATION_ROOT belongs to a configured host only. In queries a blank is `+`, and `/` and `\` stay as they are.
 */
export function linksFor(request: Pick<ApiRequest, 'header' | 'secure'>, web: Settings['web']): Links {
  const scheme = web.scheme ?? (request.secure ? 'https' : 'http');
  const base =
    web.hostName === undefined
      ? `${scheme}://${safeHost(request.header('host'))}`
      : `${scheme}://${web.hostName}${web.rootPath}`;
  return {
    to(path, query = []) {
      const text = query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
      return base + path + (text === '' ? '' : `?${text}`);
    },
  };
}

/** The header is the client's text: nothing but a host may come out of it. */
function safeHost(host: string | undefined): string {
  return host !== undefined && /^[\w.:[\]-]{1,255}$/.test(host) ? host : 'localhost';
}

/** What a form leaves as it is, and blanks: most names. */
const PLAIN = /^[\w*\-./\\ ]*$/;

function encode(text: string): string {
  if (PLAIN.test(text)) return text.includes(' ') ? text.replaceAll(' ', '+') : text;
  return new URLSearchParams([['', text.toWellFormed()]])
    .toString()
    .slice(1)
    .replace(/%2F/g, '/')
    .replace(/%5C/g, '\\');
}
