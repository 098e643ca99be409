import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import type { PageSize } from '#lib/transform/page-sizes.ts';
import { placeOnPage } from '#lib/transform/place-on-page.ts';
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

const LOSSLESS_LEVEL = 6;

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
  if (out.format === 'eps') return writeEps(pixels, placeOnPage(raster, 'image', out));
  return writePdf(
    { ...pixels, icc: out.strip ? undefined : raster.icc },
    placeOnPage(raster, pageSize ?? 'image', out),
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
