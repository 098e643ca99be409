import { baseName, extensionOf } from '#lib/paths/image-path.ts';

/**
 * The file name of a delivered picture: the original's, with the extension of the delivered format unless it
 * is the same (`coffee.jpg` as png is `coffee.png`; `Photo.JPG` stays).
 */
export function downloadName(src: string, format: string): string {
  const name = baseName(src);
  const extension = extensionOf(src);
  // Progressive is a way of encoding, never an extension.
  const wanted = format === 'pjpg' ? 'jpg' : format;
  if (extension === wanted || (format === 'pjpg' && extension === 'jpeg')) return name;
  if (extension === '') return `${name}.${wanted}`;
  return `${name.slice(0, name.length - extension.length)}${wanted}`;
}
