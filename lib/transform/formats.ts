type Format = {
  mime: string;
  /** For people. */
  name: string;
  canRead: boolean;
  canWrite: boolean;
  /** Whether such a file can hold transparency. */
  alpha: boolean;
  /** Whether such a file can hold several pages or frames. */
  multiPage: boolean;
};

type Ability = 'read' | 'write' | 'alpha' | 'pages';

function format(mime: string, name: string, ...abilities: Ability[]): Format {
  return {
    mime,
    name,
    canRead: abilities.includes('read'),
    canWrite: abilities.includes('write'),
    alpha: abilities.includes('alpha'),
    multiPage: abilities.includes('pages'),
  };
}

const jpeg = format('image/jpeg', 'JPEG', 'read', 'write');
const progressive = format('image/jpeg', 'Progressive JPEG', 'read', 'write');
const tiff = format('image/tiff', 'TIFF', 'read', 'write', 'alpha', 'pages');
const icon = format('image/x-icon', 'Icon', 'read', 'alpha');
const heif = format('image/heif', 'HEIF', 'read', 'alpha', 'pages');
const jpx = format('image/jpx', 'JPEG 2000', 'read', 'alpha');
const codestream = format('image/j2c', 'JPEG 2000', 'read', 'alpha');
const raw = (extension: string): [string, Format] => [
  extension,
  format(`image/${extension}`, 'Camera raw', 'read'),
];

/**
 * Every known extension. Spellings of one type (jpg, jpeg) stay separate entries, because links of the
 * original tell them apart. What cannot be read here is still served as it is by /original.
 */
const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['jpg', jpeg],
  ['jpeg', jpeg],
  ['jpe', jpeg],
  ['jfif', jpeg],
  ['jif', jpeg],
  ['pjpg', progressive],
  ['pjpeg', progressive],
  ['png', format('image/png', 'PNG', 'read', 'write', 'alpha')],
  ['gif', format('image/gif', 'GIF', 'read', 'write', 'alpha', 'pages')],
  ['tif', tiff],
  ['tiff', tiff],
  ['webp', format('image/webp', 'WebP', 'read', 'write', 'alpha', 'pages')],
  ['avif', format('image/avif', 'AVIF', 'read', 'write', 'alpha')],
  ['svg', format('image/svg+xml', 'SVG', 'read', 'alpha')],
  ['bmp', format('image/bmp', 'BMP', 'read')],
  ['ico', icon],
  ['cur', icon],
  ['ppm', format('image/x-portable-pixmap', 'Portable pixmap', 'read')],
  ['tga', format('image/tga', 'Targa', 'read', 'alpha')],
  ['psd', format('image/psd', 'Photoshop', 'read', 'alpha')],
  ['xcf', format('image/xcf', 'GIMP', 'read', 'alpha')],
  ['dcm', format('application/dicom', 'DICOM', 'read', 'pages')],
  ['pdf', format('application/pdf', 'PDF', 'read', 'write', 'pages')],
  ['eps', format('application/postscript', 'EPS', 'read', 'write', 'pages')],
  ...['epsi', 'epsf', 'ps'].map((extension): [string, Format] => [
    extension,
    format('application/postscript', extension === 'ps' ? 'PostScript' : 'EPS', 'read', 'pages'),
  ]),
  ['ai', format('application/postscript', 'Illustrator', 'read', 'pages')],
  ['pgm', format('image/x-portable-graymap', 'Portable graymap', 'read')],
  ['pbm', format('image/x-portable-bitmap', 'Portable bitmap', 'read')],
  ['pnm', format('image/x-portable-anymap', 'Portable anymap', 'read')],
  ['pam', format('image/x-portable-arbitrarymap', 'Portable arbitrary map', 'read', 'alpha')],
  ['heic', format('image/heic', 'HEIC', 'read', 'alpha', 'pages')],
  ['heif', heif],
  ['hif', heif],
  ['jxl', format('image/jxl', 'JPEG XL', 'read', 'write', 'alpha')],
  ['jp2', format('image/jp2', 'JPEG 2000', 'read', 'alpha')],
  ['jpf', jpx],
  ['jpx', jpx],
  ['j2k', codestream],
  ['j2c', codestream],
  ...['arw', 'cr2', 'cr3', 'dng', 'mrw', 'nef', 'nrw', 'orf', 'rw2', 'raw', 'raf', 'x3f'].map(raw),
]);

/** Everything known about a lower-case extension, or undefined for an unknown one. */
export function formatOf(extension: string): Format | undefined {
  return FORMATS.get(extension);
}

/** MIME type of a lower-case extension, or undefined for an unknown one. */
export function mimeOf(extension: string): string | undefined {
  return FORMATS.get(extension)?.mime;
}

/** Whether a file with this extension can be decoded. */
export function isReadable(extension: string): boolean {
  return FORMATS.get(extension)?.canRead ?? false;
}

/** Whether a picture can be written with this extension. */
export function isWritable(extension: string): boolean {
  return FORMATS.get(extension)?.canWrite ?? false;
}

const PAPER: ReadonlySet<string> = new Set(['pdf', 'eps']);

/** Whether pictures written with this extension are made for printing: a page with a picture on it. */
export function isPaper(extension: string): boolean {
  return PAPER.has(extension);
}

/** The extension of what a file with this one is answered as when nobody asks for a format. */
export function outputFor(extension: string): string {
  return isWritable(extension) && !isPaper(extension) ? extension : 'png';
}

const DEEP: ReadonlySet<string> = new Set(['image/png', 'image/tiff']);

/** Whether pictures with this extension are written with up to 16 bits a channel. */
export function holdsDeep(extension: string): boolean {
  return DEEP.has(mimeOf(extension) ?? '');
}

const SHOWN: ReadonlySet<string> = new Set(
  ['jpeg', 'png', 'gif', 'webp', 'avif'].map((name) => `image/${name}`),
);

/** Whether every browser of today shows pictures that are written with this extension in a page. */
export function isShownByBrowsers(extension: string): boolean {
  return SHOWN.has(mimeOf(extension) ?? '');
}

/** All known extensions, in the order of the table. */
export function knownExtensions(): string[] {
  return [...FORMATS.keys()];
}
