import { open } from 'node:fs/promises';
import sharp from 'sharp';
import { unsupported } from '#lib/errors/error.ts';
import type { Copyright } from './exif.ts';
import { readCopyright, uprightExif } from './exif.ts';

/** What a source says beside its pixels. */
export type SourceMetadata = {
  exif: Buffer | undefined;
  xmp: Buffer | undefined;
  iptc: Buffer | undefined;
  icc: Buffer | undefined;
  /** Dots per inch. */
  dpi: number | undefined;
  /** EXIF orientation 1..8. */
  orientation: number;
  /** TIFF files only, when it can be written again. */
  compression: TiffCompression | undefined;
};

/** Blocks to write into the answer; EXIF without JPEG's marker. */
export type KeptMetadata = {
  exif?: Buffer | undefined;
  xmp?: Buffer | undefined;
  iptc?: Buffer | undefined;
};

export type TiffCompression = 'none' | 'lzw' | 'deflate' | 'packbits' | 'jpeg';

const COMPRESSIONS: Readonly<Record<number, TiffCompression>> = {
  1: 'none',
  5: 'lzw',
  7: 'jpeg',
  8: 'deflate',
  32773: 'packbits',
  32946: 'deflate',
};
const COMPRESSION_TAG = 259;
/** Larger blocks than this are not carried along. */
const MAX_BLOCK = 8 * 1024 * 1024;

/** Reads the header of a picture file, not its pixels. 415 when sharp cannot read it. */
export async function readMetadata(input: string | Buffer): Promise<SourceMetadata> {
  try {
    const found = await sharp(input, { limitInputPixels: false }).metadata();
    return {
      exif: bounded(found.exif),
      xmp: bounded(found.xmp),
      iptc: bounded(found.iptc),
      icc: bounded(found.icc),
      dpi: found.density,
      orientation: found.orientation ?? 1,
      compression: found.format === 'tiff' ? await tiffCompression(input) : undefined,
    };
  } catch (error) {
    throw unsupported('The file is not a picture that can be read.', error);
  }
}

/**
 * What to write into an answer that is not stripped. `upright`: the pixels have been turned as the orientation
 * tag says, so it is reset to 1; otherwise viewers would turn them again.
 */
export function keptMetadata(source: KeptMetadata, upright: boolean): KeptMetadata {
  return {
    exif: source.exif && upright ? uprightExif(source.exif) : source.exif,
    xmp: source.xmp && upright ? uprightXmp(source.xmp) : source.xmp,
    iptc: source.iptc,
  };
}

/** Artist and copyright of the source, for answers that are stripped of all else. */
export function copyrightOf(source: Pick<SourceMetadata, 'exif'>): Copyright | undefined {
  return source.exif && readCopyright(source.exif);
}

function uprightXmp(xmp: Buffer): Buffer {
  const text = xmp.toString('utf8');
  const reset = text
    .replace(/(tiff:Orientation\s*=\s*["'])[2-8](["'])/, '$11$2')
    .replace(/(<tiff:Orientation>\s*)[2-8](\s*<\/tiff:Orientation>)/, '$11$2');
  return reset === text ? xmp : Buffer.from(reset);
}

function bounded(block: Buffer | undefined): Buffer | undefined {
  return block !== undefined && block.length > 0 && block.length <= MAX_BLOCK ? block : undefined;
}

/** sharp does not tell, so the first directory is read here. BigTIFF is left alone. */
async function tiffCompression(input: string | Buffer): Promise<TiffCompression | undefined> {
  if (Buffer.isBuffer(input)) {
    return findCompression(async (at, length) => input.subarray(at, at + length));
  }
  const file = await open(input);
  try {
    return await findCompression(async (at, length) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
      return buffer.subarray(0, bytesRead);
    });
  } finally {
    await file.close();
  }
}

type ReadAt = (at: number, length: number) => Promise<Buffer>;

async function findCompression(readAt: ReadAt): Promise<TiffCompression | undefined> {
  const header = await readAt(0, 8);
  const little = header.toString('latin1', 0, 2) === 'II';
  if (header.length < 8 || u16(header, 2, little) !== 42) return undefined;
  const start = u32(header, 4, little);
  const counted = await readAt(start, 2);
  if (counted.length < 2) return undefined;
  const entries = await readAt(start + 2, Math.min(u16(counted, 0, little), 512) * 12);
  for (let at = 0; at + 12 <= entries.length; at += 12) {
    if (u16(entries, at, little) === COMPRESSION_TAG) return COMPRESSIONS[u16(entries, at + 8, little)];
  }
  return undefined;
}

function u16(bytes: Buffer, at: number, little: boolean): number {
  return little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
}

function u32(bytes: Buffer, at: number, little: boolean): number {
  return little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
}
