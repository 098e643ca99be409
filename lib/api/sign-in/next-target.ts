/** Where people arrive who did not ask for a certain page. */
export const START_PAGE = '/list/';

const LONGEST = 4096;

/** Control characters and blanks that a browser strips, and the backslash that it takes for a slash. */
const TREACHEROUS = /[\p{Cc}\\]|^\s/u;

/** Going there would end the session again, or ask to sign in. */
const POINTLESS = /^\/(login|logout)(\/|$)/;

/** A name that is in no list of hosts. */
const HERE = 'http://here.invalid';

/**
 * The place to which somebody is sent who has signed in: `next` when it is a path of this server or an absolute http(s)
 * URL of one of the hosts, else START_PAGE. In a form that is safe in a Location header.
 *
 * @param ownHosts names of this server, `host` or `host:port`
 * @param otherHosts hosts of other sites that the settings allow
 */
export function nextTarget(
  next: string | null | undefined,
  ownHosts: readonly string[],
  otherHosts: readonly string[],
): string {
  if (!next || next.length > LONGEST || TREACHEROUS.test(next)) return START_PAGE;
  if (next.startsWith('/')) return pathOf(URL.parse(next, HERE)) ?? START_PAGE;
  const url = URL.parse(next);
  if (!url || !/^https?:$/.test(url.protocol) || !/^https?:\/\/[^/]/i.test(next)) return START_PAGE;
  if (url.username !== '' || url.password !== '') return START_PAGE;
  const known = [...ownHosts, ...otherHosts].some((host) => host.toLowerCase() === url.host);
  return known ? url.href : START_PAGE;
}

/** Path, query and fragment, unless they would be read as another host: `/.//host` becomes `//host`. */
function pathOf(url: URL | null): string | undefined {
  if (!url || url.origin !== HERE || url.pathname.startsWith('//')) return undefined;
  return POINTLESS.test(url.pathname) ? undefined : url.pathname + url.search + url.hash;
}
