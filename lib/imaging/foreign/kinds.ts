/** Kinds of content that are decoded here, in isolation, because the imaging library does not read them. */
export const FOREIGN_KINDS = [
  'bmp',
  'ico',
  'tga',
  'pnm',
  'psd',
  'pdf',
  'eps',
  'dicom',
  'heif',
  'jxl',
  'jp2',
  'xcf',
] as const;

export type ForeignKind = (typeof FOREIGN_KINDS)[number];
/** Those that are read on a thread; PostScript is drawn by a process. */
export type ThreadKind = Exclude<ForeignKind, 'eps'>;

const EXTENSIONS = new Set(
  'bmp ico cur tga ppm pgm pbm pnm pam psd pdf ai eps epsi epsf ps dcm heic heif hif jxl jp2 j2k j2c jpf jpx xcf'.split(
    ' ',
  ),
);

export function isForeignKind(kind: string): kind is ForeignKind {
  return (FOREIGN_KINDS as readonly string[]).includes(kind);
}

/** Whether files with this lower-case extension are likely of these kinds; the content has the last word. */
export function isForeignExtension(extension: string): boolean {
  return EXTENSIONS.has(extension);
}

const DRAWN = new Set('pdf ai eps epsi epsf ps'.split(' '));

/** Whether such files have no pixels of their own, so that their dots per inch decide how many they get. */
export function isDrawnExtension(extension: string): boolean {
  return DRAWN.has(extension);
}
