import { createHash } from 'node:crypto';

/** A quoted strong entity tag from what identifies the bytes: 40 hex digits, as clients of the original know it. */
export function entityTag(...identity: Array<string | number>): string {
  return `"${createHash('sha1').update(identity.join('\n')).digest('hex')}"`;
}

/**
 * Whether an If-None-Match header names the tag (RFC 9110 13.1.2, weak comparison). Unquoted tags are
 * accepted too: the original sent them so, and clients hold them.
 */
export function matchesTag(ifNoneMatch: string, tag: string): boolean {
  if (ifNoneMatch === tag) return true;
  const bare = tag.slice(1, -1);
  return ifNoneMatch.split(',').some((part) => {
    const candidate = part.trim().replace(/^W\//, '');
    return candidate === '*' || candidate === tag || candidate === bare;
  });
}
