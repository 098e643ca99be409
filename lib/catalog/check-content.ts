import { unsupported } from '#lib/errors/error.ts';
import { sniff } from '#lib/imaging/sniff.ts';
import { extensionOf } from '#lib/paths/image-path.ts';
import { formatOf } from '#lib/transform/formats.ts';

/** What a file begins with, for kinds that sniff does not name because nothing here decodes them. */
const OTHER_BEGINNINGS: ReadonlyArray<readonly [string, RegExp]> = [
  ['bmp', /^BM[^]{4}\0{4}/],
  ['ico', /^\0\0[\x01\x02]\0[^\0]/],
  ['psd', /^8BPS\0[\x01\x02]/],
  ['xcf', /^gimp xcf /],
  ['pnm', /^P[1-7]\s/],
  ['jxl', /^(\xff\x0a|\0\0\0\x0cJXL \r\n\x87\n)/],
  ['jp2', /^(\0\0\0\x0cjP {2}\r\n\x87\n|\xff\x4f\xff\x51)/],
  ['raf', /^FUJIFILMCCD-RAW/],
  ['x3f', /^FOVb/],
  ['mrw', /^\0MRM/],
];

/** Things that nobody calls an image: programs, archives, pages, scripts. */
const HARMFUL =
  /^(\x7fELF|MZ|PK(\x03\x04|\x05\x06|\x07\x08)|Rar!\x1a|7z\xbc\xaf|\x1f\x8b|BZh\d|\xfd7zXZ|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|\xd0\xcf\x11\xe0|#!|\{\\rtf|SQLite format 3|\0asm)/;
/** Looked for near the beginning: a page is one in browsers even if something stands before it. */
const PAGE = /<(!doctype\s+html|html|head|body|script|iframe|\?php|%@)[\s>/]?/i;
const PAGE_WITHIN = 1024;

/** Extension -> kinds of content that belong to it; kinds are those of sniff and of the table above. */
const KINDS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...['jpg', 'jpeg', 'jpe', 'jfif', 'jif', 'pjpg', 'pjpeg'].map((name) => [name, ['jpeg']] as const),
  ...['png', 'gif', 'webp', 'avif', 'svg', 'bmp', 'psd', 'xcf', 'jxl', 'jp2', 'pdf'].map(
    (name) => [name, [name]] as const,
  ),
  ...['tif', 'tiff'].map((name) => [name, ['tiff']] as const),
  ...['heic', 'heif'].map((name) => [name, ['heif', 'avif']] as const),
  // Windows icons may hold a PNG under their own header; cursors share the format.
  ['ico', ['ico']],
  ...['ppm', 'pgm', 'pbm', 'pnm'].map((name) => [name, ['pnm']] as const),
  ...['eps', 'epsi', 'ps'].map((name) => [name, ['eps']] as const),
  ['ai', ['pdf', 'eps']],
  ['raf', ['raf']],
  ['x3f', ['x3f']],
]);
/** Camera raw and other formats without a mark of their own: a mark of TIFF or of a video box is theirs too. */
const LOOSE: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...['arw', 'cr2', 'dng', 'nef', 'nrw', 'orf', 'raw', 'rw2'].map((name) => [name, ['tiff']] as const),
  ['cr3', ['cr3']],
  ['mrw', ['mrw']],
  ['tga', []],
  ['dcm', []],
]);

/** Kind of content by its first bytes; undefined when there is no telling. */
function kindOf(head: Buffer): string | undefined {
  const text = head.subarray(0, 64).toString('latin1');
  // DOS programs keep previews in EPS files in front of the text.
  if (text.startsWith('\xc5\xd0\xd3\xc6')) return 'eps';
  const kind = sniff(head) ?? OTHER_BEGINNINGS.find(([, beginning]) => beginning.test(text))?.[0];
  // Videos are made of the same boxes.
  return kind === 'heif' && !/^[^]{8}(?:[^]{4})*?(hei[cxms]|hev[cxms]|mi[fa][12f]|msf1)/.test(text)
    ? /^[^]{8}crx /.test(text)
      ? 'cr3'
      : 'video'
    : kind;
}

/** Whether everything that can be seen of a file is text. */
function isText(head: Buffer): boolean {
  return (
    head.length > 0 && !head.subarray(0, PAGE_WITHIN).some((byte) => byte < 9 || (byte > 13 && byte < 32))
  );
}

/** An SVG is XML whose first element is an svg; comments, a document type and instructions may stand before. */
function isSvgDocument(head: Buffer): boolean {
  if (head[0] === 0xff || head[0] === 0xfe) return false;
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  const prolog =
    /^(?:\s+|<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE\s+(?:[^<>[]|\[[^]*?\]\s*(?=>))*>)*/i.exec(text)?.[0] ?? '';
  return /^<(?:[\w-]+:)?svg[\s>/]/.test(text.slice(prolog.length));
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
  const extension = extensionOf(name);
  if (head.length === 0) throw unsupported('The file is empty.');
  const beginning = head.subarray(0, PAGE_WITHIN).toString('latin1');
  const isSvg = extension === 'svg';
  if (HARMFUL.test(beginning)) throw mismatch(extension, 'something else');
  const kind = kindOf(head);
  if (isSvg) {
    if (kind !== 'svg' && kind !== undefined) throw mismatch(extension, kind);
    if (!isSvgDocument(head)) throw mismatch(extension, 'something else');
    return;
  }
  const expected = KINDS.get(extension);
  if (expected) {
    if (kind === undefined || !expected.includes(kind)) throw mismatch(extension, kind ?? 'something else');
    return;
  }
  const loose = LOOSE.get(extension) ?? [];
  if (kind !== undefined && !loose.includes(kind)) throw mismatch(extension, kind);
  if (kind === undefined && (PAGE.test(beginning) || isText(head))) throw mismatch(extension, 'text');
}

function mismatch(extension: string, kind: string) {
  return unsupported(`The file is named .${extension}, but its content is ${kind}.`);
}
