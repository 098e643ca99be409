import { z } from 'zod';

/**
 * The kinds of value a setting can hold. Every kind reads text and answers either the typed value or one
 * message that says what was expected; the message never repeats the text, which may be a secret.
 */
function kind<T>(expected: string, parse: (text: string) => T | undefined) {
  return z.string().transform((text, context): T => {
    const parsed = parse(text.trim());
    if (parsed === undefined) {
      context.addIssue({ code: 'custom', message: expected });
      return z.NEVER;
    }
    return parsed;
  });
}

/** true/false, yes/no, 1/0, in any case. */
export const yesOrNo = kind('true or false (also yes/no, 1/0)', (text) => {
  const word = text.toLowerCase();
  if (['true', 'yes', '1'].includes(word)) return true;
  if (['false', 'no', '0'].includes(word)) return false;
  return undefined;
});

/** A whole number within bounds, both included. */
export function wholeNumber(min: number, max: number) {
  return kind(`a whole number from ${min} to ${max}`, (text) => {
    if (!/^-?\d{1,15}$/.test(text)) return undefined;
    const number = Number(text);
    return number >= min && number <= max ? number : undefined;
  });
}

/** A whole number that is forced into the bounds instead of being refused. */
export function clampedNumber(min: number, max: number) {
  return kind(`a whole number (values outside ${min} to ${max} are forced into it)`, (text) =>
    /^-?\d{1,15}$/.test(text) ? Math.min(Math.max(Number(text), min), max) : undefined,
  );
}

/** One word out of a list. */
export function oneOf<const Word extends string>(...words: Word[]) {
  return kind(`one of ${words.join(', ')}`, (text) => words.find((word) => word === text.toLowerCase()));
}

/** Words out of a list, separated by commas; `none` stands for an empty list. */
export function listOf<const Word extends string>(...words: Word[]) {
  return kind(`a list of ${words.join(', ')} separated by commas, or none`, (text) => {
    if (text.toLowerCase() === 'none') return [];
    const found = text.split(',').map((part) => words.find((word) => word === part.trim().toLowerCase()));
    return found.includes(undefined) ? undefined : [...new Set(found as Word[])];
  });
}

/** Any text without control characters, such as a folder or a host to listen on. */
export const plainText = kind('text of at most 4096 characters without control characters', (text) =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  text.length > 0 && text.length <= 4096 && !/[\u0000-\u001f\u007f]/.test(text) ? text : undefined,
);

/** Text with a least length. */
export function password(minLength: number) {
  return kind(`at least ${minLength} characters`, (text) => (text.length >= minLength ? text : undefined));
}

const PUBLISHED_SECRETS =
  /change[-_ ]?(me|this|it)|example|placeholder|your[-_ ]?secret|secret[-_ ]?key|default/i;

/**
 * A key that signs sessions and tokens. Keys that have been published as defaults or placeholders, and keys
 * of few different characters, are refused: whoever can guess the key can sign in as anyone.
 */
export const secretKey = kind(
  'at least 32 random characters, not a published default or placeholder (try: openssl rand -hex 32)',
  (text) =>
    text.length >= 32 && new Set(text).size >= 10 && !PUBLISHED_SECRETS.test(text) ? text : undefined,
);

/** An absolute URL of one of the given schemes, kept as it was written. */
export function url(...schemes: string[]) {
  const expected = `a URL beginning with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  return kind(expected, (text) => {
    const scheme = schemes.find((name) => text.toLowerCase().startsWith(`${name}://`));
    return scheme !== undefined && URL.canParse(text) ? text : undefined;
  });
}

/** A host name or address, with a port behind a colon if wanted. */
export const hostName = kind('a host name such as img.example.org, with :port if needed', (text) =>
  /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/i.test(text) ? text : undefined,
);

/** Hosts separated by commas, lower case; `none` stands for an empty list. */
export const hostList = kind('host names separated by commas, or none', (text) => {
  if (text.toLowerCase() === 'none') return [];
  const hosts = text.split(',').map((part) => part.trim().toLowerCase());
  return hosts.every((host) => hostName.safeParse(host).success) ? hosts : undefined;
});

/** A path that begins with a slash; comes out without one at its end, so that `/` is "". */
export const rootPath = kind('a path such as / or /images', (text) =>
  /^\/([\w.~-]+\/?)*$/.test(text) ? text.replace(/\/$/, '') : undefined,
);

/** A cookie's name (RFC 6265). */
export const cookieName = kind('a name of letters, digits, - and _', (text) =>
  /^[\w-]{1,60}$/.test(text) ? text : undefined,
);

/** Permission bits in octal digits. */
export const fileMode = kind('permission bits in octal, such as 644', (text) =>
  /^0?[0-7]{3}$/.test(text) ? Number.parseInt(text, 8) : undefined,
);

/** Labels and repository folders: `label=path;label=path`. */
export const uploadFolders = kind('label=folder pairs separated by semicolons', (text) => {
  const pairs = text
    .split(';')
    .filter((pair) => pair.trim() !== '')
    .map((pair) => /^([^=]+)=(.+)$/.exec(pair.trim()))
    .map((match) => (match ? { label: match[1]?.trim() ?? '', path: match[2]?.trim() ?? '' } : undefined));
  return pairs.includes(undefined) ? undefined : (pairs as Array<{ label: string; path: string }>);
});
