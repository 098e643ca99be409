import { unsupported } from '#lib/errors/error.ts';
import { type ForeignKind, isForeignKind } from './foreign/kinds.ts';
import { looksLikeTga } from './foreign/tga.ts';
import { readHead, sniff } from './sniff.ts';

/** How a file becomes pixels. */
export type Decoder = {
  /** Kind of content. */
  kind: 'jpeg' | 'png' | 'gif' | 'webp' | 'tiff' | 'avif' | 'svg' | ForeignKind;
  /** Size of the file. */
  bytes: number;
};

const SHARP_READS = new Set(['jpeg', 'png', 'gif', 'webp', 'tiff', 'avif', 'svg']);
/** Camera raw files that begin like a TIFF; libvips would start on them and show a thumbnail or fail late. */
const RAW = new Set([
  'arw',
  'cr2',
  'dng',
  'mrw',
  'nef',
  'nrw',
  'orf',
  'pef',
  'raf',
  'raw',
  'rw2',
  'srw',
  'x3f',
]);
/** Files whose own maker's format only looks like another one. */
const DNG_VERSION_TAG = 50706;

/**
 * Decides by content who decodes a file; the name only tells camera raw files from plain TIFF, and Targa files, which
 * have no mark, from what is no picture. 415 for what nobody decodes.
 */
export async function chooseDecoder(file: string, extension: string): Promise<Decoder> {
  const { head, size } = await readHead(file);
  const kind = kindOf(head, extension);
  if (kind === 'tiff' && (RAW.has(extension) || isRawTiff(head))) throw refused('Camera raw files');
  if (kind === undefined || !(SHARP_READS.has(kind) || isForeignKind(kind))) {
    throw unsupported('The image could not be processed: the file is not a picture of a supported kind.');
  }
  return { kind: kind as Decoder['kind'], bytes: size };
}

/** Kind of a file by its first bytes; the name counts where these say nothing. */
export function kindOf(head: Buffer, extension: string): string | undefined {
  const kind = sniff(head);
  // The beginning of a Targa may be that of a pointer file.
  if ((kind === undefined || kind === 'ico') && extension === 'tga' && looksLikeTga(head)) return 'tga';
  return kind;
}

function refused(what: string) {
  return unsupported(`The image could not be processed: ${what} are not supported.`);
}

/** Canon's CR2 carries a mark after the header, DNG a version tag in its first directory. */
function isRawTiff(head: Buffer): boolean {
  if (head.length < 16) return false;
  if (head.toString('latin1', 8, 10) === 'CR') return true;
  const little = head[0] === 0x49;
  const u16 = (at: number) => (little ? head.readUInt16LE(at) : head.readUInt16BE(at));
  const start = little ? head.readUInt32LE(4) : head.readUInt32BE(4);
  if (start + 2 > head.length) return false;
  const count = u16(start);
  for (let i = 0; i < count; i++) {
    const at = start + 2 + i * 12;
    if (at + 12 > head.length) return false;
    if (u16(at) === DNG_VERSION_TAG) return true;
  }
  return false;
}
