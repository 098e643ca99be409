import sharp from 'sharp';
import { unsupported } from '#lib/errors/error.ts';
import type { TiffCompression } from '#lib/transform/values.ts';
import type { Copyright } from './exif.ts';
import { exifForResult, readCopyright } from './exif.ts';
import { whatCanBeRead } from './foreign/blocks.ts';
import { blocksInFile } from './foreign/file-blocks.ts';
import { memoryBytes } from './foreign/file-bytes.ts';
import { tiffBlocks } from './foreign/tiff/tiff-blocks.ts';
import { readTiffTags } from './tiff-tags.ts';

/** Blocks that a picture file carries beside its pixels. */
export type KeptMetadata = {
  exif?: Buffer | undefined;
  xmp?: Buffer | undefined;
  iptc?: Buffer | undefined;
  /** As in EXIF; a tag of its own in TIFF. */
  orientation?: number | undefined;
};

/** What a source says beside its pixels. */
export type SourceMetadata = KeptMetadata & {
  icc: Buffer | undefined;
  /** Dots per inch. */
  dpi: number | undefined;
  /** EXIF orientation 1..8. */
  orientation: number;
  /** Of EXIF or of TIFF's own tags. */
  copyright: Copyright | undefined;
  /** TIFF files only, when it can be written again. */
  compression: TiffCompression | undefined;
};

/** Larger blocks than this are not carried along. */
const MAX_BLOCK = 8 * 1024 * 1024;

/** Reads the header of a picture file, not its pixels. 415 when sharp cannot read it. */
export async function readMetadata(input: string | Buffer): Promise<SourceMetadata> {
  try {
    const found = await sharp(input, { limitInputPixels: false }).metadata();
    const tiff = found.format === 'tiff' ? await readTiffTags(input) : undefined;
    // The library reads no EXIF from TIFF, where it lies in directories.
    const exif = bounded(tiff === undefined ? found.exif : exifInTiff(input));
    return {
      exif,
      xmp: bounded(found.xmp),
      iptc: bounded(tiff === undefined ? found.iptc : tiff.iptc),
      icc: bounded(found.icc),
      dpi: found.density,
      orientation: found.orientation ?? 1,
      copyright: copyrightOf({ exif }) ?? tiff?.copyright,
      compression: tiff?.compression,
    };
  } catch (error) {
    throw unsupported('The file is not a picture that can be read.', error);
  }
}

function exifInTiff(input: string | Buffer): Buffer | undefined {
  const { exif } = Buffer.isBuffer(input)
    ? whatCanBeRead(() => tiffBlocks(memoryBytes(input)))
    : blocksInFile(input, tiffBlocks);
  return exif && Buffer.from(exif);
}

/**
 * What to write into an answer that is not stripped. `upright`: the pixels have been turned as the orientation
 * tag says, so it is reset to 1; otherwise viewers would turn them again. The thumbnail inside EXIF is left out.
 */
export function keptMetadata(source: KeptMetadata, upright: boolean): KeptMetadata {
  return {
    exif: source.exif && exifForResult(source.exif, upright),
    xmp: source.xmp && upright ? uprightXmp(source.xmp) : source.xmp,
    iptc: source.iptc,
    orientation: upright ? 1 : source.orientation,
  };
}

/** Artist and copyright in a source's EXIF, for answers that are stripped of all else. */
export function copyrightOf({ exif }: { exif?: Buffer | undefined }): Copyright | undefined {
  return exif && readCopyright(exif);
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
