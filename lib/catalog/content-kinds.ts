import { sniff } from '#lib/imaging/sniff.ts';

/** How files begin whose kind sniff does not name because nothing here decodes them. */
const BEGINNINGS: ReadonlyArray<readonly [string, readonly string[]]> = [];

/** How programs, archives, office documents, databases and scripts begin. */
const NO_IMAGES: readonly string[] = [
  '\x7fELF',
  'MZ',
  'PK\x03\x04',
  'PK\x05\x06',
  'PK\x07\x08',
  'Rar!\x1a',
  '7z\xbc\xaf',
  '\x1f\x8b',
  'BZh',
  '\xfd7zXZ',
  '\x28\xb5\x2f\xfd',
  '\xca\xfe\xba\xbe',
  '\xfe\xed\xfa\xce',
  '\xfe\xed\xfa\xcf',
  '\xce\xfa\xed\xfe',
  '\xcf\xfa\xed\xfe',
  '\xd0\xcf\x11\xe0',
  '#!',
  '{\\rtf',
  'SQLite format 3',
  '\0asm',
];

/** A page is one in browsers even if something stands before it. */
const PAGE = /<(!doctype\s+html|html|head|body|script|iframe|\?php)[\s>/]/i;
const PAGE_WITHIN = 1024;

/** Whether a file begins like something that nobody calls an image. */
export function isNoImage(head: Buffer): boolean {
  const text = head.toString('latin1', 0, 16);
  return NO_IMAGES.some((beginning) => text.startsWith(beginning));
}

/** Whether a file looks like a page or other text for as far as can be seen. */
export function isPageOrText(head: Buffer): boolean {
  const beginning = head.subarray(0, PAGE_WITHIN);
  return (
    PAGE.test(beginning.toString('latin1')) || !beginning.some((byte) => byte < 9 || (byte > 13 && byte < 32))
  );
}

/** Kind of content by its first bytes: the names of sniff and some more; undefined when there is no telling. */
export function contentKind(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, 64);
  return (
    sniff(head) ??
    BEGINNINGS.find(([, beginnings]) => beginnings.some((beginning) => text.startsWith(beginning)))?.[0]
  );
}

/** Whether a file is XML whose first element is an svg; comments, instructions and a document type may stand before. */
export function isSvgDocument(head: Buffer): boolean {
  const text = head.toString('utf8').replace(/^\uFEFF/, '');
  let at = 0;
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++;
    if (text.startsWith('<?', at)) at = after(text, '?>', at);
    else if (text.startsWith('<!--', at)) at = after(text, '-->', at);
    else if (/^<!doctype\s/i.test(text.slice(at, at + 10))) at = afterDoctype(text, at);
    else break;
  }
  return /^<(?:[\w-]{1,100}:)?svg[\s>/]/.test(text.slice(at, at + 110));
}

/** Where the text goes on after a mark; its end without one. */
function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}

function afterDoctype(text: string, from: number): number {
  const end = text.indexOf('>', from);
  const bracket = text.indexOf('[', from);
  if (bracket === -1 || (end !== -1 && end < bracket)) return after(text, '>', from);
  return after(text, '>', after(text, ']', bracket));
}
