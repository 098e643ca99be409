/** Kinds of content that are decoded here, in isolation, because the imaging library does not read them. */
export const FOREIGN_KINDS = ['bmp', 'ico', 'tga', 'pnm', 'psd', 'pdf'] as const;

export type ForeignKind = (typeof FOREIGN_KINDS)[number];

const EXTENSIONS = new Set('bmp ico cur tga ppm pgm pbm pnm pam psd pdf ai'.split(' '));

export function isForeignKind(kind: string): kind is ForeignKind {
  return (FOREIGN_KINDS as readonly string[]).includes(kind);
}

/** Whether files with this lower-case extension are likely of these kinds; the content has the last word. */
export function isForeignExtension(extension: string): boolean {
  return EXTENSIONS.has(extension);
}
