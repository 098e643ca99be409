import { unsupported } from '#lib/errors/error.ts';
import { extensionOf } from '#lib/paths/image-path.ts';
import { formatOf } from '#lib/transform/formats.ts';
import { contentKind, isNoImage, isPageOrText, isSvgDocument } from './content-kinds.ts';

/** Extensions and the kinds of content that they stand for; nothing else passes. */
const MARKED: ReadonlyMap<string, readonly string[]> = byExtension([
  ['jpg jpeg jpe jfif jif pjpg pjpeg', 'jpeg'],
  ['png', 'png'],
  ['gif', 'gif'],
  ['webp', 'webp'],
  ['avif', 'avif'],
  ['tif tiff', 'tiff'],
  ['heic heif hif', 'heif avif'],
  ['bmp', 'bmp'],
  ['ico cur', 'ico'],
  ['ppm pgm pbm pnm pam', 'pnm'],
  ['psd', 'psd'],
  ['xcf', 'xcf'],
  ['jxl', 'jxl'],
  ['jp2 j2k j2c jpf jpx', 'jp2'],
  ['pdf', 'pdf'],
  ['eps epsi epsf ps', 'eps'],
  ['ai', 'pdf eps'],
  ['raf', 'raf'],
  ['x3f', 'x3f'],
]);

/** Extensions of formats without a mark of their own, and the kinds that they may look like. */
const UNMARKED: ReadonlyMap<string, readonly string[]> = byExtension([
  ['arw cr2 dng nef nrw', 'tiff'],
  ['orf', 'orf tiff'],
  ['raw rw2', 'rw2 tiff'],
  ['cr3', 'cr3'],
  ['mrw', 'mrw'],
  ['tga', 'ico'],
  ['dcm', 'dicom'],
]);

function byExtension(rows: ReadonlyArray<readonly [string, string]>): Map<string, readonly string[]> {
  return new Map(
    rows.flatMap(([extensions, kinds]) =>
      extensions.split(' ').map((extension) => [extension, kinds.split(' ')] as const),
    ),
  );
}

/** Throws 415 unless files of this name may be kept: their extension is one of the known image formats. */
export function requireKnownFormat(name: string): void {
  const extension = extensionOf(name);
  if (formatOf(extension) !== undefined) return;
  throw unsupported(
    extension === '' ? 'The file has no extension.' : `Files of the type .${extension} are not supported.`,
  );
}

/**
 * Throws 415 unless the content of a file is what its name says. Formats without a reliable mark pass unless they
 * look like something else.
 *
 * @param head the first bytes, up to 64 KiB; the whole of a smaller file
 */
export function checkContent(name: string, head: Buffer): void {
  requireKnownFormat(name);
  if (head.length === 0) throw unsupported('The file is empty.');
  const extension = extensionOf(name);
  const kind = contentKind(head);
  if (!fits(extension, kind, head)) {
    throw unsupported(`The file is named .${extension}, but its content is ${kind ?? 'something else'}.`);
  }
}

function fits(extension: string, kind: string | undefined, head: Buffer): boolean {
  if (isNoImage(head)) return false;
  // sniff looks for an svg in less than a whole file and anywhere in it.
  if (extension === 'svg') return (kind === undefined || kind === 'svg') && isSvgDocument(head);
  const marked = MARKED.get(extension);
  if (marked) return kind !== undefined && marked.includes(kind);
  if (kind !== undefined) return UNMARKED.get(extension)?.includes(kind) ?? false;
  return !isPageOrText(head);
}
