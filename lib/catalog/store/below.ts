/** Greater than whatever a path can begin with, in the order of bytes. */
const END = '\u{10ffff}';

/**
 * Bounds of the paths of all folders below a folder, for `(path || '') ~>=~ from AND (path || '') ~<~ to`: "0" is
 * the character after "/".
 */
export function foldersBelow(path: string): [from: string, to: string] {
  return path === '/' ? ['/', END] : [`${path}/`, `${path}0`];
}

/** Bounds of the paths of all images below a folder, for `(src || '') ~>=~ from AND (src || '') ~<~ to`. */
export function imagesBelow(path: string): [from: string, to: string] {
  return path === '/' ? ['', END] : [`${path.slice(1)}/`, `${path.slice(1)}0`];
}
