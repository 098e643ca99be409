import type { Sharp } from 'sharp';
import sharp from 'sharp';
import { unsupported } from '#lib/errors/error.ts';
import type { Lossless, TiffCompression } from '#lib/transform/values.ts';
import type { Codec } from './codec.ts';
import { codecOf, depthFor } from './codec.ts';
import { bareIptc, jpegWith, orientTiff, pngWith, webpWith } from './container.ts';
import type { Copyright } from './exif.ts';
import { copyrightExif, exifWithDpi } from './exif.ts';
import { encodeJxl } from './foreign/modern/jxl-writer.ts';
import type { KeptMetadata } from './metadata.ts';
import type { Raster } from './raster.ts';
import { openRaw } from './raster.ts';
import { tiffWith } from './tiff-exif.ts';
import { wrapTiff } from './wrap.ts';

/** How the finished pixels are written. */
export type OutputPlan = {
  /** Lower-case extension. */
  format: string;
  /** 1..100; meaning depends on the format. */
  quality?: number | undefined;
  /** Dots per inch to state; unset or 0 states the source's. */
  dpi?: number | undefined;
  sourceDpi?: number | undefined;
  /** Write pixels and resolution only. */
  strip: boolean;
  /** Written unless stripping. */
  metadata?: KeptMetadata | undefined;
  /** Written when stripping. */
  copyright?: Copyright | undefined;
  /** Full colour resolution in JPEG, whatever the quality; for answers made with a profile. */
  fullChroma?: boolean | undefined;
  /** The one that was asked for, else the source's when it is a TIFF. */
  compression?: TiffCompression | undefined;
  /** 1..100, of JPEG inside a TIFF; unset = hardly any loss. */
  compressionQuality?: number | undefined;
  /** WebP, AVIF and JPEG XL. */
  lossless?: Lossless | undefined;
  /** Milliseconds a frame; 0 loops = for ever. */
  animation?: { delay?: number[] | undefined; loop?: number | undefined } | undefined;
  /** Deadline of the encoder's run; sharp fails when it passes. */
  timeoutSeconds?: number | undefined;
};

const DEFAULT_QUALITY = 80;
/** When no deadline is set. */
const JXL_SECONDS = 30;
const DEFAULT_PNG_QUALITY = 79;
/** From here on JPEG keeps full colour resolution. */
const FULL_CHROMA_QUALITY = 90;
/** AVIF's numbers run higher: 64 looks like JPEG's 80 at two thirds of the bytes. Effort 0 is five times as fast
 * as 1, for a tenth more bytes.
 */
const AVIF_SCALE = 0.8;
/** TIFF demands a resolution even when nobody knows one. */
const UNKNOWN_TIFF_DPI = 72;
/** Files may state any; libvips refuses what cannot be. */
const MOST_DPI = 1_000_000;

/**
 * Writes finished pixels without touching their colours, with their profile unless stripping. The model must
 * fit the format (modelFor in codec.ts). 415 for a format that cannot be written.
 */
export async function encodeRaster(raster: Raster, out: OutputPlan): Promise<Buffer> {
  const icc = out.strip ? undefined : raster.icc;
  const { xmp, iptc } = out.strip ? {} : (out.metadata ?? {});
  const tiff = codecOf(out.format) === 'tiff';
  const bare = tiff && iptc ? bareIptc(iptc) : undefined;
  const turned = tiff && orientation(out) > 1;
  const wrap = raster.space === 'cmyk' || [icc, xmp, bare].some((block) => block !== undefined) || turned;
  const tags = { icc, xmp, iptc: bare, ...(turned ? { orientation: orientation(out) } : {}) };
  const pipeline = wrap
    ? sharp(await wrapTiff(raster, tags), { limitInputPixels: false, ignoreIcc: true })
    : openRaw(raster);
  // The only way to keep IPTC is to keep everything, which here is no more than what was wrapped.
  if (bare !== undefined) pipeline.keepMetadata();
  const depth = depthFor(out.format, raster.depth);
  return encodePipeline(tagged(pipeline, raster, depth), keepingAlpha(out, raster.alpha));
}

/** JPEG inside a TIFF has no place for opacity. */
export function keepingAlpha(out: OutputPlan, alpha: boolean): OutputPlan {
  return alpha && out.compression === 'jpeg' ? { ...out, compression: undefined } : out;
}

/** Without this sharp would turn grey and CMYK into RGB, and 16 bits into 8. */
function tagged(pipeline: Sharp, { space }: Raster, depth: 8 | 16): Sharp {
  if (space === 'cmyk') return pipeline.pipelineColourspace('cmyk').toColourspace('cmyk');
  if (space === 'gray') return pipeline.toColourspace(depth === 16 ? 'grey16' : 'b-w');
  return depth === 16 ? pipeline.toColourspace('rgb16') : pipeline;
}

/**
 * Runs a pipeline whose pixels come out final, and writes them. Its own profile is kept unless stripping; EXIF,
 * XMP and IPTC are written as `out` says (IPTC into JPEG only); of the input's only XMP is kept. 415 for a format that cannot be written.
 */
