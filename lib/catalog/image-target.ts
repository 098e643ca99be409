import { badRequest } from '#lib/errors/error.ts';
import { refuseDots, requireFileName, sanitizeFileName } from '#lib/paths/file-name.ts';
import { baseName, extensionOf, folderOfImage, normalizeImagePath } from '#lib/paths/image-path.ts';
import { formatOf } from '#lib/transform/formats.ts';

/**
 * Where a person wants an image to be: normalised, with a name as uploads have it. Throws 400 for hidden places, for names
 * that cannot be made and for one that is no image's.
 * @param what the field, for messages
 */
export function newImagePath(typed: string, unicodeNames: boolean, what: string): string {
  refuseDots(typed, what);
  const normal = normalizeImagePath(typed, what);
  const folder = folderOfImage(normal);
  const name = sanitizeFileName(baseName(normal), unicodeNames, what);
  requireFileName(name, what);
  // A leading backslash is dropped only now, and may have hidden a dot.
  refuseDots(normal, what);
  const path = normalizeImagePath(`${folder}/${name}`, what);
  if (formatOf(extensionOf(path)) === undefined) {
    throw badRequest(`${what}: .${extensionOf(path)} is not the extension of a supported image format`);
  }
  return path;
}
