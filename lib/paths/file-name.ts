import { badRequest } from '#lib/errors/error.ts';

/** Characters that a name may hold beside letters, digits and numbers of any script. */
const NOT_ALLOWED = /[^\p{L}\p{N}_ &@{}[\],;$=!#()%+~.-]/gu;

/** Characters of a file name (contract of the original). */
const SHORTEST_NAME = 5;
const LONGEST_NAME = 255;

/**
 * The name under which a file or folder is made (contract of the original): Unicode in one form, or ASCII only;
 * a slash becomes `_`; what could do harm in a shell, a link or a page is left out; dots, underscores and blanks
 * at the ends go. Throws 400 when nothing is left. `what` is named in the message.
 *
 * @param unicode false drops accents and then all that is not ASCII
 */
export function sanitizeFileName(name: string, unicode: boolean, what = 'filename'): string {
  // Any blank-like character that is no blank is dropped with the rest.
  const spelled = unicode ? name.normalize('NFC') : name.normalize('NFKD').replace(/[^\0-\x7f]/g, '');
  const sane = spelled
    .replaceAll('/', '_')
    .replace(NOT_ALLOWED, '')
    .replace(/^[._]+/, '')
    .replace(/[._]+$/, '')
    .replace(/^ +/, '')
    .replace(/ +$/, '');
  if (sane === '') throw badRequest(`${what}: no valid characters in ${JSON.stringify(name.slice(0, 100))}`);
  return sane;
}

/** Throws 400 unless a name has 5 to 255 characters and an extension without blanks (contract of the original). */
export function requireFileName(name: string, what = 'filename'): void {
  const length = Array.from(name).length;
  if (length < SHORTEST_NAME || length > LONGEST_NAME) {
    throw badRequest(
      `${what}: out of range, expected a name of ${SHORTEST_NAME} to ${LONGEST_NAME} characters`,
    );
  }
  if (!/[^.]\.[^. ]+$/u.test(name)) {
    throw badRequest(`${what}: invalid format, expected a name with an extension`);
  }
}

/** A name with a number before its extension, as in `photo-001.jpg`; cut so that it stays as long as names may be. */
export function numberedName(name: string, n: number): string {
  const dot = name.lastIndexOf('.');
  const end = dot > 0 ? dot : name.length;
  const tail = `-${String(n).padStart(3, '0')}${name.slice(end)}`;
  const stem = Array.from(name.slice(0, end)).slice(0, Math.max(1, LONGEST_NAME - Array.from(tail).length));
  return stem.join('') + tail;
}

/**
 * A folder path whose last parts do not exist yet, with those parts sanitised. Throws 400 when nothing of a part
 * is left.
 *
 * @param path `/` or `/a/b`
 * @param existing the deepest folder of it that exists, `/` or `/a`; stays as it is
 */
export function sanitizeFolderPath(path: string, existing: string, unicode: boolean): string {
  const kept = existing === '/' ? '' : existing;
  const missing = path.slice(kept.length).split('/').filter(Boolean);
  const made = missing.map((part) => sanitizeFileName(part, unicode, 'path'));
  return made.length === 0 ? existing : `${kept}/${made.join('/')}`;
}

/** Throws 400 for a path to be made that starts with a dot or holds `..` or `/.` (contract of the original). */
export function refuseDots(path: string, what = 'path'): void {
  if (path.startsWith('.') || path.includes('..') || path.includes('/.')) {
    throw badRequest(`${what}: invalid format, a path cannot start with a dot or hold .. or /.`);
  }
}