export async function encodePipeline(pipeline: Sharp, out: OutputPlan): Promise<Buffer> {
  const codec = codecOf(out.format);
  if (codec === undefined) throw unsupported(`Pictures cannot be written as ${out.format}.`);
  const exif = exifFor(out);
  // libvips writes EXIF into AVIF only from an input that has it: go through a file that can be given one.
  if (codec === 'avif' && exif !== undefined) {
    const carrier = await encodePipeline(pipeline, { ...out, format: 'png', quality: 1 });
    return withFormat(sharp(carrier, { limitInputPixels: false }).keepMetadata(), out, codec).toBuffer();
  }
  if (codec === 'jxl') {
    const png = await encodePipeline(pipeline, { ...out, format: 'png', quality: 1 });
    const job = { png, quality: out.quality ?? DEFAULT_QUALITY, lossless: out.lossless === 'yes' };
    return encodeJxl(job, out.timeoutSeconds ?? JXL_SECONDS);
  }
  const { data, info } = await finishPipeline(pipeline, out).toBuffer({ resolveWithObject: true });
  const dpi = out.dpi || out.sourceDpi;
  const iptc = out.strip ? undefined : out.metadata?.iptc;
  if (codec === 'jpeg') return jpegWith(data, { exif, iptc, dpi });
  if (codec === 'png') return pngWith(data, { exif, dpi });
  if (codec === 'webp') {
    const alpha = info.channels === 4 || info.channels === 2;
    return webpWith(data, { exif }, { width: info.width, height: info.pageHeight ?? info.height, alpha });
  }
  if (codec === 'tiff') return tiffWith(orientTiff(data, orientation(out)), exif);
  return data;
}

function orientation(out: OutputPlan): number {
  return (out.strip ? undefined : out.metadata?.orientation) ?? 1;
}

function exifFor(out: OutputPlan): Buffer | undefined {
  if (!out.strip) {
    const exif = out.metadata?.exif;
    return exif && out.dpi ? exifWithDpi(exif, out.dpi) : exif;
  }
  const { artist, copyright } = out.copyright ?? {};
  return artist || copyright ? copyrightExif({ artist, copyright }) : undefined;
}

/** The encoder's settings on a pipeline, without what encodePipeline writes into the file afterwards. */
function finishPipeline(pipeline: Sharp, out: OutputPlan): Sharp {
  const codec = codecOf(out.format);
  if (codec === undefined || codec === 'jxl')
    throw unsupported(`Pictures cannot be written as ${out.format}.`);
  if (!out.strip) {
    pipeline.keepIccProfile().keepXmp();
    const xmp = out.metadata?.xmp?.toString('utf8');
    if (xmp) pipeline.withXmp(xmp);
  }
  return withFormat(pipeline, out, codec);
}

function withFormat(pipeline: Sharp, out: OutputPlan, codec: Exclude<Codec, 'jxl'>): Sharp {
  const quality = out.quality ?? DEFAULT_QUALITY;
  if (out.timeoutSeconds) pipeline.timeout({ seconds: out.timeoutSeconds });
  switch (codec) {
    case 'jpeg':
      return pipeline.jpeg({
        quality,
        progressive: out.format === 'pjpg' || out.format === 'pjpeg',
        chromaSubsampling: out.fullChroma || quality >= FULL_CHROMA_QUALITY ? '4:4:4' : '4:2:0',
      });
    case 'png':
      return pipeline.png(pngOptions(out.quality ?? DEFAULT_PNG_QUALITY));
    case 'gif':
      return pipeline.gif({ ...out.animation, dither: 1, effort: 2 });
    case 'tiff':
      return pipeline.tiff(tiffOptions(out));
    case 'webp':
      if (out.lossless === 'yes') return pipeline.webp({ ...out.animation, lossless: true, effort: 2 });
      return pipeline.webp({ ...out.animation, nearLossless: out.lossless === 'near', quality, effort: 2 });
    case 'avif':
      if (out.lossless === 'yes') return pipeline.avif({ lossless: true, effort: 0 });
      return pipeline.avif({
        quality: Math.max(1, Math.round(quality * AVIF_SCALE)),
        effort: 0,
        chromaSubsampling: quality >= FULL_CHROMA_QUALITY ? '4:4:4' : '4:2:0',
      });
  }
}

/** Two digits: compression level and filter. sharp offers one filter setting: choose per row, or none. */
function pngOptions(quality: number): { compressionLevel: number; adaptiveFiltering: boolean } {
  const filter = quality % 10;
  return {
    compressionLevel: quality >= 100 ? 9 : Math.floor(quality / 10),
    adaptiveFiltering: filter >= 5 && filter <= 8,
  };
}

function tiffOptions(out: OutputPlan) {
  const dpi = Math.min(MOST_DPI, Math.max(1, out.dpi || out.sourceDpi || UNKNOWN_TIFF_DPI));
  const compression = out.compression ?? 'lzw';
  return {
    compression,
    predictor:
      compression === 'lzw' || compression === 'deflate' ? ('horizontal' as const) : ('none' as const),
    quality: out.compressionQuality ?? FULL_CHROMA_QUALITY,
    // The only depth that this compression knows; libvips draws the line at half.
    ...(compression === 'ccittfax4' ? { bitdepth: 1 as const } : {}),
    xres: dpi / 25.4,
    yres: dpi / 25.4,
    resolutionUnit: 'inch' as const,
  };
}
