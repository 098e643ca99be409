/** The ending of a file name in lower case, "" without one. */
export function extensionOfName(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** Endings that stand for one kind of file. */
const SAME_KIND: readonly (readonly string[])[] = [
  ['jpg', 'jpeg', 'jpe', 'jfif', 'jif', 'pjpg', 'pjpeg'],
  ['tif', 'tiff'],
  ['heic', 'heif', 'hif'],
  ['jp2', 'j2k', 'j2c', 'jpf', 'jpx'],
];

/** Whether a file may take the place of another without its address telling a wrong kind. */
export function isReplacement(name: string, present: string): boolean {
  const given = extensionOfName(name);
  const wanted = extensionOfName(present);
  return given === wanted || SAME_KIND.some((kind) => kind.includes(given) && kind.includes(wanted));
}
