import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { type PageSize, paperPoints } from '#lib/transform/page-sizes.ts';
import { encodeRaster, type OutputPlan } from './encode.ts';
import { writeEps } from './eps-file.ts';
import { writePdf } from './pdf-file.ts';
import type { Raster } from './raster.ts';

/** Pixels as files for printing hold them. */
export type PrintedPixels = Pick<Raster, 'width' | 'height' | 'space' | 'icc'> & {
  filter: 'DCTDecode' | 'FlateDecode';
  bytes: Buffer;
  /** CMYK of JPEG is stored as what is left of the light. */
  inverted: boolean;
};

/** Where the picture stands on its page, in points from the lower left corner. */
export type Placing = {
  page: { width: number; height: number };
  left: number;
  bottom: number;
  width: number;
  height: number;
};

const POINTS = 72;
/** A pixel is a point when nobody knows better, as programs for printing take it. */
const UNKNOWN_DPI = 72;
const LOSSLESS_LEVEL = 6;

/** Whether files with this extension are made for printing: a page with a picture on it. */
export function isPaper(format: string): boolean {
  return format === 'pdf' || format === 'eps';
}

/**
 * Writes finished pixels (8 bits, without opacity) as a PDF or EPS of one page: as JPEG of the wanted quality, in a PDF with
 * their profile unless stripping, or without loss.
 */
export async function encodePaper(
  raster: Raster,
  out: OutputPlan,
  pageSize: PageSize | undefined,
): Promise<Buffer> {
  if (raster.alpha || raster.depth !== 8) throw new Error('expected pixels of 8 bits without opacity');
  const pixels = out.lossless === 'yes' ? await packed(raster) : await asJpeg(raster, out);
  if (out.format === 'eps') return writeEps(pixels, place(raster, out, 'image'));
  return writePdf(
    { ...pixels, icc: out.strip ? undefined : raster.icc },
    place(raster, out, pageSize ?? 'image'),
  );
}

async function asJpeg(raster: Raster, out: OutputPlan): Promise<PrintedPixels> {
  const { width, height, space } = raster;
  // The file around it says the rest.
  const bytes = await encodeRaster(raster, {
    format: 'jpg',
    quality: out.quality,
    fullChroma: out.fullChroma,
    strip: true,
  });
  const inverted = space === 'cmyk';
  return { width, height, space, icc: undefined, filter: 'DCTDecode', bytes, inverted };
}

async function packed(raster: Raster): Promise<PrintedPixels> {
  const { width, height, space } = raster;
  const bytes = await promisify(deflate)(raster.data, { level: LOSSLESS_LEVEL });
  return { width, height, space, icc: undefined, filter: 'FlateDecode', bytes, inverted: false };
}

/**
 * The picture in the middle of its page. On paper, which lies as the picture does, it is as large as fits; with dots
 * per inch that were asked for it has the size that these give it, unless that is too large.
 */
function place({ width, height }: Raster, { dpi, sourceDpi }: OutputPlan, pageSize: PageSize): Placing {
  const density = dpi || sourceDpi || UNKNOWN_DPI;
  const own = { width: (width * POINTS) / density, height: (height * POINTS) / density };
  if (pageSize === 'image') return { page: own, left: 0, bottom: 0, ...own };
  const [short, long] = paperPoints(pageSize);
  const page = width > height ? { width: long, height: short } : { width: short, height: long };
  const most = Math.min(page.width / own.width, page.height / own.height);
  const scale = dpi ? Math.min(1, most) : most;
  const shown = { width: own.width * scale, height: own.height * scale };
  return {
    page,
    left: (page.width - shown.width) / 2,
    bottom: (page.height - shown.height) / 2,
    ...shown,
  };
}
