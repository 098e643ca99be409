import type { Settings } from './settings.ts';

const REPLACEMENT = '***';
const SECRET_NAMES = /api|token|key|secret|pass|signature|connection/i;
/** Folders and files of this server, accounts and servers that it asks. */
const PLACE_NAMES = /(^d|D)ir$|(^u|U)ser$|File$|^server$/;
const PORT = /:\d+$/;
const URL_NAMES = /Url$/;

/**
 * Makes the function that messages pass through before a person sees them. It blanks secrets, the
 * credentials inside URLs, the places of folders on the server and where people's directory is.
 */
export function redactSecrets(settings: Settings): (message: string) => string {
  return blank(secretTexts(settings, true));
}

/** The same for the operator's log, where folder names are wanted. */
export function redactForLog(settings: Settings): (message: string) => string {
  return blank(secretTexts(settings, false));
}

function secretTexts(settings: Settings, places: boolean): string[] {
  const found: string[] = [];
  for (const group of Object.values(settings)) {
    for (const [name, value] of Object.entries(group)) {
      if (typeof value !== 'string') continue;
      if (SECRET_NAMES.test(name) || (places && PLACE_NAMES.test(name))) {
        found.push(value, value.replace(PORT, ''));
      }
      if (URL_NAMES.test(name)) found.push(...credentials(value, places));
    }
  }
  return found;
}

function credentials(text: string, users: boolean): string[] {
  const url = URL.parse(text);
  if (url === null) return [];
  const parts = users ? [url.username, url.password] : [url.password];
  for (const [name, value] of url.searchParams) if (SECRET_NAMES.test(name)) parts.push(value);
  return parts.flatMap((part) => [part, decode(part)]);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function blank(texts: string[]): (message: string) => string {
  // Longest first, so that a folder inside another is blanked as a whole. Very short texts would blank
  // ordinary words.
  const ordered = [...new Set(texts)].filter((text) => text.length >= 4).sort((a, b) => b.length - a.length);
  return (message) => ordered.reduce((result, text) => result.replaceAll(text, REPLACEMENT), message);
}
