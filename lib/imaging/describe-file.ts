import sharp, { type Metadata } from 'sharp';
import { readFileTags } from './file-tags/read-file-tags.ts';
import type { FileTags } from './file-tags/tags.ts';
import { readHead, sniff } from './sniff.ts';

/** What is known of a picture file without its pixels. What cannot be told is null. */
export type FileDescription = FileTags & {
  /** Of the content, whatever the file is called, such as `jpeg`. */
  format: string | null;
  /** Pixels as they lie in the file, before any orientation. */
  width: number | null;
  height: number | null;
  /** `RGB`, `CMYK`, `Grey`, `Lab` or as the library names it. */
  colour: string | null;
  /** Bits of each channel. */
  depth: number | null;
  alpha: boolean | null;
  pages: number | null;
  /** Dots per inch. */
  dpi: number | null;
  /** EXIF orientation 1..8; null when the file states none. */
  orientation: number | null;
};

const COLOURS: Readonly<Record<string, string>> = {
  srgb: 'RGB',
  rgb: 'RGB',
  rgb16: 'RGB',
  scrgb: 'RGB',
  cmyk: 'CMYK',
  'b-w': 'Grey',
  grey16: 'Grey',
  lab: 'Lab',
  labs: 'Lab',
};

const DEPTHS: Readonly<Record<string, number>> = {
  uchar: 8,
  char: 8,
  ushort: 16,
  short: 16,
  uint: 32,
  int: 32,
  float: 32,
  double: 64,
};

/** Describes a file. Rejects with ENOENT without it, and with busy when too many wait; one that is no picture is described as far as that goes. */
export async function describeFile(file: string): Promise<FileDescription> {
  // First: few files are looked at for their tags at a time, and no more are to be opened.
  const tags = await readFileTags(file);
  const [{ head }, found] = await Promise.all([readHead(file), readHeader(file)]);
  return {
    ...tags,
    format: found?.format === 'heif' || found === undefined ? (sniff(head) ?? null) : found.format,
    width: found?.width ?? null,
    height: found?.pageHeight ?? found?.height ?? null,
    colour: found?.space === undefined ? null : (COLOURS[found.space] ?? found.space),
    depth: found?.bitsPerSample ?? DEPTHS[found?.depth ?? ''] ?? null,
    alpha: found?.hasAlpha ?? null,
    pages: found === undefined ? null : (found.pages ?? 1),
    dpi: found?.density ?? null,
    orientation: found?.orientation ?? null,
  };
}

/** Undefined for what cannot be read. */
function readHeader(file: string): Promise<Metadata | undefined> {
  return sharp(file, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
}
