/** Longer ones are none that this server gave out. */
const LONGEST_HEADER = 2048;
const LONGEST_COOKIES = 16_384;

/**
 * The token in an Authorization header: the user name of Basic, whose password counts for nothing (contract
 * of the original), or what follows Bearer. undefined when there is none.
 */
export function tokenOf(authorization: string): string | undefined {
  if (authorization.length > LONGEST_HEADER) return undefined;
  const [, scheme = '', value = ''] = /^(basic|bearer) +([^\s]+) *$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme === '') return undefined;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon === -1 ? pair : pair.slice(0, colon);
}

/** The value of the first cookie of this name in a Cookie header (RFC 6265). */
export function cookieOf(header: string, name: string): string | undefined {
  if (header.length > LONGEST_COOKIES) return undefined;
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals === -1 || pair.slice(0, equals).trim() !== name) continue;
    const value = pair.slice(equals + 1).trim();
    return value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
  }
  return undefined;
}
