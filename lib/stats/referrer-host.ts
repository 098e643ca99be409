/** Asked for without a page, or the page does not tell. */
const NO_REFERRER = '(none)';
/** A page whose host is a bare address, which may be somebody's own machine. */
const ADDRESS = '(address)';

const HOST = /^https?:\/\/(?:[^/?#]*@)?([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.?(?::\d*)?(?:[/?#]|$)/i;
const LONGEST_HOST = 253;

/**
 * What may be noted of a Referer header: the host in lower case, never a path, port, name or address of a person.
 * Anything that is not the address of a page counts as none.
 */
export function referrerHost(header: string | undefined): string {
  if (header === undefined || header === '') return NO_REFERRER;
  if (/^https?:\/\/(?:[^/?#]*@)?\[/i.test(header)) return ADDRESS;
  const host = HOST.exec(header.slice(0, 1024))?.[1]?.toLowerCase();
  if (host === undefined || host.length > LONGEST_HOST) return NO_REFERRER;
  return /^[\d.]+$/.test(host) ? ADDRESS : host;
}
