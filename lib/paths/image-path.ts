import { badRequest, forbidden, notFound } from '#lib/errors/error.ts';

/** Folder of the repository in which the server keeps files for itself. */
export const INTERNAL_FOLDER = '.emulsion';

const LONGEST_PATH = 1024;
/** In UTF-8: an entry of a Postgres index holds 2704 bytes at most, and paths are looked up by index. */
const LONGEST_PATH_BYTES = 2600;

/** Counts code points; a cheap answer for the usual short text. */
function isLongerThan(text: string, most: number): boolean {
  if (text.length <= most) return false;
  let count = 0;
  for (const _ of text) {
    count += 1;
    if (count > most) return true;
  }
  return false;
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

/**
 * The one spelling of a repository path: no leading slash, no empty, `.` or `..` parts, case kept. Works on
 * the text alone; storage still tests containment, since links are followed there.
 *
 * Throws 400 when nothing is left, when the result is longer than 1024 characters or 2600 bytes, or when it
 * holds control characters; 403 when `..` leads out of the repository; 404 for what the server keeps there for
 * itself. `name` is the parameter named in the messages.
 */
export function normalizeImagePath(src: string, name = 'src'): string {
  if (hasControlCharacter(src) || !src.isWellFormed()) {
    throw badRequest(`${name}: invalid format, a path cannot hold control characters`);
  }
  const kept: string[] = [];
  for (const piece of src.split('/')) {
    // A backslash before the first part is dropped like a slash. Doing it here and not once up front keeps
    // `a/../\..` from turning into `..` after the check.
    const part = kept.length === 0 ? piece.replace(/^\\+/, '') : piece;
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.pop() === undefined)
      throw forbidden(`${name} leads out of the repository: ${src.slice(0, 200)}`);
  }
  const path = kept.join('/');
  if (path === '' || isLongerThan(path, LONGEST_PATH)) {
    throw badRequest(`${name}: out of range, expected a path of 1 to ${LONGEST_PATH} characters`);
  }
  // No character has more than three bytes for each of its UTF-16 units.
  if (path.length * 3 > LONGEST_PATH_BYTES && Buffer.byteLength(path) > LONGEST_PATH_BYTES) {
    throw badRequest(
      `${name}: out of range, expected a path of at most ${LONGEST_PATH_BYTES} bytes in UTF-8`,
    );
  }
  if (isInternalPath(path)) throw notFound(`${name}: ${path.slice(0, 200)} was not found.`);
  return path;
}

/** What some disks overlook in names: invisible characters (HFS+), blanks and dots at the end (NTFS). */
const OVERLOOKED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]|[. ]+$/g;

/**
 * Whether a normalised path leads to what the server keeps for itself, in any spelling that some disk takes for it: many
 * ignore case, by which the long s is an s too.
 */
export function isInternalPath(path: string): boolean {
  // Nearly every path is told by its first character.
  const start = path.charCodeAt(0);
  if (start !== DOT && start < 0x200c) return false;
  const end = path.indexOf('/');
  const first = end === -1 ? path : path.slice(0, end);
  if (first.length > MOST_SPELLED) return false;
  return first.replace(OVERLOOKED, '').normalize('NFKC').toUpperCase() === INTERNAL_FOLDER.toUpperCase();
}

const DOT = 0x2e;
/** Characters of a spelling of it; file systems allow 255. */
const MOST_SPELLED = 255;

/** Folder of a normalised image path in the folder spelling: `/` or `/a/b`. */
export function folderOfImage(src: string): string {
  return `/${src.slice(0, Math.max(0, src.lastIndexOf('/')))}`;
}

/** The folder itself, then each folder above it, up to and including `/`. */
export function parentFolders(folderPath: string): string[] {
  const folders: string[] = [];
  let end = folderPath.length;
  while (end > 1) {
    folders.push(folderPath.slice(0, end));
    end = folderPath.lastIndexOf('/', end - 1);
  }
  folders.push('/');
  return folders;
}

/** Last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Lower-case text after the last dot of the file name, or "" without one. Decides the format of a file. */
export function extensionOf(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot === -1 ? '' : name.slice(dot + 1).toLowerCase();
}

/** A folder's path in its one spelling: `/` or `/a/b`. Throws as normalizeImagePath does; `.` and "" are the root. */
export function normalizeFolderPath(path: string, name = 'path'): string {
  return /^[/\\.]*$/.test(path) && !path.includes('..') ? '/' : `/${normalizeImagePath(path, name)}`;
}
