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
  'raw',
  // TIFF with numbers that the library does not take for what they are.
  'odd-tiff',
] as const;

export type ForeignKind = (typeof FOREIGN_KINDS)[number];
/** Those that our decoders read; PostScript is drawn by a program. */
export type DecoderKind = Exclude<ForeignKind, 'eps'>;

export function isForeignKind(kind: string): kind is ForeignKind {
  return (FOREIGN_KINDS as readonly string[]).includes(kind);
}

const DRAWN = new Set('pdf ai eps epsi epsf ps'.split(' '));

/** Whether such files have no pixels of their own, so that their dots per inch decide how many they get. */
export function isDrawnExtension(extension: string): boolean {
  return DRAWN.has(extension);
}
