import { unsupported } from '#lib/errors/error.ts';
import { looksLikeTga } from './foreign/bitmaps/tga.ts';
import { isOddTiff } from './foreign/file-blocks.ts';
import { type ForeignKind, isForeignKind } from './foreign/kinds.ts';
import { isRawTiff } from './raw-tiff.ts';
import { readHead, sniff } from './sniff.ts';

/** How a file becomes pixels. */
export type Decoder = {
  /** Kind of content. */
  kind: 'jpeg' | 'png' | 'gif' | 'webp' | 'tiff' | 'avif' | 'svg' | ForeignKind;
  /** Size of the file. */
  bytes: number;
};

const SHARP_READS = new Set(['jpeg', 'png', 'gif', 'webp', 'tiff', 'avif', 'svg']);
/** Kinds of camera raw files with a mark of their own. */
const RAW_MARKS = new Set(['cr3', 'mrw', 'orf', 'raf', 'rw2', 'x3f']);

/**
 * Decides by content who decodes a file; the name only tells camera raw files from plain TIFF, and Targa files, which
 * have no mark, from what is no picture. 415 for what nobody decodes.
 *
 * @param page from 1; each page of a TIFF may be of another kind
 */
export async function chooseDecoder(file: string, extension: string, page: number): Promise<Decoder> {
  const { head, size } = await readHead(file);
  const kind = kindOf(head, extension);
  if (kind === undefined || !(SHARP_READS.has(kind) || isForeignKind(kind))) {
    throw unsupported('The image could not be processed: the file is not a picture of a supported kind.');
  }
  if (kind === 'tiff' && isOddTiff(file, page)) return { kind: 'odd-tiff', bytes: size };
  return { kind: kind as Decoder['kind'], bytes: size };
}

/** Kind of a file by its first bytes; the name counts where these say nothing. */
export function kindOf(head: Buffer, extension: string): string | undefined {
  const kind = sniff(head);
  // The beginning of a Targa may be that of a pointer file.
  if ((kind === undefined || kind === 'ico') && extension === 'tga' && looksLikeTga(head)) return 'tga';
  if (kind === undefined) return undefined;
  return RAW_MARKS.has(kind) || (kind === 'tiff' && isRawTiff(head, extension)) ? 'raw' : kind;
}
